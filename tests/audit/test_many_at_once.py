"""Many people act at the same moment: one unbroken chain, nobody refused, nobody held up by somebody's long work."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import load_backend

from tipstaff.audit import services
from tipstaff.audit.keys import trail_key
from tipstaff.audit.models import Head
from tipstaff.audit.verify import verify

THREADS, ACTS = 8, 40


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


def test_eight_threads_make_one_unbroken_chain(on_disk):
    together = threading.Barrier(THREADS)

    def work(person: int) -> None:
        together.wait()
        try:
            for number in range(ACTS):
                with transaction.atomic():
                    services.record("registry.person.viewed", by=None, person=person, number=number)
                    if number % 3 == 0:
                        services.record("registry.fact.added", by=None, person=person, number=number)
                    if number % 10 == 9:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    kept = sum((1 + (number % 3 == 0)) * (number % 10 != 9) for number in range(ACTS))
    report = verify(key=trail_key())
    assert (report.events, report.fault) == (THREADS * kept, None)
    assert Head.objects.get().seq == THREADS * kept


def test_on_postgresql_an_act_that_takes_long_holds_nobody_up(on_disk):
    recorded, done = threading.Event(), threading.Event()

    def long_work() -> None:
        with transaction.atomic():
            services.record("registry.import.committed", by=None)
            recorded.set()
            if connection.vendor == "postgresql":  # on SQLite a writer has the database for itself anyway
                done.wait(20)
        connection.close()

    worker = threading.Thread(target=long_work)
    worker.start()
    recorded.wait(20)
    begun = time.monotonic()
    with transaction.atomic():
        services.record("registry.person.viewed", by=None)
    waited = time.monotonic() - begun
    done.set()
    worker.join()
    assert waited < 10
    assert verify(key=trail_key()).events == 2
