"""A registry of so many invented people in a SQLite database of its own, for the figures that need one."""

import os
import sys
import tempfile
import time
from datetime import date

FOLDER = tempfile.TemporaryDirectory(prefix="tipstaff-bench-")
AS_OF = date(2026, 11, 24)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tipstaff.config.settings",
    "TIPSTAFF_DEMO": "1",
    "TIPSTAFF_VAR": FOLDER.name,
    "DATABASE_URL": f"sqlite:///{FOLDER.name}/bench.sqlite3",
}

# ruff: noqa: E402  what follows needs the settings above
import django

django.setup()

from django.core.management import call_command

from tipstaff.accounts.models import Agency, User
from tipstaff.registry.services.imports.loading import load_frames
from tipstaff.world.nation import generate


def people_wanted() -> int:
    return int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def registry(people: int) -> tuple[Agency, User]:
    """One agency that holds everybody, and its registrar."""
    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    agency = Agency.objects.create(
        slug="red-mesa", name="Red Mesa Nation", kind="TRIBAL_REGISTRY", jurisdiction="RM", timezone="America/Denver"
    )
    user = User.objects.create(username="ana", agency=agency, role=User.Role.REGISTRAR)
    frames = {name: frame.drop("agency") for name, frame in generate(people, as_of=AS_OF).frames.items()}
    load_frames(agency, frames, by=None, source_name="bench")
    print(f"{people:,} people made and imported in {time.perf_counter() - started:.0f} s")
    return agency, user
