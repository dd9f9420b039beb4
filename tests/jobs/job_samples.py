"""Tasks that the tests of jobs run: each leaves its effect in a table of its own, and some die on the way."""

import os
import signal
import time
from pathlib import Path

from django.db import connection
from django_tasks import TaskContext, task

from tipstaff import jobs

EFFECTS = "create table if not exists jobs_test_effect (name varchar(40) not null, step integer not null)"


def leave(name: str, step: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into jobs_test_effect (name, step) values (%s, %s)", [name, step])


def left(name: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select step from jobs_test_effect where name = %s order by step", [name])
        return [row[0] for row in cursor.fetchall()]


def die_once(marker: str) -> None:
    """The process is killed here, as if from outside, the first time it comes by."""
    if marker and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)


@task
def add(first: int, second: int) -> int:
    return first + second


@task(takes_context=True)
def effect(context: TaskContext, name: str, step: int = 0) -> None:
    with jobs.finishing(context):
        leave(name, step)


@task(takes_context=True, max_attempts=3, title="Always fails")
def fail(context: TaskContext) -> None:
    jobs.progress(context, 1, 2, "Half way")
    raise RuntimeError("the disk is full")


@task(takes_context=True)
def give_up(context: TaskContext) -> None:
    raise jobs.GiveUp("The file has no heading row.")


@task(takes_context=True)
def die_at(context: TaskContext, point: str, marker: str) -> None:
    """One effect in the last transaction; `point` says where the worker is killed."""
    if point == "before the effect":
        die_once(marker)
    with jobs.finishing(context) as outcome:
        leave(point)
        if point == "inside the transaction":
            die_once(marker)
        outcome.result = {"message": "1 effect"}
    if point == "after the commit":
        die_once(marker)


@task(takes_context=True, max_attempts=100)
def steps(context: TaskContext, name: str, count: int, slowly: bool = False) -> None:
    """Many small transactions, each with a step's effect; steps that are there already are not done again."""
    for step in range(len(left(name)), count):
        with jobs.fenced(context):
            leave(name, step)
        jobs.progress(context, step + 1, count, f"Step {step + 1}")
        if slowly:
            time.sleep(0.01)


@task(takes_context=True)
def until_told(context: TaskContext, started: str) -> None:
    """Goes on until it is interrupted."""
    Path(started).touch()
    while True:
        jobs.progress(context, 1, None, "Going on")
        time.sleep(0.01)
