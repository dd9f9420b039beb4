"""A worker that is killed with -9 loses nothing, and nothing that counts is done twice."""

import random
import signal
import subprocess
from datetime import timedelta

import job_samples
import pytest
from job_rig import Shared, until

from tipstaff.jobs import clock, services
from tipstaff.jobs.models import Job
from tipstaff.jobs.worker import run_waiting

POINTS = ["before the effect", "inside the transaction", "after the commit"]


def wait_killed(process: subprocess.Popen[bytes]) -> None:
    assert process.wait(timeout=30) == -signal.SIGKILL


@pytest.mark.parametrize("point", POINTS)
def test_a_job_whose_worker_is_killed_ends_once_with_one_effect(shared: Shared, point: str) -> None:
    # given a task that is killed the first time it comes to the point
    marker = str(shared.folder / "died")
    job = services.enqueue(job_samples.die_at, kwargs={"point": point, "marker": marker})
    wait_killed(shared.start("work", "60"))

    # when another worker looks while the lease still runs, and again after its end
    assert run_waiting() == 0
    run_waiting(now=clock.now() + timedelta(seconds=61))

    # then
    job.refresh_from_db()
    assert job.status == Job.Status.DONE
    assert job_samples.left(point) == [0]
    assert job.attempts == (1 if point == "after the commit" else 2)
    assert job.result == {"message": "1 effect"}


def test_six_kills_at_random_moments_leave_every_step_once(shared: Shared) -> None:
    dice = random.Random(6)
    job = services.enqueue(job_samples.steps, kwargs={"name": "kills", "count": 2_000, "slowly": True})
    for _ in range(6):
        # given a worker that took the job and did some steps
        process = shared.start("work", "60")
        goal = len(job_samples.left("kills")) + dice.randint(1, 25)
        until(lambda goal=goal: len(job_samples.left("kills")) >= goal)
        # when it is killed, and its lease ends
        process.kill()
        wait_killed(process)
        Job.objects.filter(pk=job.pk).update(due_at=clock.now())

    # then the next worker ends the job; every step is there once
    Job.objects.filter(pk=job.pk).update(kwargs={"name": "kills", "count": 400})
    run_waiting()
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.DONE, 7)
    assert job_samples.left("kills") == list(range(400))


def test_a_job_that_kills_every_worker_is_failed_at_last_and_not_taken_again(db: None) -> None:
    # given a job whose lease ran out on its last permitted try
    job = services.enqueue(job_samples.add, args=[1, 2])
    Job.objects.filter(pk=job.pk).update(
        status="running", lease_token="gone", attempts=job.max_attempts, due_at=clock.now()
    )
    # when
    run_waiting()
    # then
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert "stopped from outside" in job.problem


def test_a_thousand_jobs_with_two_workers_each_run_once(shared: Shared) -> None:
    for number in range(1_000):
        services.enqueue(job_samples.effect, kwargs={"name": "thousand", "step": number})
    for process in [shared.start("drain"), shared.start("drain")]:
        assert process.wait(timeout=120) == 0
    assert job_samples.left("thousand") == list(range(1_000))
    assert set(Job.objects.values_list("status", "attempts")) == {("done", 1)}
    assert len({worker for (worker,) in Job.objects.values_list("worker_ids")[:1000] for worker in worker}) >= 2


def test_a_worker_told_to_stop_gives_its_job_back_unharmed(shared: Shared) -> None:
    # given a worker in the middle of a job
    started = shared.folder / "started"
    job = services.enqueue(job_samples.until_told, kwargs={"started": str(started)})
    process = shared.start("work", "60")
    until(started.exists)
    # when it gets SIGTERM
    process.terminate()
    # then it ends well, and the job waits as if it had not been tried
    assert process.wait(timeout=30) == 0
    job.refresh_from_db()
    assert (job.status, job.attempts, job.errors) == (Job.Status.WAITING, 0, [])


def test_cancel_reaches_a_job_that_runs_in_another_process(shared: Shared) -> None:
    started = shared.folder / "started"
    job = services.enqueue(job_samples.until_told, kwargs={"started": str(started)})
    shared.start("work", "60")
    until(started.exists)
    services.cancel(job, by=None)
    until(lambda: Job.objects.filter(pk=job.pk, status=Job.Status.CANCELLED).exists())


def test_a_running_job_keeps_its_lease_and_tells_its_progress(shared: Shared) -> None:
    # given a lease much shorter than the job
    job = services.enqueue(job_samples.steps, kwargs={"name": "long", "count": 300, "slowly": True})
    shared.start("work", "1")
    # when: then its progress shows while it runs, and nobody else takes it
    until(lambda: Job.objects.filter(pk=job.pk, done__gt=0, status="running").exists())
    until(lambda: Job.objects.filter(pk=job.pk, status="done").exists())
    job.refresh_from_db()
    assert (job.attempts, job.done, job.total) == (1, 300, 300)
    assert job_samples.left("long") == list(range(300))
