"""Runs one job that was taken, and turns what happens into its next state."""

import logging
import random
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django_tasks.base import Task
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import get_exception_traceback, get_module_path

from tipstaff.jobs.backend import LeasedTableBackend, as_result, find_task
from tipstaff.jobs.leases import Lease
from tipstaff.jobs.models import Job
from tipstaff.jobs.work import Cancelled, GiveUp, JobContext, LeaseLost, Stopped

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
ERRORS_KEPT = 10
TRACEBACK_KEPT = 20_000

_dice = random.SystemRandom()


def run(job: Job, lease: Lease) -> None:
    """Run the job's task to its end, its retry or its failure. Never raises for what the task does."""
    try:
        task = find_task(job.task)
        task_started.send(LeasedTableBackend, task_result=as_result(job, task))
        result = _call(task, job, lease)
        if not lease.ended:
            lease.complete(result)
    except LeaseLost:
        log.warning("job %s lost its lease; another worker has it", job.pk)
    except Cancelled:
        _unless_lost(job, lease.cancel)
    except Stopped:
        _unless_lost(job, lease.give_back, job.attempts - 1)
    except Exception as error:
        _unless_lost(job, _after_error, job, lease, error)
    _announce(job)


def wait_before_try(attempt: int, *, dice: random.Random = _dice) -> timedelta:
    """How long to wait after the given number of failed tries: four times longer each time, spread by a quarter."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * int(4 ** min(attempt - 1, 8)))
    return wait * dice.uniform(0.75, 1.25)


def _call(task: Task[..., Any], job: Job, lease: Lease) -> Any:
    if task.takes_context:
        context = JobContext(task_result=as_result(job, task), lease=lease)
        return task.call(context, *job.args, **job.kwargs)
    return task.call(*job.args, **job.kwargs)


def _after_error(job: Job, lease: Lease, error: Exception) -> None:
    if lease.ended and not lease.holds():
        # The effect is committed and the job is done; what failed came after `finishing`.
        log.error("job %s (%s) failed after it had finished: %s", job.pk, job.task, type(error).__name__)
        return
    log.error("job %s (%s) failed on try %s: %s", job.pk, job.task, job.attempts, type(error).__name__)
    entry = {
        "exception": get_module_path(type(error)),
        "traceback": get_exception_traceback(error)[-TRACEBACK_KEPT:],
        "at": lease.now().isoformat(),
    }
    errors = [*job.errors, entry][-ERRORS_KEPT:]
    if isinstance(error, GiveUp):
        lease.fail(errors, str(error))
    elif Job.objects.filter(pk=job.pk, cancel_asked_at__isnull=False).exists():
        lease.cancel()
    elif job.attempts >= job.max_attempts:
        tries = "once" if job.attempts == 1 else f"{job.attempts} times"
        lease.fail(errors, f"It was tried {tries} and did not come to its end.")
    else:
        lease.retry(errors, lease.now() + wait_before_try(job.attempts))


def _unless_lost(job: Job, act: Any, *args: Any) -> None:
    try:
        with transaction.atomic():
            act(*args)
    except LeaseLost:
        log.warning("job %s lost its lease; another worker has it", job.pk)


def _announce(job: Job) -> None:
    try:
        job.refresh_from_db()
        task = find_task(job.task)
    except (DatabaseError, ImportError, Job.DoesNotExist):
        return
    if not job.is_active:
        task_finished.send(LeasedTableBackend, task_result=as_result(job, task))
