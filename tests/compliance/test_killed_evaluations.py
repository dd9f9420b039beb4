"""An evaluation killed with -9 leaves each person with the old findings or the new; the rerun completes (rule R1)."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

HERE = Path(__file__).parent
PEOPLE = 12
KILLS, LEAST = 8, 3
WITHIN = 46  # an evaluation of so many has about as many statements; one that finds less to do has fewer


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """A database of its own, of the kind the suite runs on."""
    usual = settings.DATABASES["default"]
    if usual["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    secret = f":{usual['PASSWORD']}" if usual["PASSWORD"] else ""
    server = f"postgres://{usual['USER']}{secret}@{usual['HOST']}:{usual['PORT'] or 5432}"
    name = f"tipstaff_test_killed_evaluation_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name}")
        yield f"{server}/{name}"
        admin.execute(f"drop database if exists {name} with (force)")


@pytest.fixture
def run(database: str, tmp_path: Path) -> Callable[..., tuple[int, list[dict[str, int]]]]:
    env = {
        **os.environ,
        "DATABASE_URL": database,
        "PYTHONPATH": os.pathsep.join([str(HERE.parent.parent), str(HERE)]),
        "TIPSTAFF_DEMO": "1",
        "TIPSTAFF_VAR": str(tmp_path),
    }

    def run(*arguments: object) -> tuple[int, list[dict[str, int]]]:
        command = [sys.executable, HERE / "evaluation_process.py", *map(str, arguments)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    return run


def test_a_kill_at_any_statement_leaves_nobody_half_judged_and_the_rerun_completes(run):
    _, (prepared,) = run("prepare", PEOPLE)
    assert (prepared["before"], prepared["mixed"]) == (PEOPLE, 0)

    statuses = []
    for at in random.Random(11).sample(range(4, WITHIN), KILLS):
        status, (there, *_) = run("judge", at)
        statuses.append(status)
        assert there["mixed"] == 0
        assert there["before"] + there["after"] == PEOPLE
    assert statuses.count(-signal.SIGKILL) >= LEAST

    _, (_, whole) = run("judge", 0)
    assert whole["after"] == PEOPLE
    _, (_, again) = run("judge", 0)
    assert again["after"] == PEOPLE
