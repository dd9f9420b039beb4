"""What becomes of a job: done, tried again, failed, given up, cancelled."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import job_samples
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from hypothesis import given
from hypothesis import strategies as st

from tipstaff import jobs
from tipstaff.jobs import services
from tipstaff.jobs.execution import FIRST_WAIT, LONGEST_WAIT, run, wait_before_try
from tipstaff.jobs.leases import LEASE, take
from tipstaff.jobs.models import Job
from tipstaff.jobs.worker import run_waiting

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANA = SimpleNamespace(pk=1, agency_id=10)
EVE = SimpleNamespace(pk=2, agency_id=20)
NOBODY = SimpleNamespace(pk=3, agency_id=None)

pytestmark = pytest.mark.usefixtures("effects")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_task_is_queued_and_its_result_read_through_djangos_own_interface() -> None:
    result = job_samples.add.enqueue(2, 3)
    assert result.status == TaskResultStatus.READY
    assert run_waiting() == 1
    result.refresh()
    assert (result.status, result.return_value, result.attempts) == (TaskResultStatus.SUCCESSFUL, 5, 1)
    assert job_samples.add.get_result(result.id) == result


def test_a_result_that_is_not_there_is_said_to_be_missing() -> None:
    for unknown in ("99999999", "not a number"):
        with pytest.raises(TaskResultDoesNotExist):
            job_samples.add.get_result(unknown)


def test_a_job_asked_for_in_a_transaction_that_is_undone_was_never_asked_for() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.enqueue(job_samples.add, args=[1, 2])
        _ = 1 / 0
    assert not Job.objects.exists()


def test_arguments_that_are_not_plain_json_are_refused_when_asked_for() -> None:
    with pytest.raises(TypeError):
        services.enqueue(job_samples.add, args=[NOON, 1])


def test_a_failing_job_is_tried_again_after_growing_waits_and_then_failed_with_its_errors_kept() -> None:
    job = services.enqueue(job_samples.fail, by=ANA, now=NOON)
    waits, moment = [], NOON
    for _ in range(3):
        assert run_waiting(now=moment) == 1
        job.refresh_from_db()
        if job.due_at:
            assert run_waiting(now=job.due_at - timedelta(milliseconds=1)) == 0
            waits.append(job.due_at - moment)
            moment = job.due_at
    assert (job.status, job.attempts, len(waits)) == (Job.Status.FAILED, 3, 2)
    assert waits[1] > waits[0] > timedelta(0)
    assert [error["exception"] for error in job.errors] == ["builtins.RuntimeError"] * 3
    assert "the disk is full" in job.errors[0]["traceback"]
    assert "the disk is full" not in job.problem  # what a program says may name people; the page shows plain words
    assert run_waiting(now=at(1e6)) == 0


def test_a_job_that_gives_up_is_not_tried_again_and_says_why() -> None:
    job = services.enqueue(job_samples.give_up, now=NOON)
    run_waiting(now=NOON)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.problem) == (Job.Status.FAILED, 1, "The file has no heading row.")


def test_a_job_whose_task_no_longer_exists_is_failed_and_not_a_crash() -> None:
    job = services.enqueue(job_samples.add, args=[1, 2], now=NOON)
    Job.objects.filter(pk=job.pk).update(task="tipstaff.jobs.tasks.gone", max_attempts=1)
    run_waiting(now=NOON)
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED


@given(attempt=st.integers(1, 1_000), seed=st.integers())
def test_waits_grow_but_never_beyond_the_longest(attempt: int, seed: int) -> None:
    wait = wait_before_try(attempt, dice=random.Random(seed))
    assert FIRST_WAIT * 0.75 <= wait <= LONGEST_WAIT * 1.25


def test_the_urgent_goes_first_then_what_was_asked_first_and_nothing_before_its_time() -> None:
    for name, priority, seconds in [("first", 0, 0), ("second", 0, 1), ("urgent", 9, 2), ("later", 99, 60)]:
        task = job_samples.effect.using(priority=priority, run_after=at(seconds))
        services.enqueue(task, kwargs={"name": name}, now=NOON)
    order = []
    while taken := take("w", now=at(10)):
        order.append(taken[0].kwargs["name"])
        run(*taken)
    assert order == ["urgent", "first", "second"]


def test_a_worker_of_one_queue_leaves_the_others_alone() -> None:
    services.enqueue(job_samples.add, args=[1, 2], now=NOON)
    assert take("w", now=NOON, queues=["mail"]) is None
    assert take("w", now=NOON, queues=["mail", "default"]) is not None


def test_the_same_key_is_not_queued_twice_until_the_first_has_ended() -> None:
    first = services.enqueue(job_samples.add, args=[1, 2], unique_key="nightly", now=NOON)
    assert services.enqueue(job_samples.add, args=[1, 2], unique_key="nightly", now=NOON) == first
    run_waiting(now=NOON)
    assert services.enqueue(job_samples.add, args=[1, 2], unique_key="nightly", now=NOON) != first


def test_the_database_itself_refuses_a_second_active_job_with_the_same_key() -> None:
    services.enqueue(job_samples.add, args=[1, 2], unique_key="nightly", now=NOON)
    other = services.enqueue(job_samples.add, args=[1, 2], now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=other.pk).update(unique_key="nightly")


def test_a_job_cancelled_before_its_start_never_runs() -> None:
    job = services.enqueue(job_samples.effect, by=ANA, kwargs={"name": "never"}, now=NOON)
    services.cancel(job, by=ANA, now=NOON)
    assert run_waiting(now=NOON) == 0
    assert job_samples.left("never") == []
    assert (job.status, job.cancel_asked_by_id) == (Job.Status.CANCELLED, ANA.pk)


def test_a_running_job_stops_at_its_next_step_when_it_is_cancelled() -> None:
    job = services.enqueue(job_samples.steps, by=ANA, kwargs={"name": "half", "count": 5}, now=NOON)
    taken = take("w", tell_time=lambda: NOON)
    assert taken
    services.cancel(job, by=ANA, now=NOON)
    run(*taken)
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED
    assert job_samples.left("half") == [0]


def test_a_failing_job_that_was_cancelled_is_not_tried_again() -> None:
    job = services.enqueue(job_samples.give_up, by=ANA, now=NOON)
    Job.objects.filter(pk=job.pk).update(task=job_samples.add.module_path)  # fails: the arguments are missing
    taken = take("w", tell_time=lambda: NOON)
    assert taken
    services.cancel(job, by=ANA, now=NOON)
    run(*taken)
    job.refresh_from_db()
    assert (job.status, len(job.errors)) == (Job.Status.CANCELLED, 0)


def test_a_cancelled_job_whose_worker_died_is_not_taken_again() -> None:
    job = services.enqueue(job_samples.effect, by=ANA, kwargs={"name": "dead"}, now=NOON)
    take("w", now=NOON)
    services.cancel(job, by=ANA, now=NOON)
    assert take("other", now=NOON + LEASE) is None
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED


def test_cancelling_what_has_ended_changes_nothing() -> None:
    job = services.enqueue(job_samples.add, by=ANA, args=[1, 2], now=NOON)
    run_waiting(now=NOON)
    assert services.cancel(job, by=ANA, now=NOON).status == Job.Status.DONE


def test_people_of_another_agency_can_neither_see_nor_cancel_a_job() -> None:
    job = services.enqueue(job_samples.add, by=ANA, args=[1, 2], now=NOON)
    for stranger in (EVE, NOBODY):
        assert not Job.objects.visible_to(stranger).exists()
        with pytest.raises(PermissionDenied):
            services.cancel(job, by=stranger)
    job.refresh_from_db()
    assert job.status == Job.Status.WAITING


def test_a_cancel_is_told_to_the_trail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(services, "on_act", [lambda action, job, by: told.append((action, job.pk, by.pk))])
    job = services.enqueue(job_samples.add, by=ANA, args=[1, 2], now=NOON)
    services.cancel(job, by=ANA)
    services.cancel(job, by=ANA)
    assert told == [("jobs.job.cancelled", job.pk, ANA.pk)]


def test_work_done_at_once_without_a_job_needs_no_lease() -> None:
    jobs.progress(None, 1, 2, "Reading")
    with jobs.finishing(None):
        job_samples.leave("inline")
    with jobs.fenced(None):
        job_samples.leave("inline", 1)
    assert job_samples.left("inline") == [0, 1]


def test_what_ended_long_ago_is_forgotten_and_what_is_active_is_kept() -> None:
    old = services.enqueue(job_samples.add, args=[1, 2], now=NOON)
    run_waiting(now=NOON)
    waiting = services.enqueue(job_samples.add, args=[1, 2], now=NOON)
    assert services.forget_ended(before=at(1)) == 1
    assert list(Job.objects.all()) == [waiting]
    assert old != waiting
