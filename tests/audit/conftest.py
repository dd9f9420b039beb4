"""A key of its own for every test, and acts to record."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import load_backend

from tipstaff.audit import guards, services
from tipstaff.audit.models import Event


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings) -> Path:
    settings.VAR_DIR = tmp_path
    settings.TRAIL_KEY = tmp_path / "keys" / "trail.pem"
    settings.TRAIL_CHECKPOINTS = tmp_path / "trail-checkpoints.jsonl"
    return tmp_path


@pytest.fixture
def act() -> Callable[..., Event]:
    """Record one act, in a transaction of its own."""

    def record(action: str = "registry.person.viewed", **more) -> Event:
        with transaction.atomic():
            return services.record(action, by=more.pop("by", None), **more)

    return record


@pytest.fixture
def twenty_acts(transactional_db, act) -> list[Event]:
    return [act(purpose=f"case {number}", number=number) for number in range(1, 21)]


@pytest.fixture
def owner(transactional_db) -> Callable[..., None]:
    """Somebody who owns the database: runs SQL with the guards out of the way."""

    def run(*statements: str) -> None:
        guards.remove(connection)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return run


@pytest.fixture
def on_disk(django_db_setup, django_db_blocker, tmp_path: Path) -> Iterator[None]:
    """A database of its own that threads can share: SQLite's test database lives in memory."""
    with django_db_blocker.unblock():
        usual, theirs = connections["default"], connections.settings["default"]
        name = str(tmp_path / "trail.sqlite3")
        if usual.vendor == "postgresql":
            name = f"tipstaff_test_trail_{os.getpid()}"
            with usual.cursor() as cursor:
                cursor.execute(f'create database "{name}"')
        connections.settings["default"] = {**theirs, "NAME": name}
        ours = load_backend(theirs["ENGINE"]).DatabaseWrapper(connections.settings["default"], "default")
        connections["default"] = ours
        try:
            call_command("migrate", "audit", verbosity=0)
            yield
        finally:
            ours.close()
            connections.settings["default"], connections["default"] = theirs, usual
            if usual.vendor == "postgresql":
                with usual.cursor() as cursor:
                    cursor.execute(f'drop database "{name}" with (force)')
