"""Work done later: a leased table behind the interface of Django's Tasks.

A room writes its tasks in `tasks.py`, queues them through `tipstaff.jobs.services`, and inside a task uses what is
named here: `progress`, `fence`, `fenced`, `finishing`, and the exceptions.
"""

from tipstaff.jobs.schedules import scheduled
from tipstaff.jobs.work import (
    Cancelled,
    GiveUp,
    Interrupted,
    LeaseLost,
    Stopped,
    current_job_id,
    fence,
    fenced,
    finishing,
    progress,
)

__all__ = [
    "Cancelled",
    "GiveUp",
    "Interrupted",
    "LeaseLost",
    "Stopped",
    "current_job_id",
    "fence",
    "fenced",
    "finishing",
    "progress",
    "scheduled",
]
