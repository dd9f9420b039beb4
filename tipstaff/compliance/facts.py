"""Reads the current facts of people out of the database into the frames that the law kernel takes.

Through Django's own connection, so that it sees what the open transaction wrote. Never through a second SQLite library
(ADBC brings one of its own): two in one process undo each other's file locks, and the one that closes first believes
that it is the last and takes the write-ahead log away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import polars as pl
from django.db import connection, models

from tipstaff.registry.models import FACTS, Person, Registration
from tipstaff.sorna.facts import SCHEMA, Facts

Kind = pl.DataType | type[pl.DataType]
Columns = dict[str, Kind]

ROSTER: Columns = {
    "person": pl.UInt32,
    "agency": pl.Int64,
    "number": pl.String,
    "family_name": pl.String,
    "given_name": pl.String,
    "version": pl.Int64,
}
OFFICE: Columns = {
    "person": pl.UInt32,
    "jurisdiction": pl.String,
    "registered_on": pl.Date,
    "ended_on": pl.Date,
    "county": pl.String,
    "officer": pl.String,
}
_PERSON_COLUMNS = {"person": "id", "agency": "agency_id", "number": "person_id"}
_FACT_COLUMNS = {"person": "person_id"}


@dataclass(frozen=True)
class People:
    """Some people, what is on file about them, and who handles them."""

    roster: pl.DataFrame  # ROSTER, one row a person, in order of `person`
    offices: pl.DataFrame  # OFFICE, one row a registration: the county and the officer who handle it
    facts: Facts


def read(ids: Sequence[int]) -> People:
    """The facts of these people; 15 queries, however many they are."""
    current = f"{among('person_id', ids)} AND superseded_at IS NULL"
    frames = {
        sheet: rows(FACTS[sheet], {"person": pl.UInt32, **columns}, current, _FACT_COLUMNS)
        for sheet, columns in SCHEMA.items()
    }
    roster = rows(Person, ROSTER, among("id", ids), _PERSON_COLUMNS).sort("person")
    # Whoever is on file is judged, also without a description.
    frames["persons"] = roster.select("person").join(frames["persons"], on="person", how="left")
    return People(
        roster,
        rows(Registration, OFFICE, current, _FACT_COLUMNS),
        Facts.from_frames(frames),
    )


def rows(model: type[models.Model], columns: Columns, where: str, named: dict[str, str]) -> pl.DataFrame:
    """Columns of a table as a frame, empty text as null; `named` gives the database's name where it is another."""
    quote = connection.ops.quote_name
    sources = {name: quote(named.get(name, name)) for name in columns}
    table = quote(model._meta.db_table)
    fetch = _copied if connection.vendor == "postgresql" else _fetched
    raw = fetch(sources, columns, f"FROM {table} WHERE {where}")
    return raw.select(_typed(name, kind) for name, kind in columns.items())


def among(column: str, ids: Sequence[int]) -> str:
    """SQL for "is one of these keys", short where they follow one another."""
    if not ids:
        return "1 = 0"
    if len(ids) == max(ids) - min(ids) + 1:
        return f"{column} BETWEEN {int(min(ids))} AND {int(max(ids))}"
    return f"{column} IN ({','.join(str(int(pk)) for pk in ids)})"


def _fetched(sources: dict[str, str], columns: Columns, rest: str) -> pl.DataFrame:
    # The plus sign takes a column's declared type away, so that no Python date is made of each cell.
    shown = ", ".join(f"+{source}" for source in sources.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {shown} {rest}")
        found = cursor.fetchall()
    return pl.DataFrame(found, schema={name: _raw(kind) for name, kind in columns.items()}, orient="row")


def _copied(sources: dict[str, str], columns: Columns, rest: str) -> pl.DataFrame:
    shown = ", ".join(
        f"{source}::int AS {source}" if columns[name] == pl.Boolean else source for name, source in sources.items()
    )
    buffer = BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY (SELECT {shown} {rest}) TO STDOUT (FORMAT csv)") as copy:
        for piece in copy:
            buffer.write(piece)
    schema = {name: _raw(kind) for name, kind in columns.items()}
    if not buffer.tell():
        return pl.DataFrame(schema=schema)
    return pl.read_csv(buffer.getvalue(), has_header=False, schema=schema)


def _raw(kind: Kind) -> Kind:
    return pl.String if kind in (pl.String, pl.Date) else pl.Int64


def _typed(name: str, kind: Kind) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String:
        return pl.when(column != "").then(column).alias(name)
    if kind == pl.Date:
        return column.str.to_date("%Y-%m-%d")
    return column.cast(kind)
