"""Leases: how a worker takes a job, keeps it, and lets go of it. Every change asks for the token of the lease first.

A lease is a moment in `due_at` and a token. When the moment passes, the job is there for the taking again, with a
new token; whoever still holds the old one can change nothing more (fencing).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django_tasks.utils import normalize_json

from tipstaff.jobs import clock, sidecar
from tipstaff.jobs.models import NO_LEASE, Job
from tipstaff.jobs.work import Cancelled, LeaseLost, Stopped

LEASE = timedelta(seconds=60)
TAKING = (
    *("status", "lease_token", "due_at", "attempts", "worker_ids"),
    *("started_at", "last_attempted_at", "done", "total", "message"),
)
LOST_TOO_OFTEN = "The program was stopped from outside each time it tried."


@dataclass
class Lease:
    """One worker's hold on one job, and what it has said about its progress."""

    job_id: int
    token: str
    length: timedelta = LEASE
    now: Callable[[], datetime] = clock.now
    kept: bool = False  # a second thread writes progress down
    lost: bool = False
    cancelled: bool = False
    stopped: bool = False
    ended: bool = False
    said: tuple[int, int | None, str] = (0, None, "")
    written: tuple[int, int | None, str] = (0, None, "")
    renew_at: datetime | None = field(default=None)

    def report(self, done: int, total: int | None, message: str) -> None:
        """Note progress and raise what stands against going on."""
        self.said = (done, total, message[:200])
        if not self.kept:
            self.beat()
        if self.lost:
            raise LeaseLost
        if self.cancelled:
            raise Cancelled
        if self.stopped:
            raise Stopped

    def beat(self) -> None:
        """Learn whether the lease still holds and whether cancel was asked; write progress; renew in good time."""
        row = self._mine().values_list("cancel_asked_at").first()
        if row is None:
            self.lost = not self.ended
            return
        self.cancelled = row[0] is not None
        moment = self.now()
        if self.said == self.written and self.renew_at and moment < self.renew_at:
            return
        said = self.said
        done, total, message = said
        self.lost = not self._mine().update(due_at=moment + self.length, done=done, total=total, message=message)
        self.written, self.renew_at = said, moment + self.length / 3

    def holds(self) -> bool:
        return bool(self._mine().exists())

    def check(self) -> None:
        if not self.holds():
            raise LeaseLost

    def hold(self) -> None:
        """Renew inside the caller's transaction: the row stays locked until that ends."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("a fence stands inside a transaction")
        if not self._mine().update(due_at=self.now() + self.length):
            raise LeaseLost

    def complete(self, result: Any = None) -> None:
        """The job is done, with its result; in the caller's transaction if there is one."""
        done, total, message = self.said
        self._end(
            Job.Status.DONE,
            result=normalize_json(result),
            done=total if total is not None else done,
            total=total,
            message=message,
        )

    def cancel(self) -> None:
        self._end(Job.Status.CANCELLED)

    def fail(self, errors: list[dict[str, str]], problem: str) -> None:
        self._end(Job.Status.FAILED, errors=errors, problem=problem[:500])

    def retry(self, errors: list[dict[str, str]], at: datetime) -> None:
        """Back to the queue until the moment of the next try."""
        self._let_go(status=Job.Status.WAITING, due_at=at, lease_token=NO_LEASE, errors=errors)

    def give_back(self, attempts: int) -> None:
        """Back to the queue at once, as if this attempt had not been made."""
        self._let_go(status=Job.Status.WAITING, due_at=self.now(), lease_token=NO_LEASE, attempts=attempts)

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job_id, lease_token=self.token)

    def _end(self, status: Job.Status, **changes: Any) -> None:
        self._let_go(status=status, due_at=None, lease_token=NO_LEASE, finished_at=self.now(), **changes)

    def _let_go(self, **changes: Any) -> None:
        if not self._mine().update(**changes):
            raise LeaseLost
        sidecar.forget(self.job_id)


def take(
    worker_id: str,
    *,
    now: datetime | None = None,
    queues: Collection[str] = (),
    length: timedelta = LEASE,
    tell_time: Callable[[], datetime] = clock.now,
) -> tuple[Job, Lease] | None:
    """Take the most urgent job that is due, or None. Jobs that lost every worker they had, or whose cancel was asked
    while their worker died, are ended on the way."""
    moment = now or tell_time()
    while _takable(moment, queues).exists():  # a look without a lock: idle workers do not queue for SQLite's one writer
        with transaction.atomic():
            candidates = _takable(moment, queues)
            if connection.features.has_select_for_update_skip_locked:
                candidates = candidates.select_for_update(skip_locked=True)
            job = candidates.first()
            if job is None:
                return None  # others hold what is due
            if _must_end(job, moment):
                continue
            return job, _lease(job, worker_id, moment, length, tell_time)
    return None


def _takable(moment: datetime, queues: Collection[str]) -> Any:
    due = Job.objects.filter(due_at__lte=moment).order_by("-priority", "due_at", "id")
    return due.filter(queue__in=queues) if queues else due


def _must_end(job: Job, moment: datetime) -> bool:
    if job.cancel_asked_at:
        job.status = Job.Status.CANCELLED
    elif job.attempts >= job.max_attempts:
        job.status, job.problem = Job.Status.FAILED, LOST_TOO_OFTEN
    else:
        return False
    job.due_at, job.lease_token, job.finished_at = None, NO_LEASE, moment
    job.save(update_fields=["status", "problem", "due_at", "lease_token", "finished_at"])
    sidecar.forget(job.pk)
    return True


def _lease(job: Job, worker_id: str, moment: datetime, length: timedelta, tell_time: Callable[[], datetime]) -> Lease:
    job.status = Job.Status.RUNNING
    job.lease_token = secrets.token_hex(16)
    job.due_at = moment + length
    job.attempts += 1
    job.worker_ids = [*job.worker_ids, worker_id][-20:]
    job.started_at = job.started_at or moment
    job.last_attempted_at = moment
    job.done, job.total, job.message = 0, None, ""
    job.save(update_fields=TAKING)
    return Lease(job.pk, job.lease_token, length, tell_time, renew_at=moment + length / 3)
