"""The second thread of a worker: it keeps the lease and tells progress, also while a task's own transaction is open."""

from datetime import timedelta

import job_samples
import pytest
from django.db import connection, transaction
from job_rig import Shared, until

from tipstaff import jobs
from tipstaff.jobs import clock, queries, services, sidecar
from tipstaff.jobs.backend import as_result
from tipstaff.jobs.keeper import Keeper
from tipstaff.jobs.leases import take
from tipstaff.jobs.models import Job
from tipstaff.jobs.work import JobContext


@pytest.fixture
def running(shared: Shared, settings: object) -> JobContext:
    settings.VAR_DIR = shared.folder  # type: ignore[attr-defined]
    job = services.enqueue(job_samples.effect, kwargs={"name": "kept"})
    taken = take("w", length=timedelta(seconds=1))
    assert taken
    return JobContext(task_result=as_result(job, job_samples.effect), lease=taken[1])


def job_of(context: JobContext) -> Job:
    return Job.objects.get(pk=context.lease.job_id)


def test_progress_of_a_long_transaction_is_seen_from_outside(running: JobContext) -> None:
    # given a task inside its own long transaction, which on SQLite nobody else can write beside
    with Keeper(lambda: False, beat_seconds=0.02) as keeper:
        keeper.watch(running.lease)
        with transaction.atomic():
            job_samples.leave("kept")
            jobs.progress(running, 7, 10, "Saving")
            # then its page shows how far it is
            if connection.vendor == "sqlite":
                until(lambda: sidecar.read(running.lease.job_id) == (7, 10, "Saving"))
                shown = queries.job_progress(job_of(running))
                assert (shown.percent, shown.message) == (70, "Saving")
            else:
                until(lambda: job_of(running).done == 7)
        # and after it, the row tells it and the file is gone
        until(lambda: job_of(running).done == 7 and sidecar.read(running.lease.job_id) is None)
        keeper.let_go()


def test_a_lease_is_renewed_again_and_again(running: JobContext) -> None:
    first = job_of(running).due_at
    with Keeper(lambda: False, beat_seconds=0.02) as keeper:
        keeper.watch(running.lease)
        until(lambda: job_of(running).due_at > first + timedelta(seconds=1))
        assert take("other", now=clock.now()) is None


def test_a_task_holding_its_own_fence_does_not_stop_the_keeper_for_ever(running: JobContext) -> None:
    with Keeper(lambda: False, beat_seconds=0.02) as keeper:
        keeper.watch(running.lease)
        with transaction.atomic():
            jobs.fence(running)
            jobs.progress(running, 1, 2, "Held")
        until(lambda: job_of(running).message == "Held")


@pytest.mark.parametrize("happening", ["cancelled", "lost", "shut down"])
def test_what_stands_against_going_on_is_raised_by_the_next_progress(running: JobContext, happening: str) -> None:
    expected = {"cancelled": jobs.Cancelled, "lost": jobs.LeaseLost, "shut down": jobs.Stopped}[happening]
    with Keeper(lambda: happening == "shut down", beat_seconds=0.02) as keeper:
        keeper.watch(running.lease)
        if happening == "cancelled":
            services.cancel(job_of(running), by=None)
        elif happening == "lost":
            Job.objects.update(lease_token="another")
        until(lambda: running.lease.cancelled or running.lease.lost or running.lease.stopped)
        with pytest.raises(expected):
            jobs.progress(running, 1, 2)


def test_a_broken_progress_file_is_as_good_as_none(settings: object, tmp_path: object) -> None:
    settings.VAR_DIR = tmp_path  # type: ignore[attr-defined]
    sidecar.write(1, 2, None, "x")
    assert sidecar.read(1) == (2, None, "x")
    sidecar._path(1).write_text("{")
    assert sidecar.read(1) is None
    sidecar.forget(1)
    sidecar.forget(1)
