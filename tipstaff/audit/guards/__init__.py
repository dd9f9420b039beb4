"""Triggers that tie each new event to the one before, and refuse all change (security rules A7, L3).

They stop every connection of this program and every slip. The owner of a database can drop a trigger: that is what the
chain, the stamps and the checkpoints outside are for. SQLite forgets triggers when a migration remakes a table: whoever
alters these tables installs them again (`install` is safe to repeat).
"""

from collections.abc import Sequence
from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from tipstaff.audit.guards import postgresql, sqlite


def install(connection: BaseDatabaseWrapper) -> None:
    """Put all guards in place, anew where they stand already."""
    remove(connection)
    _run(connection, _dialect(connection).INSTALL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away: for migrations of these tables, and for tests that empty a database."""
    _run(connection, _dialect(connection).REMOVE)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The guards that are not in force, by name."""
    dialect = _dialect(connection)
    with connection.cursor() as cursor:
        cursor.execute(dialect.IN_FORCE)
        there = {name for (name,) in cursor.fetchall()}
    return sorted(dialect.NAMES - there)


def _dialect(connection: BaseDatabaseWrapper) -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
