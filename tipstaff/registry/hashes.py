"""How a row is told from another and how a change is seen: two hashes of its columns, the same on every machine.

`key` tells a fact from the person's other facts of the sheet; `content` covers every column. They are stored, so the
bytes under them must never depend on a library's version: text as it is, dates in ISO form, decimals as whole 10^-7.
"""

from hashlib import blake2b

import polars as pl

from tipstaff.formats.registry.columns import Column, Sheet

BETWEEN = "\x1f"  # cannot stand in a cell: the reader refuses control characters


def hashed(sheet: Sheet, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame (typed columns of the sheet) with `key` and `content` added."""
    texts = frame.select(_key_text(sheet).alias("key"), _joined(_content_columns(sheet)).alias("content"))
    keys = [blake2b(text.encode(), digest_size=16).hexdigest() for text in texts["key"].to_list()]
    contents = [
        int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
        for text in texts["content"].to_list()
    ]
    return frame.with_columns(pl.Series("key", keys, pl.String), pl.Series("content", contents, pl.Int64))


def _content_columns(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.columns if column.name != "person_id"]


def _key_text(sheet: Sheet) -> pl.Expr:
    by_columns = _joined([sheet.column(name) for name in sheet.key if name != "person_id"])
    if "record_id" not in sheet.by_name:
        return by_columns
    record_id = pl.col("record_id").fill_null("")
    return pl.when(record_id != "").then(pl.lit("#") + record_id).otherwise(by_columns)


def _joined(columns: list[Column]) -> pl.Expr:
    return pl.concat_str([pl.lit("=" + BETWEEN), *(_as_text(column) for column in columns)], separator=BETWEEN)


def _as_text(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    if column.kind == "date":
        text = value.dt.to_string("%Y-%m-%d")
    elif column.kind == "yes_no":
        text = pl.when(value).then(pl.lit("yes")).when(value.not_()).then(pl.lit("no"))
    elif column.kind == "whole":
        text = value.cast(pl.String)
    elif column.kind == "decimal":
        text = (value * 10_000_000).round(0).cast(pl.Int64).cast(pl.String)
    else:
        text = value
    return text.fill_null("")
