"""When a task comes round by itself: declared beside the task, kept in the table of schedules by the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from django_tasks.base import Task

AnyTask = TypeVar("AnyTask", bound=Task[..., Any])


class Rhythm(Protocol):
    """Gives the moments at which a task is due."""

    def next_after(self, moment: datetime) -> datetime: ...


@dataclass(frozen=True)
class Daily:
    """Once on each local day. A time that the clock skips runs an hour later; a time it shows twice runs once."""

    at: time
    zone: str

    def next_after(self, moment: datetime) -> datetime:
        zone = ZoneInfo(self.zone)
        today = moment.astimezone(zone).date()
        days = (today + timedelta(days=n) for n in (-1, 0, 1, 2))
        moments = (datetime.combine(day, self.at, tzinfo=zone).astimezone(UTC) for day in days)
        return next(due for due in moments if due > moment)

    def __str__(self) -> str:
        return f"daily at {self.at:%H:%M} {self.zone}"


@dataclass(frozen=True)
class Every:
    """At each whole multiple of a number of minutes, counted from midnight UTC of 1 January 1970."""

    minutes: int

    def next_after(self, moment: datetime) -> datetime:
        period = self.minutes * 60
        return datetime.fromtimestamp((int(moment.timestamp()) // period + 1) * period, UTC)

    def __str__(self) -> str:
        return f"every {self.minutes} minutes"


@dataclass(frozen=True)
class Schedule:
    """A task and its rhythm."""

    task: Task[..., Any]
    rhythm: Rhythm

    @property
    def name(self) -> str:
        return self.task.module_path


_declared: dict[str, Schedule] = {}


def scheduled(
    *, daily_at: str | None = None, zone: str = "UTC", every_minutes: int | None = None
) -> Callable[[AnyTask], AnyTask]:
    """Let a task (one that needs no arguments) come round by itself; stands above `@task`."""
    if (daily_at is None) == (every_minutes is None):
        raise ValueError("give either daily_at or every_minutes")
    rhythm: Rhythm
    if daily_at is not None:
        ZoneInfo(zone)  # an unknown zone stops the start, not the night
        rhythm = Daily(time.fromisoformat(daily_at), zone)
    else:
        if not every_minutes or every_minutes < 1:
            raise ValueError("every_minutes must be 1 or more")
        rhythm = Every(every_minutes)

    def declare(task: AnyTask) -> AnyTask:
        schedule = Schedule(task, rhythm)
        _declared[schedule.name] = schedule
        return task

    return declare


def declared() -> list[Schedule]:
    """All schedules of the rooms loaded so far, by name."""
    return [_declared[name] for name in sorted(_declared)]
