"""The second thread of a worker: while a job runs it renews the lease, writes progress down and looks for a cancel."""

import threading
from collections.abc import Callable
from typing import Self

from django.db import DatabaseError, connection

from tipstaff.jobs import sidecar
from tipstaff.jobs.leases import Lease


class Keeper:
    """Watches at most one lease, on a database connection of its own, which it opens at the first beat.

    It never waits long for a lock: a task may hold its own row (a fence) or all of SQLite (any transaction), and
    while it does, nobody else can take the job.
    """

    def __init__(self, is_out_of_grace: Callable[[], bool], *, beat_seconds: float = 1.0) -> None:
        self.is_out_of_grace = is_out_of_grace
        self.beat_seconds = beat_seconds
        self._lease: Lease | None = None
        self._over = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        with self._wake:
            self._over = True
            self._wake.notify()
        self._thread.join(timeout=10)

    def watch(self, lease: Lease) -> None:
        lease.kept = True
        with self._wake:
            self._lease = lease
            self._wake.notify()

    def let_go(self) -> None:
        with self._wake:
            self._lease = None

    def _run(self) -> None:
        while (lease := self._next()) is not None:
            lease.stopped = self.is_out_of_grace()
            if not lease.ended:
                self._beat(lease)
        connection.close()

    def _next(self) -> Lease | None:
        """The lease to look after once a beat has passed; None when the worker is over."""
        with self._wake:
            while True:
                self._wake.wait_for(lambda: self._over or self._lease)
                if self._over:
                    return None
                self._wake.wait(self.beat_seconds)
                if self._lease is not None and not self._over:
                    return self._lease

    def _beat(self, lease: Lease) -> None:
        try:
            if connection.connection is None:
                _be_impatient()
            lease.beat()
            sidecar.forget(lease.job_id)
        except DatabaseError:
            if connection.vendor == "sqlite":
                sidecar.write(lease.job_id, *lease.said)
            connection.close()


def _be_impatient() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 300" if connection.vendor == "sqlite" else "SET lock_timeout = '300ms'")
