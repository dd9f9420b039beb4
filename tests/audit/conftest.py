"""A key of its own for every test, and acts to record."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

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
