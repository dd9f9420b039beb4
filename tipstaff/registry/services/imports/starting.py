"""Small files are read at once, large ones by a worker; the page shows the same either way."""

from django.db import transaction
from django_tasks.base import Task

from tipstaff.accounts.models import User
from tipstaff.jobs.models import Job
from tipstaff.jobs.services import cancel, enqueue
from tipstaff.registry.models import ImportBatch
from tipstaff.registry.services.imports.checking import import_check
from tipstaff.registry.services.imports.committing import import_commit, import_confirm

AT_ONCE_BYTES = 300_000  # about two thousand rows of a roster
AT_ONCE_ROWS = 2_000
State = ImportBatch.State


def check_start(batch: ImportBatch, *, by: User | None) -> ImportBatch:
    """Have a received file read and previewed."""
    from tipstaff.registry.tasks import check_import

    if batch.size <= AT_ONCE_BYTES:
        return import_check(batch)
    return _queue(batch, check_import, "Read and check", by)


def commit_start(batch: ImportBatch, *, by: User | None) -> ImportBatch:
    """Somebody confirmed the preview: commit it."""
    from tipstaff.registry.tasks import commit_import

    if sum(count["rows"] for count in batch.counts.values()) <= AT_ONCE_ROWS:
        with transaction.atomic():
            return import_commit(import_confirm(batch, by=by))
    with transaction.atomic():
        return _queue(import_confirm(batch, by=by), commit_import, "Commit", by)


def work_stop(batch: ImportBatch, *, by: User) -> None:
    """Ask the worker to let go of the file; nothing of it is in the record then."""
    job = job_of(batch)
    if job is not None:
        cancel(job, by=by)


def settle(batch: ImportBatch) -> ImportBatch:
    """A commit whose job was cancelled or failed is back at the preview; called where an import is looked at."""
    job = job_of(batch)
    if batch.state == State.COMMITTING and (job is None or not job.is_active):
        ImportBatch.objects.filter(pk=batch.pk, state=State.COMMITTING, job_id=batch.job_id).update(state=State.CHECKED)
        batch.refresh_from_db()
    return batch


def job_of(batch: ImportBatch) -> Job | None:
    return Job.objects.filter(pk=batch.job_id).first() if batch.job_id else None


def _queue(batch: ImportBatch, task: Task, verb: str, by: User | None) -> ImportBatch:  # type: ignore[type-arg]
    with transaction.atomic():
        job = enqueue(
            task,
            by=by,
            agency_id=batch.agency_id,
            title=f"{verb} {batch.file_name}"[:200],
            unique_key=f"registry.import:{batch.pk}",
            kwargs={"batch_id": batch.pk},
        )
        ImportBatch.objects.filter(pk=batch.pk).update(job_id=job.pk)
    batch.refresh_from_db()
    return batch
