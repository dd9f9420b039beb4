"""Frames made of vectors, one row each, and the answers turned back into what JSON can hold."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from tipstaff.sorna.vectors.fields import Fields

Result = dict[str, Any]
Schema = Mapping[str, Any]

PERSON = {"person": pl.UInt32}
INTERVALS = {"person": pl.UInt32, "from_on": pl.Date, "to_on": pl.Date}


def frame(schema: Schema, values: Iterable[Sequence[object]], *, keyed: bool = True) -> pl.DataFrame:
    """One row for each vector; `keyed` gives each a `person`, its place."""
    made = pl.DataFrame(list(values), schema=dict(schema), orient="row")
    return made.with_row_index("person").with_columns(pl.col("person").cast(pl.UInt32)) if keyed else made


def custody_of(read: Sequence[Fields], key: str = "custody") -> pl.DataFrame:
    """The intervals of every vector, keyed by its place."""
    found = [(person, *interval) for person, fields in enumerate(read) for interval in fields.intervals(key)]
    return pl.DataFrame(found, schema=INTERVALS, orient="row")


def rows(judged: pl.DataFrame, *names: str) -> list[Result]:
    """The named columns of every row, dates as ISO text."""
    return [{name: _plain(value) for name, value in row.items()} for row in judged.select(names).iter_rows(named=True)]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, (list, pl.Series)) else value
