"""The verbs of jobs: ask for one, cancel one, queue what the schedules say is due, forget what ended long ago."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from tipstaff.jobs import clock, schedules
from tipstaff.jobs.backend import DEFAULT_MAX_ATTEMPTS, JobTask
from tipstaff.jobs.models import Job, Schedule

on_act: list[Callable[[str, Job, models.Model | None], None]] = []
"""Called in the transaction of an act of a person, with its name, the job and who acted: the trail registers here."""


def enqueue(
    task: Task[..., Any],
    *,
    by: models.Model | None = None,
    agency_id: int | None = None,
    unique_key: str = "",
    title: str = "",
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> Job:
    """Queue a task as a row in the caller's transaction; arguments must be plain JSON.

    With a unique key of which a job is waiting or running already, that job is returned and nothing is queued.
    The agency is that of the person who asks, unless another is named.
    """
    moment = now or clock.now()
    job = Job(
        task=task.module_path,
        title=title or (task.label if isinstance(task, JobTask) else task.name),
        args=normalize_json(list(args)),
        kwargs=normalize_json(dict(kwargs or {})),
        queue=task.queue_name,
        priority=task.priority,
        max_attempts=task.max_attempts if isinstance(task, JobTask) else DEFAULT_MAX_ATTEMPTS,
        unique_key=unique_key,
        asked_by_id=by.pk if by else None,
        agency_id=agency_id if agency_id is not None else getattr(by, "agency_id", None),
        due_at=task.run_after or moment,
        enqueued_at=moment,
    )
    return _insert_unique(job) if unique_key else _insert(job)


def cancel(job: Job, *, by: models.Model | None, now: datetime | None = None) -> Job:
    """Cancel a job: one that waits never runs, one that runs is asked to stop at its next step.

    Raises PermissionDenied for a job of another agency. Cancelling what has ended changes nothing.
    """
    if by is not None and not Job.objects.visible_to(by).filter(pk=job.pk).exists():
        raise PermissionDenied
    moment = now or clock.now()
    asked = {"cancel_asked_at": moment, "cancel_asked_by_id": by.pk if by else None}
    with transaction.atomic():
        never_runs = Job.objects.filter(pk=job.pk, status=Job.Status.WAITING).update(
            status=Job.Status.CANCELLED, due_at=None, finished_at=moment, **asked
        )
        asked_to_stop = not never_runs and Job.objects.filter(
            pk=job.pk, status=Job.Status.RUNNING, cancel_asked_at=None
        ).update(**asked)
        job.refresh_from_db()
        if never_runs or asked_to_stop:
            for tell in on_act:
                tell("jobs.job.cancelled", job, by)
    return job


def enqueue_due(now: datetime | None = None) -> list[Job]:
    """Queue each scheduled task whose time has come: once, however many workers ask at the same moment.

    Occurrences missed while no worker ran are made up for by one run, not by one each.
    """
    moment = now or clock.now()
    kept = Schedule.objects.in_bulk()
    queued = []
    for schedule in schedules.declared():
        row = kept.get(schedule.name)
        next_at = schedule.rhythm.next_after(moment)
        if row is None:
            Schedule.objects.get_or_create(
                name=schedule.name, defaults={"rhythm": str(schedule.rhythm), "next_at": next_at}
            )
        elif row.rhythm != str(schedule.rhythm):
            Schedule.objects.filter(pk=row.pk, rhythm=row.rhythm).update(rhythm=str(schedule.rhythm), next_at=next_at)
        elif row.next_at <= moment and (job := _enqueue_occurrence(schedule, row.next_at, next_at, moment)):
            queued.append(job)
    return queued


def forget_ended(*, before: datetime) -> int:
    """Delete jobs that ended before a moment; returns how many."""
    deleted, _ = Job.objects.filter(due_at=None, finished_at__lt=before).delete()
    return deleted


def _enqueue_occurrence(schedule: schedules.Schedule, due: datetime, next_at: datetime, moment: datetime) -> Job | None:
    with transaction.atomic():
        if not Schedule.objects.filter(pk=schedule.name, next_at=due).update(next_at=next_at):
            return None  # another worker was first
        job = enqueue(schedule.task, now=moment)
        job.schedule, job.scheduled_for = schedule.name, due
        job.save(update_fields=["schedule", "scheduled_for"])
        return job


def _insert(job: Job) -> Job:
    job.save(force_insert=True)
    return job


def _insert_unique(job: Job) -> Job:
    while True:
        try:
            with transaction.atomic():
                return _insert(job)
        except IntegrityError:
            existing = Job.objects.active().filter(unique_key=job.unique_key).first()
            if existing:
                return existing
            job.pk = None  # it ended between the two statements: try again
