"""Writes judged rows: compares them with those that stand and touches only what changed. SQL in bulk, two dialects."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import polars as pl
from django.db import connection, models

from tipstaff.compliance import facts, roll
from tipstaff.compliance.facts import Columns
from tipstaff.compliance.models import Finding, WorkItem

BATCH = 20_000


@dataclass(frozen=True)
class Standing:
    """The rows that stand for some people: roll.FINDING and roll.ITEM, each with its `id`."""

    findings: pl.DataFrame
    items: pl.DataFrame


@dataclass(frozen=True)
class Difference:
    """What separates rows that stand from rows that should: keys to remove, rows to add."""

    gone: pl.DataFrame  # person, id
    new: pl.DataFrame

    def __bool__(self) -> bool:
        return bool(self.gone.height or self.new.height)

    def without(self, people: Sequence[int]) -> "Difference":
        if not people:
            return self
        others = ~pl.col("person").is_in(people)
        return Difference(self.gone.filter(others), self.new.filter(others))


def standing(ids: Sequence[int], *, beside: bool = False) -> Standing:
    """What is kept of these people now."""

    def read(model: type[models.Model], columns: Columns, condition: str = "") -> pl.DataFrame:
        where = facts.among("person_id", ids) + condition
        found = facts.rows(model, {"id": pl.Int64, **columns}, where, {"person": "person_id"}, beside=beside)
        text = [name for name, kind in columns.items() if kind == pl.String]
        return found.with_columns(pl.col(text).fill_null(""))

    return Standing(read(Finding, roll.FINDING, " AND closed_at IS NULL"), read(WorkItem, roll.ITEM))


def difference(stands: pl.DataFrame, should: pl.DataFrame, columns: Iterable[str]) -> Difference:
    """Rows are the same where every column is; a row that differs goes and comes anew."""
    every = list(columns)
    if stands.height == should.height and stands.select(every).sort(roll.KEY).equals(
        should.select(every).sort(roll.KEY)
    ):
        return Difference(stands.clear().select("person", "id"), should.clear())
    return Difference(
        stands.join(should, on=every, how="anti", nulls_equal=True).select("person", "id"),
        should.join(stands, on=every, how="anti", nulls_equal=True),
    )


def findings_change(change: Difference, *, as_of: str, at: datetime, because: str) -> None:
    """Close the findings that no longer hold and open those that do."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        for keys in _batches(change.gone["id"].to_list()):
            cursor.execute(
                f"UPDATE {_table(Finding)} SET closed_at = %s, closed_because = %s "  # noqa: S608 - our table, our keys
                f"WHERE closed_at IS NULL AND {facts.among('id', keys)}",
                [moment, because],
            )
    rows = change.new.select(
        *roll.FINDING,
        "agency",
        as_of=pl.lit(as_of),
        opened_at=pl.lit(str(moment)),
        closed_because=pl.lit(""),
    ).rename({"person": "person_id", "agency": "agency_id"})
    _insert(Finding, rows)


def items_change(change: Difference) -> None:
    """Take rows off the work list and put rows on it."""
    with connection.cursor() as cursor:
        for keys in _batches(change.gone["id"].to_list()):
            cursor.execute(f"DELETE FROM {_table(WorkItem)} WHERE {facts.among('id', keys)}")  # noqa: S608
    _insert(WorkItem, change.new.select("agency", *roll.ITEM).rename({"person": "person_id", "agency": "agency_id"}))


def _insert(model: type[models.Model], rows: pl.DataFrame) -> None:
    if not rows.height:
        return
    names = ", ".join(connection.ops.quote_name(name) for name in rows.columns)
    if connection.vendor == "postgresql":
        buffer = BytesIO()
        # An empty text is written in quotes and a null without, which is how COPY tells them apart.
        rows.write_csv(buffer, include_header=False, quote_style="necessary", date_format="%Y-%m-%d")
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {_table(model)} ({names}) FROM STDIN (FORMAT csv)") as copy,
        ):
            copy.write(buffer.getvalue())
        return
    plain = rows.with_columns(pl.col(pl.Date).cast(pl.String), pl.col(pl.Boolean).cast(pl.Int8))
    marks = ", ".join(["%s"] * plain.width)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {_table(model)} ({names}) VALUES ({marks})", plain.iter_rows())  # noqa: S608


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _batches(keys: list[int]) -> Iterator[list[int]]:
    keys.sort()
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
