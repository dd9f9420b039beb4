"""The room's own chores."""

from datetime import timedelta

from django_tasks import task

from tipstaff.jobs import clock, services
from tipstaff.jobs.schedules import scheduled

KEEP_ENDED = timedelta(days=90)


@scheduled(daily_at="03:30")
@task(title="Forget jobs that ended long ago")
def forget_ended_jobs() -> int:
    """The arguments and errors of jobs can name people: they are not kept for ever."""
    return services.forget_ended(before=clock.now() - KEEP_ENDED)
