"""The trail's own daily work."""

from django.conf import settings
from django_tasks import task

from tipstaff.audit.checkpoints import checkpoint_write
from tipstaff.jobs.schedules import scheduled


@scheduled(daily_at="00:05")
@task(title="Write a checkpoint of the trail")
def write_checkpoint() -> dict[str, str]:
    """Safe to run twice: a second line says the same or more."""
    made = checkpoint_write(settings.TRAIL_CHECKPOINTS)
    return {"message": f"{made.seq:,} events"}
