"""Imports and exports of size, done by a worker. Each commits its effect and its own end together."""

from django_tasks import task
from django_tasks.base import TaskContext

from tipstaff.jobs.schedules import scheduled
from tipstaff.registry.models import Export, ImportBatch
from tipstaff.registry.services import exports
from tipstaff.registry.services.imports import import_check, import_commit


@task(takes_context=True)
def check_import(context: TaskContext, batch_id: int) -> None:
    import_check(ImportBatch.objects.get(pk=batch_id), context)


@task(takes_context=True)
def commit_import(context: TaskContext, batch_id: int) -> None:
    import_commit(ImportBatch.objects.get(pk=batch_id), context)


@task(takes_context=True)
def write_export(context: TaskContext, export_id: int) -> None:
    exports.export_write(Export.objects.get(pk=export_id), context)


@scheduled(every_minutes=60)
@task(title="Delete exports whose time is over")
def forget_exports() -> int:
    return exports.exports_forget()
