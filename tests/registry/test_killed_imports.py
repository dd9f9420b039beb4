"""Commits under stress: killed with -9, all rows or none, the rerun completes, once (T34, R1); and two at once."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PEOPLE = 2_100  # more than are committed inside the request
KILLS = 20
WITHIN = 45  # a commit has more statements than this
SHEETS = ("persons", "names", "dates_of_birth", "registrations", "addresses", "verifications")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """A database of its own, of the kind the suite runs on."""
    usual = settings.DATABASES["default"]
    if usual["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    secret = f":{usual['PASSWORD']}" if usual["PASSWORD"] else ""
    server = f"postgres://{usual['USER']}{secret}@{usual['HOST']}:{usual['PORT'] or 5432}"
    name = f"tipstaff_test_killed_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name}")
        yield f"{server}/{name}"
        admin.execute(f"drop database if exists {name} with (force)")


@pytest.fixture
def run(database: str, tmp_path: Path) -> Callable[..., tuple[int, list[dict[str, Any]]]]:
    """Runs a process; its status, and what it said of the record."""
    env = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tipstaff.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)]),
        "TIPSTAFF_DEMO": "1",
        "TIPSTAFF_VAR": str(tmp_path),
    }

    def run(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        command = [sys.executable, HERE / "commit_process.py", *map(str, arguments)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    return run


def test_twenty_kills_during_the_commit_leave_nothing_and_the_rerun_everything_once(run):
    _, (prepared,) = run("prepare", PEOPLE, 1)
    assert (prepared["people"], prepared["states"]) == (0, ["committing"])

    for at in random.Random(34).sample(range(2, WITHIN), KILLS):
        status, (there,) = run("work", at)
        assert status == -signal.SIGKILL
        assert (there["people"], there["facts"], there["committed"]) == (0, {}, 0)

    _, (before, after) = run("work", 0)
    assert (before["people"], before["facts"], before["committed"]) == (0, {}, 0)
    assert (after["people"], after["facts"]) == (PEOPLE, dict.fromkeys(SHEETS, PEOPLE))
    assert (after["states"], after["jobs"], after["committed"]) == (["committed"], ["done"], 1)
    assert after["statements"] > WITHIN
    _, (_, again) = run("work", 0)
    assert (again["people"], again["facts"], again["committed"]) == (PEOPLE, after["facts"], 1)


def test_two_workers_that_commit_the_same_people_at_once_save_them_once_and_show_the_second_anew(run):
    run("prepare", PEOPLE, 2)
    with ThreadPoolExecutor() as both:
        answers = list(both.map(lambda _: run("beside"), range(2)))
    assert [status for status, _ in answers] == [0, 0]
    _, (there, _) = run("work", 0)
    assert (there["people"], there["facts"]) == (PEOPLE, dict.fromkeys(SHEETS, PEOPLE))
    assert (there["states"], there["committed"]) == (["checked", "committed"], 1)
