"""What the pages of jobs show, always of the user's own agency."""

from dataclasses import dataclass
from typing import Any

from tipstaff.jobs import sidecar
from tipstaff.jobs.models import Job, JobQuerySet


def job_list(user: Any, *, active_only: bool = False) -> JobQuerySet:
    """Jobs the user may see, newest first, without the columns a list does not show."""
    jobs = Job.objects.visible_to(user).defer("args", "kwargs", "errors", "result", "worker_ids")
    return jobs.active() if active_only else jobs


@dataclass(frozen=True)
class Progress:
    """How far a job is: the bar, and the words beside it."""

    done: int
    total: int | None
    message: str
    percent: int | None


def job_progress(job: Job) -> Progress:
    """From the row, or from the file beside it while the job holds SQLite's only writer."""
    beside = sidecar.read(job.pk) if job.status == Job.Status.RUNNING else None
    if beside:
        job.done, job.total, job.message = beside
    return Progress(job.done, job.total, job.message, job.percent)
