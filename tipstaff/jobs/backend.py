"""The backend of Django's Tasks: enqueue is one row in the caller's transaction, a result is that row read back."""

from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from django_tasks.signals import task_enqueued

DEFAULT_MAX_ATTEMPTS = 5

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task that also says how often it is tried and what people call it: `@task(max_attempts=3, title="…")`."""

    max_attempts: int = DEFAULT_MAX_ATTEMPTS
    title: str = ""

    @property
    def label(self) -> str:
        return self.title or self.name.replace("_", " ").capitalize()


class LeasedTableBackend(BaseTaskBackend):
    """Keeps jobs in the table `jobs_job`, from which workers take them."""

    task_class = JobTask
    supports_defer = True
    supports_priority = True
    supports_get_result = True
    supports_async_task = True

    def validate_task(self, task: Task[..., Any]) -> None:
        super().validate_task(task)
        if isinstance(task, JobTask) and not 1 <= task.max_attempts <= 100:
            raise InvalidTaskError("max_attempts must be between 1 and 100.")

    def enqueue(self, task: Task[..., T], args: Any, kwargs: Any) -> TaskResult[T]:
        from tipstaff.jobs import services

        job = services.enqueue(task, args=args, kwargs=kwargs)
        result = as_result(job, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        from tipstaff.jobs.models import Job

        job = Job.objects.filter(pk=int(result_id)).first() if result_id.isdecimal() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return as_result(job, find_task(job.task))


def find_task(path: str) -> Task[..., Any]:
    """The task of a dotted path; raises ImportError if there is none."""
    from django.utils.module_loading import import_string

    found = import_string(path)
    if not isinstance(found, Task):
        raise ImportError(f"{path} is not a task")
    return found


def as_result(job: Any, task: Task[..., T]) -> TaskResult[T]:
    """A job as Django's Tasks show it. Cancelled has no counterpart there: it is failed, without an error."""
    status = {
        "waiting": TaskResultStatus.READY,
        "running": TaskResultStatus.RUNNING,
        "done": TaskResultStatus.SUCCESSFUL,
    }.get(job.status, TaskResultStatus.FAILED)
    result: TaskResult[T] = TaskResult(
        task=task,
        id=str(job.pk),
        status=status,
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.last_attempted_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path=e["exception"], traceback=e["traceback"]) for e in job.errors],
        worker_ids=list(job.worker_ids),
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
