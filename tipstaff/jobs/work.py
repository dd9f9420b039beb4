"""What a task says and asks while it runs: progress, whether to go on, and commits that only its lease allows.

Every function takes the `context` that Django's Tasks hands to a task declared with `takes_context=True`. Outside a
job (work done at once, inside a request) the context is None: progress says nothing, a fence stops nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_tasks.base import TaskContext

if TYPE_CHECKING:
    from tipstaff.jobs.leases import Lease


class Interrupted(BaseException):
    """The job must not go on here. Not an Exception, so that a task's own `except Exception` cannot swallow it."""


class Cancelled(Interrupted):
    """Someone asked for the job to be cancelled."""


class Stopped(Interrupted):
    """The worker is shutting down; the job goes back to the queue as if this attempt had not been made."""


class LeaseLost(Interrupted):
    """Another worker holds the job now; nothing this one still holds may be committed."""


class GiveUp(Exception):
    """The job cannot succeed however often it is tried. The text is shown to the person who asked for it."""


@dataclass(frozen=True, kw_only=True)
class JobContext(TaskContext):
    """Django's context with the lease under which the task runs."""

    lease: Lease


@dataclass
class Outcome:
    """What a job leaves behind: plain JSON. `message` and `url` (a path of this site) are shown on its page."""

    result: Any = None


def progress(context: TaskContext | None, done: int, total: int | None = None, message: str = "") -> None:
    """Tell how far the task is. Cheap enough for every row: a second thread writes it down about once a second.

    Raises Cancelled, Stopped or LeaseLost when the task must not go on.
    """
    if isinstance(context, JobContext):
        context.lease.report(done, total, message)


def current_job_id(context: TaskContext | None) -> int | None:
    """The number of the job that runs this task, to be kept beside what it makes."""
    return context.lease.job_id if isinstance(context, JobContext) else None


def fence(context: TaskContext | None) -> None:
    """Hold the job's row until the open transaction ends, or raise LeaseLost; for short transactions.

    The row lock means that no other worker can take the job before this transaction has ended.
    """
    if isinstance(context, JobContext):
        context.lease.hold()


@contextmanager
def fenced(context: TaskContext | None) -> Iterator[None]:
    """One transaction of a task that works in steps: it commits only if the lease is still this worker's."""
    with transaction.atomic():
        yield
        fence(context)


@contextmanager
def finishing(context: TaskContext | None) -> Iterator[Outcome]:
    """The last transaction of a task: its effect and its completion are committed together, or neither is.

    The row is not locked until the end, so that progress and cancel work in a long transaction too.
    """
    outcome = Outcome()
    with transaction.atomic():
        if isinstance(context, JobContext):
            context.lease.check()
        yield outcome
        if isinstance(context, JobContext):
            context.lease.complete(outcome.result)
    if isinstance(context, JobContext):
        context.lease.ended = True
