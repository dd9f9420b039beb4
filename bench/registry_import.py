"""How long a registry file takes from disk to record, and what it costs: `python bench/registry_import.py [PEOPLE]`.

On SQLite in a folder of its own; with DATABASE_URL on that PostgreSQL server, in a database made for the purpose.
Goal: 100,000 people with all their sheets in SQLite within 90 s, reading, checking and preview included.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="tipstaff-bench-")
NAME = "tipstaff_test_registry_bench"
SERVER = os.environ.get("DATABASE_URL", "")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")
os.environ |= {
    "TIPSTAFF_DEMO": "1",
    "TIPSTAFF_VAR": FOLDER.name,
    "DATABASE_URL": f"{SERVER.rpartition('/')[0]}/{NAME}" if SERVER else f"sqlite:///{FOLDER.name}/bench.sqlite3",
}

# ruff: noqa: E402  what follows needs the settings above
import django

django.setup()

import psycopg
from django.core.management import call_command
from django.db import connections

from tipstaff.accounts.models import Agency
from tipstaff.formats.registry import write_dataset
from tipstaff.registry import changed
from tipstaff.registry.models import FACTS, Address
from tipstaff.registry.services import verification_record
from tipstaff.registry.services.imports.loading import commit, load_path
from tipstaff.world import generate

AS_OF = date(2026, 11, 24)


@contextmanager
def timed(what: str, seconds: dict[str, float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[what] = time.perf_counter() - start
    print(f"  {what:<58}{seconds[what]:>8.1f} s")


@contextmanager
def database() -> Iterator[None]:
    if not SERVER:
        yield
        return
    server = SERVER.rpartition("/")[0] + "/postgres"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"drop database if exists {NAME} with (force)")
        admin.execute(f"create database {NAME}")
    try:
        yield
    finally:
        connections.close_all()
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"drop database if exists {NAME} with (force)")


def peak_memory() -> float:
    """GiB; the kernel's high-water mark of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def import_twice(people: int) -> None:
    call_command("migrate", verbosity=0)
    changed.on_person_changed.clear()  # the findings have a bench of their own
    agency = Agency.objects.create(slug="bench", name="Bench Registry", kind="STATE_REGISTRY", jurisdiction="AZ")
    path = Path(FOLDER.name) / "registry.zip"
    write_dataset(generate(people, as_of=AS_OF).frames, path)
    print(f"{people:,} people, {path.stat().st_size / 2**20:.0f} MiB as zip; {peak_memory():.1f} GiB before the import")
    seconds: dict[str, float] = {}
    with timed("read, check, compare, preview", seconds):
        batch = load_path(agency, path, by=None)
    with timed("commit", seconds):
        batch = commit(batch, by=None)
    assert batch.state == "committed", batch.refusal
    facts = sum(model.objects.count() for model in FACTS.values())
    print(
        f"  {facts:,} facts of {batch.people_new:,} people: {sum(seconds.values()):.1f} s; peak {peak_memory():.1f} GiB"
    )
    with timed("the same file again: read, check, compare, preview", seconds):
        again = load_path(agency, path, by=None)
    with timed("the same file again: commit of nothing", seconds):
        commit(again, by=None)
    assert sum(count["new"] + count["corrected"] for count in again.counts.values()) == 0
    person = Address.objects.first().person
    with timed("one verification at the counter", seconds):
        verification_record(
            person, jurisdiction="AZ", verified_on=AS_OF, identity_checked=True, photograph_possible=True,
            all_fields_reviewed=True, by=None,
        )  # fmt: skip
    print(f"  peak {peak_memory():.1f} GiB")


if __name__ == "__main__":
    with database():
        import_twice(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
