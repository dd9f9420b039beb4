"""The worker: takes jobs one after another, queues what the schedules say is due, and stops when it is told to."""

import contextlib
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import autodiscover_modules

from tipstaff.jobs import clock, services
from tipstaff.jobs.execution import run
from tipstaff.jobs.keeper import Keeper
from tipstaff.jobs.leases import LEASE, take

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 30.0


def worker_name() -> str:
    """Tells one worker from another: machine, process, and chance, for process numbers come again."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(3)}"


@dataclass
class Worker:
    """One job at a time. `stop` may be called from a signal handler or another thread."""

    queues: Collection[str] = ()
    lease: timedelta = LEASE
    poll_seconds: float = 0.5
    grace_seconds: float = 10.0
    schedule_seconds: float = 5.0
    name: str = field(default_factory=worker_name)
    _stopped_at: float | None = None
    _wake: SimpleQueue[None] = field(default_factory=SimpleQueue)
    _schedules_at: datetime | None = None

    def work(self) -> None:
        """Work until told to stop. A database that cannot be reached is waited for."""
        autodiscover_modules("tasks")
        pause = self.poll_seconds
        with Keeper(self._is_out_of_grace, beat_seconds=min(1.0, self.lease.total_seconds() / 5)) as keeper:
            while self._stopped_at is None:
                close_old_connections()
                try:
                    busy = self._once(keeper)
                    pause = self.poll_seconds
                except DatabaseError as error:
                    busy, pause = False, min(pause * 2, LONGEST_PAUSE_SECONDS)
                    log.error("the database does not answer (%s); next look in %.0f s", type(error).__name__, pause)
                    connection.close()
                if not busy:
                    self._rest(pause)

    def stop(self) -> None:
        """Take no more jobs. The one that runs may go on for the grace, then its next `progress` sends it back.

        Takes no lock, for a signal handler may interrupt anything.
        """
        self._stopped_at = time.monotonic()
        self._wake.put(None)

    def _is_out_of_grace(self) -> bool:
        return self._stopped_at is not None and time.monotonic() - self._stopped_at >= self.grace_seconds

    def _rest(self, seconds: float) -> None:
        with contextlib.suppress(Empty):
            self._wake.get(timeout=seconds)

    def _once(self, keeper: Keeper) -> bool:
        moment = clock.now()
        if self._schedules_at is None or moment >= self._schedules_at:
            services.enqueue_due(moment)
            self._schedules_at = moment + timedelta(seconds=self.schedule_seconds)
        taken = take(self.name, now=moment, queues=self.queues, length=self.lease)
        if taken is None:
            return False
        job, lease = taken
        keeper.watch(lease)
        try:
            run(job, lease)
        finally:
            keeper.let_go()
        return True


def run_waiting(*, now: Callable[[], datetime] | datetime | None = None, limit: int = 1_000) -> int:
    """Run what is due, here and now, in this thread; returns how many jobs were run. For commands and tests."""
    tell_time = now if callable(now) else (lambda: now) if now else clock.now
    for count in range(limit):
        taken = take(worker_name(), tell_time=tell_time)
        if taken is None:
            return count
        run(*taken)
    return limit
