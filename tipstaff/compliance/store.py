"""Writes judged rows: compares them with those that stand and touches only what changed. SQL in bulk, two dialects."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from types import MappingProxyType

import polars as pl
from django.db import connection, models

from tipstaff.compliance import facts, roll
from tipstaff.compliance.facts import Columns
from tipstaff.compliance.models import Finding, Fingerprint, WorkItem
from tipstaff.compliance.roll import Judged

BATCH = 20_000
SAFE = re.compile(r"[0-9 :.+-]*")


@dataclass(frozen=True)
class Difference:
    """What separates rows that stand from rows that should: keys to remove, rows to add."""

    gone: pl.DataFrame  # person, id
    new: pl.DataFrame

    def of(self, people: Sequence[int]) -> "Difference":
        theirs = pl.col("person").is_in(people)
        return Difference(self.gone.filter(theirs), self.new.filter(theirs))


@dataclass(frozen=True)
class Change:
    """What must be written for some people to have what they should."""

    findings: Difference
    items: Difference
    fingerprints: Difference

    def of(self, people: Sequence[int]) -> "Change":
        """What of it concerns these people."""
        return Change(self.findings.of(people), self.items.of(people), self.fingerprints.of(people))


def change(should: Judged, people: pl.DataFrame) -> Change:
    """Compare what should stand for these people (a column `person`) with what does."""
    prints = _fingerprints(should, people)
    known = _stored(Fingerprint, {"value": pl.Int64}, people["person"].to_list(), key="person_id")
    differing = difference(known, prints, ["person", "value"])
    moved = pl.concat([differing.new["person"], differing.gone["person"]]).unique().sort()
    ids = moved.to_list()
    findings = _stored(Finding, roll.FINDING, ids, " AND closed_at IS NULL")
    items = _stored(WorkItem, roll.ITEM, ids)
    return Change(
        difference(findings, should.findings.filter(pl.col("person").is_in(ids)), roll.FINDING),
        difference(items, should.items.filter(pl.col("person").is_in(ids)), roll.ITEM),
        differing,
    )


def difference(stands: pl.DataFrame, should: pl.DataFrame, columns: Iterable[str]) -> Difference:
    """Rows are the same where every column is; a row that differs goes and comes anew."""
    every = list(columns)
    return Difference(
        stands.join(should, on=every, how="anti", nulls_equal=True).select("person", "id"),
        should.join(stands, on=every, how="anti", nulls_equal=True),
    )


def write(made: Change, *, as_of: date, at: datetime, because: str) -> None:
    """Bring the tables to what should stand; call it in a transaction."""
    _findings_change(made.findings, as_of=as_of.isoformat(), at=at, because=because)
    _delete(WorkItem, "id", made.items.gone["id"])
    _insert(WorkItem, made.items.new.select("agency", *roll.ITEM))
    _delete(Fingerprint, "person_id", made.fingerprints.gone["person"])
    _insert(Fingerprint, made.fingerprints.new.select("person", "value"))


def _stored(
    model: type[models.Model],
    columns: Columns,
    ids: Sequence[int],
    condition: str = "",
    *,
    key: str = "id",
) -> pl.DataFrame:
    wanted: Columns = {"person": pl.UInt32, "id": pl.Int64, **columns}
    if not ids:
        return pl.DataFrame(schema=wanted)
    where = facts.among("person_id", ids) + condition
    found = facts.rows(model, wanted, where, {"person": "person_id", "id": key})
    text = [name for name, kind in columns.items() if kind == pl.String]
    return found.with_columns(pl.col(text).fill_null("")) if text else found


def _fingerprints(should: Judged, people: pl.DataFrame) -> pl.DataFrame:
    """One number a person, whatever the order of the rows."""
    hashed = [
        frame.select("person", value=pl.struct(columns).hash(seed=seed))
        for seed, (frame, columns) in enumerate(
            ((should.findings, roll.FINDING.keys()), (should.items, roll.ITEM.keys()))
        )
    ]
    sums = pl.concat(hashed).group_by("person").agg(pl.col("value").sum().reinterpret(signed=True))
    return people.select("person").join(sums, on="person", how="left").with_columns(pl.col("value").fill_null(0))


def _findings_change(difference: Difference, *, as_of: str, at: datetime, because: str) -> None:
    """Close the findings that no longer hold and open those that do."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        for keys in _batches(difference.gone["id"]):
            cursor.execute(
                f"UPDATE {_table(Finding)} SET closed_at = %s, closed_because = %s "  # noqa: S608 - our table, our keys
                f"WHERE closed_at IS NULL AND {facts.among('id', keys)}",
                [moment, because],
            )
    stamps = {"as_of": as_of, "opened_at": str(moment), "closed_because": ""}
    _insert(Finding, difference.new.sort(roll.KEY).select(*roll.FINDING, "agency"), stamps)


def _delete(model: type[models.Model], column: str, keys: pl.Series) -> None:
    with connection.cursor() as cursor:
        for batch in _batches(keys):
            cursor.execute(f"DELETE FROM {_table(model)} WHERE {facts.among(column, batch)}")  # noqa: S608


def _insert(model: type[models.Model], rows: pl.DataFrame, same: Mapping[str, str] = MappingProxyType({})) -> None:
    """Add rows; `same` are values that all of them share."""
    if not rows.height:
        return
    rows = rows.rename({"person": "person_id", "agency": "agency_id"}, strict=False)
    if connection.vendor == "postgresql":
        _copy(model, rows.with_columns(pl.lit(value).alias(name) for name, value in same.items()))
        return
    plain = rows.with_columns(pl.col(pl.Date).cast(pl.String), pl.col(pl.Boolean).cast(pl.Int8))
    # Dates and moments of our own making, said once in the statement and not bound for every row.
    assert all(SAFE.fullmatch(value) for value in same.values())
    marks = ", ".join([*(["%s"] * plain.width), *(f"'{value}'" for value in same.values())])
    sql = f"INSERT INTO {_table(model)} ({_names([*plain.columns, *same])}) VALUES ({marks})"  # noqa: S608 - our table
    with connection.cursor() as cursor:
        cursor.executemany(sql, plain.iter_rows(buffer_size=BATCH))  # type: ignore[arg-type]  # an iterator serves


def _copy(model: type[models.Model], rows: pl.DataFrame) -> None:
    buffer = BytesIO()
    # An empty text is written in quotes and a null without, which is how COPY tells them apart.
    rows.write_csv(buffer, include_header=False, quote_style="necessary", date_format="%Y-%m-%d")
    sql = f"COPY {_table(model)} ({_names(rows.columns)}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.write(buffer.getvalue())


def _names(columns: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in columns)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _batches(keys: pl.Series) -> Iterator[list[int]]:
    ordered = keys.sort()
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH].to_list()
