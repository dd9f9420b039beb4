"""A lease that ran out fences its old worker: whatever it still holds, it can commit nothing."""

from datetime import UTC, datetime, timedelta

import job_samples
import pytest
from django.db import transaction

from tipstaff import jobs
from tipstaff.jobs import services
from tipstaff.jobs.backend import as_result
from tipstaff.jobs.execution import run
from tipstaff.jobs.leases import LEASE, Lease, take
from tipstaff.jobs.models import Job
from tipstaff.jobs.work import JobContext

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("effects")


def taken_at(moment: datetime, worker: str = "first") -> tuple[Job, Lease]:
    taken = take(worker, now=moment, tell_time=lambda: moment)
    assert taken
    return taken


def context_of(job: Job, lease: Lease) -> JobContext:
    return JobContext(task_result=as_result(job, job_samples.effect), lease=lease)


@pytest.fixture
def job() -> Job:
    return services.enqueue(job_samples.effect, kwargs={"name": "fenced"}, now=NOON)


def test_nobody_else_takes_a_job_while_its_lease_runs(job: Job) -> None:
    taken_at(NOON)
    assert take("second", now=NOON + LEASE - timedelta(milliseconds=1)) is None
    assert take("second", now=NOON + LEASE) is not None


def test_a_stale_worker_can_not_commit_its_last_transaction(job: Job) -> None:
    # given a worker whose lease was taken over while it stood still
    stale = context_of(*taken_at(NOON))
    current = taken_at(NOON + LEASE, "second")
    # when it goes on
    with pytest.raises(jobs.LeaseLost), jobs.finishing(stale):
        job_samples.leave("fenced")
    # then its effect is undone and the new worker's stands alone
    run(*current)
    assert job_samples.left("fenced") == [0]


def test_a_worker_whose_lease_is_taken_inside_its_last_transaction_can_not_commit(job: Job) -> None:
    stale = context_of(*taken_at(NOON))
    with pytest.raises(jobs.LeaseLost), jobs.finishing(stale):
        job_samples.leave("fenced")
        Job.objects.filter(pk=job.pk).update(lease_token="another")
    assert job_samples.left("fenced") == []


@pytest.mark.parametrize("way", ["fence", "fenced"])
def test_a_stale_worker_can_not_commit_a_step(job: Job, way: str) -> None:
    stale = context_of(*taken_at(NOON))
    taken_at(NOON + LEASE, "second")
    with pytest.raises(jobs.LeaseLost):
        if way == "fenced":
            with jobs.fenced(stale):
                job_samples.leave("fenced")
        else:
            with transaction.atomic():
                jobs.fence(stale)
                job_samples.leave("fenced")
    assert job_samples.left("fenced") == []


def test_a_stale_worker_learns_it_at_its_next_word_of_progress(job: Job) -> None:
    stale = context_of(*taken_at(NOON))
    taken_at(NOON + LEASE, "second")
    with pytest.raises(jobs.LeaseLost):
        jobs.progress(stale, 1, 2)


def test_a_stale_worker_can_change_nothing_of_the_job(job: Job) -> None:
    _, stale = taken_at(NOON)
    _, current = taken_at(NOON + LEASE, "second")
    for attempt in (stale.complete, stale.cancel, lambda: stale.give_back(0), lambda: stale.retry([], NOON)):
        with pytest.raises(jobs.LeaseLost):
            attempt()
    job.refresh_from_db()
    assert (job.status, job.lease_token) == (Job.Status.RUNNING, current.token)


def test_a_step_renews_the_lease(job: Job) -> None:
    job_taken, lease = taken_at(NOON)
    lease.now = lambda: NOON + LEASE / 2
    with jobs.fenced(context_of(job_taken, lease)):
        pass
    assert take("second", now=NOON + LEASE) is None


def test_a_fence_outside_a_transaction_is_a_mistake(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_of(*taken_at(NOON))
    with monkeypatch.context() as outside, pytest.raises(transaction.TransactionManagementError):
        outside.setattr(transaction.get_connection(), "in_atomic_block", False)
        jobs.fence(context)


def test_a_task_that_catches_every_exception_is_interrupted_all_the_same() -> None:
    assert not issubclass(jobs.Interrupted, Exception)


def test_an_effect_that_fails_leaves_the_job_to_be_tried_again(job: Job) -> None:
    context = context_of(*taken_at(NOON))
    with pytest.raises(RuntimeError), jobs.finishing(context):
        job_samples.leave("fenced")
        raise RuntimeError
    job.refresh_from_db()
    assert (job.status, job_samples.left("fenced")) == (Job.Status.RUNNING, [])


def test_progress_is_written_once_in_a_while_and_the_last_word_is_kept(job: Job) -> None:
    job_taken, lease = taken_at(NOON)
    jobs.progress(context_of(job_taken, lease), 3, 10, "Row 3")
    job.refresh_from_db()
    assert (job.done, job.total, job.message, job.percent) == (3, 10, "Row 3", 30)
