"""What all rooms' tests share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _the_trail_begins_anew() -> Iterator[None]:
    """Tests that commit empty the whole database afterwards; only for this do the guards of the trail step aside."""
    from django.db import transaction
    from django.db.backends.base.operations import BaseDatabaseOperations

    from tipstaff.audit import chain, guards
    from tipstaff.audit.models import Head

    empty = BaseDatabaseOperations.execute_sql_flush

    def empty_with_the_trail(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        with transaction.atomic(using=operations.connection.alias):
            guards.remove(operations.connection)
            empty(operations, statements)
            Head.objects.create(pk=1, seq=0, hash=chain.GENESIS)
            guards.install(operations.connection)

    BaseDatabaseOperations.execute_sql_flush = empty_with_the_trail
    yield
    BaseDatabaseOperations.execute_sql_flush = empty
