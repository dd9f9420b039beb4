"""Rows between frames and tables, on both databases: read by a plain cursor, written by COPY or executemany.

Everything runs on Django's own connection, so it sees and belongs to the open transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection, models

BATCH = 20_000


def table_of(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def select(sql: str, params: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """The rows of a query as a frame."""
    with connection.cursor() as cursor:
        return pl.concat([pl.DataFrame(schema=schema), *_batches(cursor, sql, params, schema)])


def stream(sql: str, params: Sequence[Any], schema: dict[str, Any]) -> Iterator[pl.DataFrame]:
    """The rows of a query in batches; the server hands them out as they are asked for."""
    with connection.chunked_cursor() as cursor:
        yield from _batches(cursor, sql, params, schema)


def _batches(cursor: Any, sql: str, params: Sequence[Any], schema: dict[str, Any]) -> Iterator[pl.DataFrame]:
    cursor.execute(sql, params)
    while rows := cursor.fetchmany(BATCH):
        columns = zip(schema, zip(*rows, strict=True), strict=True)
        yield pl.DataFrame([pl.Series(name, cells, schema[name]) for name, cells in columns])


def insert(model: type[models.Model], frame: pl.DataFrame) -> None:
    """Write the frame's rows; its columns are the table's columns."""
    if frame.is_empty():
        return
    columns = ", ".join(connection.ops.quote_name(name) for name in frame.columns)
    if connection.vendor == "postgresql":
        _copy(model, columns, frame)
        return
    places = ", ".join(["%s"] * frame.width)
    plain = frame.with_columns(pl.selectors.date().dt.to_string("%Y-%m-%d"))
    with connection.cursor() as cursor:
        for part in plain.iter_slices(BATCH):
            cursor.executemany(f"INSERT INTO {table_of(model)} ({columns}) VALUES ({places})", part.rows())  # noqa: S608 - names come from the models


def _copy(model: type[models.Model], columns: str, frame: pl.DataFrame) -> None:
    statement = f"COPY {table_of(model)} ({columns}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for part in frame.iter_slices(BATCH):
            # An empty text is written "" and read as a text; nothing at all is read as unknown.
            copy.write(part.write_csv(include_header=False, quote_style="necessary"))


def execute_for_each(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """One statement for many rows."""
    batch = list(rows)
    if batch:
        with connection.cursor() as cursor:
            for start in range(0, len(batch), BATCH):
                cursor.executemany(sql, batch[start : start + BATCH])


def moment(value: datetime) -> Any:
    """A moment as this database stores it, for plain SQL and for frames."""
    stored = connection.ops.adapt_datetimefield_value(value)
    return stored if isinstance(stored, str) else value.isoformat()
