"""A database of its own on disk or on the server, which worker processes can share with the test."""

import os
from collections.abc import Iterator
from pathlib import Path

import job_samples
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.utils import load_backend
from job_rig import Shared


@pytest.fixture
def effects(db: None) -> None:
    """The table of effects, in the test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute(job_samples.EFFECTS)


@pytest.fixture
def shared(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shared]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        usual = connections["default"]
        name, url = _make_database(usual, tmp_path)
        theirs = connections.settings["default"]
        connections.settings["default"] = {**theirs, "NAME": name}  # for the connections of other threads
        ours = load_backend(theirs["ENGINE"]).DatabaseWrapper(connections.settings["default"], "default")
        connections["default"] = ours
        shared = Shared(url, tmp_path)
        try:
            for room in ("jobs", "audit"):  # an act on a job leaves a trace
                call_command("migrate", room, verbosity=0)
            with ours.cursor() as cursor:
                cursor.execute(job_samples.EFFECTS)
            yield shared
        finally:
            for process in shared.processes:
                process.kill()
                process.wait()
            ours.close()
            connections.settings["default"] = theirs
            connections["default"] = usual
            if usual.vendor == "postgresql":
                with usual.cursor() as cursor:
                    cursor.execute(f'drop database if exists "{name}" with (force)')


def _make_database(usual: object, folder: Path) -> tuple[str, str]:
    if usual.vendor == "sqlite":  # type: ignore[attr-defined]
        path = folder / "shared.sqlite3"
        return str(path), f"sqlite:///{path}"
    name = f"tipstaff_test_jobs_{os.getpid()}"
    place = usual.settings_dict  # type: ignore[attr-defined]
    with usual.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'drop database if exists "{name}" with (force)')
        cursor.execute(f'create database "{name}"')
    secret = f":{place['PASSWORD']}" if place["PASSWORD"] else ""
    return name, f"postgres://{place['USER']}{secret}@{place['HOST']}:{place['PORT'] or 5432}/{name}"
