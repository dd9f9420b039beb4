"""Reads the current facts of people out of the database into the frames that the law kernel takes.

One SQL text serves two ways of reading: through Django's own connection, which sees what the open transaction wrote,
and through ADBC, a second connection that hands columns over without making a Python object of each cell.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

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
_PEOPLE_COLUMNS = {"person": "id", "agency": "agency_id", "number": "person_id"}
_FACT_COLUMNS = {"person": "person_id"}

Reader = Callable[[str, Columns], pl.DataFrame]


@dataclass(frozen=True)
class People:
    """Some people, what is on file about them, and who handles them."""

    roster: pl.DataFrame  # ROSTER, one row a person, in order of `person`
    offices: pl.DataFrame  # OFFICE, one row a registration: the county and the officer who handle it
    facts: Facts

    def __len__(self) -> int:
        return self.roster.height


def read(ids: Sequence[int], *, beside: bool = False) -> People:
    """The facts of these people; with `beside`, over a second connection (ask `can_read_beside` first)."""
    with _reader(beside) as reader:
        roster = reader(_select(Person, ROSTER, among("id", ids), _PEOPLE_COLUMNS), ROSTER).sort("person")
        current = f"{among('person_id', ids)} AND superseded_at IS NULL"
        frames = {}
        for sheet, columns in SCHEMA.items():
            wanted = {"person": pl.UInt32, **columns}
            frames[sheet] = reader(_select(FACTS[sheet], wanted, current, _FACT_COLUMNS), wanted)
        offices = reader(_select(Registration, OFFICE, current, _FACT_COLUMNS), OFFICE)
    return People(roster, offices, Facts.from_frames(frames))


def rows(
    model: type[models.Model], columns: Columns, where: str, named: dict[str, str], *, beside: bool = False
) -> pl.DataFrame:
    """Columns of a table as a frame; `named` gives the database's name of a column where it is another."""
    with _reader(beside) as reader:
        return reader(_select(model, columns, where, named), columns)


def among(column: str, ids: Sequence[int]) -> str:
    """SQL for "is one of these keys", short where they follow one another."""
    if not ids:
        return "1 = 0"
    if len(ids) == max(ids) - min(ids) + 1:
        return f"{column} BETWEEN {int(min(ids))} AND {int(max(ids))}"
    return f"{column} IN ({','.join(str(int(pk)) for pk in ids)})"


def can_read_beside() -> bool:
    """Whether a second connection sees the same rows: not what an open transaction wrote, nor a database in memory."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()
    return not connection.in_atomic_block and not in_memory


def _select(model: type[models.Model], columns: Columns, where: str, named: dict[str, str]) -> str:
    """The columns as plain text and numbers, nulls as an impossible value.

    ADBC's SQLite driver takes a column's type from its first rows and fails when a later one differs, which an unknown
    date before a known one would be. PostgreSQL tells the types, so there the columns come as they are.
    """
    quote = connection.ops.quote_name
    sources = {name: quote(named.get(name, name)) for name in columns}
    if connection.vendor == "sqlite":
        blanks = {name: "''" if kind in (pl.String, pl.Date) else "-1" for name, kind in columns.items()}
        shown = [f"COALESCE({sources[name]}, {blanks[name]}) AS {quote(name)}" for name in columns]
    else:
        shown = [f"{sources[name]} AS {quote(name)}" for name in columns]
    return f"SELECT {', '.join(shown)} FROM {quote(model._meta.db_table)} WHERE {where}"  # noqa: S608 - names of our own models only


def _typed(frame: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    return frame.select(_expression(name, kind, frame.schema[name]) for name, kind in columns.items())


def _expression(name: str, kind: Kind, stored: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String:
        text = column.cast(pl.String)
        return pl.when(text != "").then(text).alias(name)
    if kind == pl.Date and stored != pl.Date:
        return column.cast(pl.String).str.to_date("%Y-%m-%d", strict=False)
    if kind == pl.Boolean and stored != pl.Boolean:
        number = column.cast(pl.Int64)
        return pl.when(number >= 0).then(number == 1).alias(name)
    if kind == pl.Int32:
        number = column.cast(pl.Int32)
        return pl.when(number >= 0).then(number).alias(name)
    return column.cast(kind)


@contextmanager
def _reader(beside: bool) -> Iterator[Reader]:
    if not beside:
        yield _by_cursor
        return
    with _second_connection() as second:
        yield lambda sql, columns: _typed(pl.read_database(sql, second), columns)


def _by_cursor(sql: str, columns: Columns) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchall()
    raw = {name: _raw_type(kind) for name, kind in columns.items()}
    return _typed(pl.DataFrame(found, schema=raw, orient="row"), columns)


def _raw_type(kind: Kind) -> Kind:
    if connection.vendor != "sqlite":
        return kind
    return pl.String if kind in (pl.String, pl.Date) else pl.Int64


def _second_connection() -> Any:
    """A connection of ADBC to the same database."""
    if connection.vendor == "sqlite":
        from adbc_driver_sqlite import dbapi as sqlite

        return sqlite.connect(str(connection.settings_dict["NAME"]))
    from adbc_driver_postgresql import dbapi as postgresql
    from psycopg.conninfo import make_conninfo

    params = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port", "sslmode")
    return postgresql.connect(make_conninfo(**{key: params[key] for key in wanted if params.get(key)}))
