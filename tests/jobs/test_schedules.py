"""Work that comes round by itself: each occurrence once, at the local time, whatever the clock of the zone does."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import job_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st
from job_rig import Shared

from tipstaff.jobs import clock, schedules, services, tasks
from tipstaff.jobs.models import Job, Schedule
from tipstaff.jobs.schedules import Daily, Every, scheduled

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ZONES = ["UTC", "America/New_York", "America/Phoenix", "Pacific/Guam", "Pacific/Pago_Pago", "America/St_Johns"]
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@pytest.fixture
def nightly(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(schedules, "_declared", {})
    scheduled(daily_at="02:00", zone="UTC")(job_samples.add)
    return job_samples.add.module_path


def next_two_oclock() -> datetime:
    return datetime(2026, 11, 25, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_an_occurrence_is_queued_once_however_often_it_is_asked_for(nightly: str) -> None:
    assert services.enqueue_due(NOON) == []  # first seen: nothing is made up for
    assert services.enqueue_due(next_two_oclock() - timedelta(seconds=1)) == []
    (job,) = services.enqueue_due(next_two_oclock())
    assert (job.schedule, job.scheduled_for, job.asked_by_id) == (nightly, next_two_oclock(), None)
    assert services.enqueue_due(next_two_oclock()) == []
    assert len(services.enqueue_due(next_two_oclock() + DAY)) == 1


@pytest.mark.django_db
def test_nights_missed_while_no_worker_ran_are_made_up_for_by_one_run(nightly: str) -> None:
    services.enqueue_due(NOON)
    assert len(services.enqueue_due(NOON + 5 * DAY)) == 1
    assert services.enqueue_due(NOON + 5 * DAY) == []


@pytest.mark.django_db
def test_a_changed_rhythm_holds_from_the_next_look_on(nightly: str) -> None:
    services.enqueue_due(NOON)
    scheduled(every_minutes=15)(job_samples.add)
    assert services.enqueue_due(NOON) == []
    assert Schedule.objects.get().next_at == NOON + timedelta(minutes=15)


@pytest.mark.django_db
def test_the_database_itself_refuses_the_same_occurrence_twice(nightly: str) -> None:
    services.enqueue_due(NOON)
    services.enqueue_due(next_two_oclock())
    Schedule.objects.update(next_at=next_two_oclock())  # as if the row had been put back by hand
    with pytest.raises(Exception, match=r"(?i)unique"):
        services.enqueue_due(next_two_oclock())


def test_two_workers_that_ask_at_the_same_moment_queue_one_job(shared: Shared) -> None:
    # given an occurrence of the room's own nightly chore that is due
    chore = tasks.forget_ended_jobs.module_path
    services.enqueue_due()
    Schedule.objects.update(next_at=clock.now() - timedelta(minutes=1))
    # when two workers start together
    for process in [shared.start("once"), shared.start("once")]:
        assert process.wait(timeout=30) == 0
    # then
    assert Job.objects.filter(schedule=chore).count() == 1
    assert Schedule.objects.get(pk=chore).next_at > clock.now()


@given(moment=moments, zone=st.sampled_from(ZONES), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_daily_comes_once_on_each_local_day(moment: datetime, zone: str, hour: int, minute: int) -> None:
    rhythm = Daily(time(hour, minute), zone)
    due = rhythm.next_after(moment)
    later = rhythm.next_after(due)
    assert moment < due <= moment + timedelta(hours=26)
    local, next_local = due.astimezone(ZoneInfo(zone)), later.astimezone(ZoneInfo(zone))
    assert (next_local.date() - local.date()).days in (1, 2) or due.utcoffset() != later.utcoffset()
    assert later - due >= timedelta(hours=22)


def test_a_time_that_the_clock_skips_runs_an_hour_later_and_one_shown_twice_runs_once() -> None:
    rhythm = Daily(time(2, 30), "America/New_York")
    assert rhythm.next_after(datetime(2026, 3, 8, 5, tzinfo=UTC)) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    twice = Daily(time(1, 30), "America/New_York")
    first = twice.next_after(datetime(2026, 11, 1, 4, tzinfo=UTC))
    assert first == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert twice.next_after(first) == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)


@given(moment=moments, minutes=st.integers(1, 10_000))
def test_every_comes_at_whole_multiples(moment: datetime, minutes: int) -> None:
    due = Every(minutes).next_after(moment)
    assert moment < due <= moment + timedelta(minutes=minutes)
    assert due.timestamp() % (minutes * 60) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"daily_at": "02:00", "every_minutes": 5},
        {"every_minutes": 0},
        {"daily_at": "25:00"},
        {"daily_at": "02:00", "zone": "Mars/Olympus"},
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused_when_the_program_starts(wrong: dict[str, object]) -> None:
    with pytest.raises((ValueError, LookupError)):
        scheduled(**wrong)  # type: ignore[arg-type]
