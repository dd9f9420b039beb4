"""How fast jobs are queued and run, and what 200 kills leave behind: `script/bench jobs`.

On SQLite in a folder of its own; with DATABASE_URL on that PostgreSQL server, in a database made for the purpose.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

FOLDER = tempfile.TemporaryDirectory(prefix="tipstaff-bench-")
NAME = "tipstaff_test_jobs_bench"
SERVER = os.environ.get("DATABASE_URL", "")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tipstaff.config.settings",
    "TIPSTAFF_DEMO": "1",
    "TIPSTAFF_VAR": FOLDER.name,
    "DATABASE_URL": f"{SERVER.rpartition('/')[0]}/{NAME}" if SERVER else f"sqlite:///{FOLDER.name}/bench.sqlite3",
}

# ruff: noqa: E402  what follows needs the settings above
import django

django.setup()

from django.core.management import call_command
from django.db import connection, connections
from django.utils.module_loading import autodiscover_modules
from django_tasks import TaskContext, task

from tipstaff import jobs
from tipstaff.jobs import clock, services
from tipstaff.jobs.models import Job
from tipstaff.jobs.worker import Worker, run_waiting

WORKERS = 2
STEPS_A_JOB = 50


def leave(name: str, step: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into bench_effect (name, step) values (%s, %s)", [name, step])


def steps_left(name: str = "") -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        where, values = ("where name = %s", [name]) if name else ("", [])
        cursor.execute(f"select name, step from bench_effect {where} order by name, step", values)
        return list(cursor.fetchall())


@task(takes_context=True)
def one_effect(context: TaskContext, number: int) -> None:
    with jobs.finishing(context):
        leave("one", number)


@task(takes_context=True, max_attempts=100)
def many_steps(context: TaskContext, name: str) -> None:
    for step in range(len(steps_left(name)), STEPS_A_JOB):
        with jobs.fenced(context):
            leave(name, step)
        jobs.progress(context, step + 1, STEPS_A_JOB)


def start(work: Callable[[], object]) -> int:
    """A process of its own, as a worker is; returns its number."""
    connections.close_all()
    if pid := os.fork():
        return pid
    try:
        work()
    finally:
        os._exit(0)


def queue(count: int) -> float:
    """Each in a transaction of its own, as a page does it."""
    started = time.perf_counter()
    for number in range(count):
        services.enqueue(one_effect, kwargs={"number": number})
    return time.perf_counter() - started


def drain(count: int) -> float:
    started = time.perf_counter()
    for pid in [start(lambda: run_waiting(limit=10**9)) for _ in range(WORKERS)]:
        os.waitpid(pid, 0)
    seconds = time.perf_counter() - started
    assert [step for _, step in steps_left("one")] == list(range(count)), "each job left its effect once"
    assert set(Job.objects.values_list("status", "attempts")) == {("done", 1)}
    return seconds


def survive(kills: int) -> tuple[int, float]:
    """Kill workers with -9 at random moments; returns how many jobs were asked for, and the seconds it took."""
    dice, asked, started = random.Random(kills), 0, time.perf_counter()
    lease = timedelta(seconds=1)
    for _ in range(kills):
        while Job.objects.active().count() < 3:
            services.enqueue(many_steps, kwargs={"name": f"job {asked}"})
            asked += 1
        worker = start(lambda: Worker(lease=lease, poll_seconds=0.005).work())
        time.sleep(dice.uniform(0.05, 0.25))
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        Job.objects.filter(status="running").update(due_at=clock.now())  # the lease runs out
    run_waiting()
    expected = sorted((f"job {number}", step) for number in range(asked) for step in range(STEPS_A_JOB))
    assert sorted(row for row in steps_left() if row[0] != "one") == expected, "each step once, none lost"
    assert not Job.objects.active().exists()
    return asked, time.perf_counter() - started


@contextmanager
def database() -> Iterator[str]:
    if not SERVER:
        yield "SQLite"
        return
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"drop database if exists {NAME} with (force)")
        server.execute(f"create database {NAME}")
        try:
            yield "PostgreSQL"
        finally:
            connections.close_all()
            server.execute(f"drop database {NAME} with (force)")


def main(count: int, kills: int) -> None:
    autodiscover_modules("tasks")  # before any fork, so that the kills meet work and not its imports
    with database() as kind:
        call_command("migrate", "jobs", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("create table bench_effect (name varchar(40) not null, step integer not null)")
        asking, running = queue(count), drain(count)
        print(f"{kind}: {count:,} jobs asked for in {asking:.2f} s ({count / asking:,.0f} a second)")
        print(f"{kind}: run by {WORKERS} workers in {running:.2f} s ({count / running:,.0f} a second), each once")
        asked, seconds = survive(kills)
        done = Job.objects.filter(task__endswith="many_steps", status="done").count()
        print(f"{kind}: {kills} kills in {seconds:.0f} s: {done} of {asked} jobs done, no step lost, none twice")


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*given, *(1_000, 200)[len(given) :])
    FOLDER.cleanup()
