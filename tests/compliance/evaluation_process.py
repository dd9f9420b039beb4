"""Judges everybody and is told to die: `prepare PEOPLE`, or `judge N` (killed at its Nth statement; 0: never).

Says as a line of JSON how many people have the findings of the day before, of the new day, or a mixture of both.
"""

import json
import os
import signal
import sys
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")

import django

django.setup()

# ruff: noqa: E402  models load after set-up
import polars as pl
from django.core.management import call_command
from django.db import connection

from tipstaff.accounts.models import Agency
from tipstaff.compliance import facts, roll, store
from tipstaff.compliance.models import Finding, WorkItem
from tipstaff.compliance.services import evaluation
from tipstaff.registry.models import Person
from tipstaff.registry.services import person_add

BEFORE, AFTER = date(2026, 11, 24), date(2027, 3, 1)
evaluation.WRITTEN_TOGETHER = 3
statements = 0


def prepare(people: int) -> None:
    call_command("migrate", verbosity=0)
    agency = Agency.objects.create(slug="red-mesa", name="Red Mesa", kind="TRIBAL_REGISTRY", jurisdiction="RM")
    for number in range(people):
        core = {"person_id": f"P-{number}", "family_name": "Sample", "jurisdiction": "RM", "tier": "II"}
        person_add(agency, {**core, "registered_on": "2019-04-12", "last_verified_on": "2026-08-20"}, by=None)
    evaluation.evaluate_all(agency, because="set up", as_of=BEFORE)


def judge(last: int) -> None:
    def step() -> None:
        global statements
        statements += 1
        if statements == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        step()
        return execute(sql, params, many, context)

    insert = store._insert

    def insert_counted(*given):  # type: ignore[no-untyped-def]  # COPY passes the wrapper by
        step()
        insert(*given)

    store._insert = insert_counted
    with connection.execute_wrapper(count):
        evaluation.evaluate_all(Agency.objects.get(), because="a day passed", as_of=AFTER)


def look() -> dict[str, int]:
    ids = list(Person.objects.values_list("pk", flat=True))
    people = facts.read(ids)
    days = [roll.judge(people, day) for day in (BEFORE, AFTER)]
    held = facts.rows(Finding, roll.FINDING, "closed_at IS NULL", {"person": "person_id"})
    listed = facts.rows(WorkItem, roll.ITEM, "1 = 1", {"person": "person_id"})
    told = {"before": 0, "after": 0, "mixed": 0, "statements": statements}
    for pk in ids:
        mine = _of(pk, held, roll.FINDING), _of(pk, listed, roll.ITEM)
        same = [
            _of(pk, d.findings, roll.FINDING).equals(mine[0]) and _of(pk, d.items, roll.ITEM).equals(mine[1])
            for d in days
        ]
        told["before" if same[0] else "after" if same[1] else "mixed"] += 1
    return told


def _of(pk: int, frame: pl.DataFrame, columns: facts.Columns) -> pl.DataFrame:
    return (
        frame.filter(pl.col("person") == pk)
        .select(*columns)
        .with_columns(pl.col(pl.String).fill_null(""))
        .sort(roll.KEY)
    )


match sys.argv[1]:
    case "prepare":
        prepare(int(sys.argv[2]))
    case "judge":
        sys.stdout.write(json.dumps(look()) + "\n")
        sys.stdout.flush()
        judge(int(sys.argv[2]))
sys.stdout.write(json.dumps(look()) + "\n")
