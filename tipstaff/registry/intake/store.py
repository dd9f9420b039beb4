"""Writes a plan into the record: new people, facts that take the place of others, names and versions. In sets.

The caller holds the transaction and the lock of the agency; nothing here commits.
"""

from collections.abc import Callable
from datetime import datetime

import polars as pl
from django.db import connection
from django.db.models import Model

from tipstaff.formats.registry import SHEETS
from tipstaff.registry.intake import onfile, rows
from tipstaff.registry.intake.plan import Plan, SheetPlan
from tipstaff.registry.intake.titles import refresh_titles, titles
from tipstaff.registry.models import FACTS, Person

Step = Callable[[int, str], None]


def write(
    plan: Plan,
    agency_id: int,
    *,
    now: datetime,
    by_id: int | None,
    batch_id: int | None,
    step: Step = lambda done, what: None,
) -> list[int]:
    """Write everything and return the primary keys of the people of whom something was written."""
    known = _add_people(plan, agency_id, now)
    done = 0
    for name, sheet_plan in plan.sheets.items():
        step(done, name)
        _write_sheet(name, sheet_plan, known, now, by_id, batch_id)
        done += sheet_plan.write.height
    changed = plan.changed.to_list()
    touch(changed, now)
    if "names" in plan.sheets:
        refresh_titles(plan.sheets["names"].write["pk"].drop_nulls().unique().to_list())
    new = known.filter(pl.col("person_id").is_in(plan.new_people.implode()))["pk"].to_list()
    return sorted({*changed, *new})


def _add_people(plan: Plan, agency_id: int, now: datetime) -> pl.DataFrame:
    """Insert the new people under their names; returns pk and person_id of everybody in the plan."""
    if plan.new_people.is_empty():
        return plan.people
    frame = pl.DataFrame({"person_id": plan.new_people}).join(_new_titles(plan), on="person_id", how="left")
    rows.insert(
        Person,
        frame.with_columns(
            pl.col("family_name", "given_name", "search_name").fill_null(""),
            agency_id=pl.lit(agency_id),
            version=pl.lit(1),
            changed_at=pl.lit(rows.moment(now)),
        ),
    )
    return pl.concat([plan.people, onfile.people(agency_id, plan.new_people)])


def _new_titles(plan: Plan) -> pl.DataFrame:
    if "names" not in plan.sheets:
        return titles(pl.DataFrame(schema={"person_id": pl.String}), "person_id")
    written = plan.sheets["names"].write
    return titles(written.filter(pl.col("pk").is_null()), "person_id")


def _write_sheet(
    name: str, plan: SheetPlan, known: pl.DataFrame, now: datetime, by_id: int | None, batch_id: int | None
) -> None:
    model, sheet = FACTS[name], SHEETS[name]
    replaced = plan.write["replaces"].drop_nulls().to_list()
    supersede = f"UPDATE {rows.table_of(model)} SET superseded_at = %s WHERE id = %s"  # noqa: S608
    rows.execute_for_each(supersede, ((rows.moment(now), pk) for pk in replaced))
    columns = [column for column in sheet.names if column != "person_id"]
    texts = [column.name for column in sheet.columns if column.kind in ("text", "choice") and column.name in columns]
    fresh = plan.write.drop("pk").join(known, on="person_id", how="left", maintain_order="left")
    frame = fresh.select(
        pl.col("pk").alias("person_id"),
        *columns,
        "key",
        "content",
        pl.lit(rows.moment(now)).alias("recorded_at"),
        pl.lit(by_id, pl.Int64).alias("recorded_by_id"),
        pl.lit(batch_id, pl.Int64).alias("batch_id"),
    )
    rows.insert(model, frame.with_columns(pl.col(texts).fill_null("")))


def touch(people: list[int], now: datetime) -> None:
    """A form that was opened before this is stale now (R2)."""
    table = rows.table_of(Person)
    sql = f"UPDATE {table} SET version = version + 1, changed_at = %s WHERE id = %s"  # noqa: S608
    rows.execute_for_each(sql, ((rows.moment(now), pk) for pk in people))


def analyze() -> None:
    """Tell the planner what the tables look like after a large load."""
    models: list[type[Model]] = [Person, *FACTS.values()]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        for model in models:
            cursor.execute(f"ANALYZE {rows.table_of(model)}")
