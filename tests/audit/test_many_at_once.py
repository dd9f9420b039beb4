"""Many people act at the same moment: one unbroken chain, nobody refused, nobody held up by somebody's long work."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from tipstaff.audit import services
from tipstaff.audit.keys import trail_key
from tipstaff.audit.models import Head
from tipstaff.audit.verify import verify

THREADS, ACTS = 8, 40


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
