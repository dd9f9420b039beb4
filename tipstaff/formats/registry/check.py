"""Checks of cells in bulk: a column at a time, plain cells by expressions, the others once for each distinct text."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tipstaff.formats.registry.cells import EARLIEST, FARTHEST, Context, read_cell
from tipstaff.formats.registry.columns import Column, Sheet
from tipstaff.formats.registry.dataset import type_of
from tipstaff.formats.registry.problems import SCHEMA as PROBLEMS
from tipstaff.formats.registry.problems import visible

PLAIN_TEXT = r"^[!-&(-~][ -~]*$"  # printable ASCII that begins with no space and no apostrophe
PLAIN_CODE = r"^[!-&(-~](?:[!-~]| [!-~])*$"
PLAIN_ZIP = r"^[0-9]{5}(?:-[0-9]{4})?$"
ISO_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
WHOLE = r"^(?:0|[1-9][0-9]{0,8})$"
DECIMAL = r"^-?[0-9]{1,9}(?:\.[0-9]{1,30})?$"


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows with their values in their types (an erroneous cell is empty), and the problems of their cells."""

    frame: pl.DataFrame
    problems: pl.DataFrame


def check_cells(raw: pl.DataFrame, sheet: Sheet, file: str, context: Context) -> Checked:
    """Read every cell of the batch. `raw` holds `line` and, as text, those columns of the sheet that were sent."""
    values = [raw["line"]]
    problems: list[pl.DataFrame] = []
    for column in sheet.columns:
        if column.name not in raw.columns:
            values.append(pl.Series(column.name, [None] * raw.height, type_of(column)))
            continue
        value, found = _check_column(raw["line"], raw[column.name], column, context)
        values.append(value)
        if found is not None:
            problems.append(found.with_columns(file=pl.lit(file), column=pl.lit(column.name)))
    frame = pl.DataFrame(values).select(*sheet.names, pl.lit(sheet.name).alias("sheet"), "line")
    selected = [problem.select(pl.col(name).cast(kind) for name, kind in PROBLEMS.items()) for problem in problems]
    return Checked(frame, pl.concat([pl.DataFrame(schema=PROBLEMS), *selected]))


def _check_column(
    lines: pl.Series, raw: pl.Series, column: Column, context: Context
) -> tuple[pl.Series, pl.DataFrame | None]:
    if not raw.len() or raw.null_count() == raw.len():
        nothing = pl.Series(column.name, [None] * raw.len(), type_of(column))
        return nothing, _missing(lines, nothing, column, None)
    frame = pl.DataFrame({"line": lines, "raw": raw}).with_columns(raw=pl.when(pl.col("raw") != "").then("raw"))
    frame = frame.with_columns(plain=_plain(column, context))
    odd = frame.filter(pl.col("raw").is_not_null() & pl.col("plain").is_null())["raw"].unique()
    if odd.len() == 0:
        value = frame["plain"]
        found = None
    else:
        read = _read_distinct(odd, column, context)
        joined = frame.join(read, on="raw", how="left", maintain_order="left", nulls_equal=False)
        value = joined.select(pl.coalesce("plain", "value"))["plain"]
        found = joined.filter(pl.col("reason") != "").select(
            "line", pl.col("shown").alias("value"), "reason", "fix", "severity"
        )
    missing = _missing(lines, value, column, found)
    parts = [part for part in (found, missing) if part is not None and part.height]
    return value.alias(column.name), pl.concat(parts, how="vertical") if parts else None


def _missing(lines: pl.Series, value: pl.Series, column: Column, found: pl.DataFrame | None) -> pl.DataFrame | None:
    """A problem for each required cell that is empty, unless it is empty because it could not be read."""
    if not column.required or value.null_count() == 0:
        return None
    empty = pl.DataFrame({"line": lines}).filter(value.is_null())
    if found is not None:
        empty = empty.join(found.filter(pl.col("severity") == "error"), on="line", how="anti")
    return empty.with_columns(
        value=pl.lit(""),
        reason=pl.lit("the cell is empty, and without it the row says nothing"),
        fix=pl.lit(f"Fill in {column.name}"),
        severity=pl.lit("error"),
    )


def _read_distinct(odd: pl.Series, column: Column, context: Context) -> pl.DataFrame:
    """Each distinct text read once."""
    texts: list[str] = odd.to_list()
    cells = [read_cell(column, text, context) for text in texts]
    return pl.DataFrame(
        {
            "raw": odd,
            "value": pl.Series([cell.value for cell in cells], dtype=type_of(column)),
            "reason": pl.Series([cell.reason for cell in cells], dtype=pl.String),
            "fix": pl.Series([cell.fix for cell in cells], dtype=pl.String),
            "severity": pl.Series([cell.severity for cell in cells], dtype=pl.String),
            "shown": pl.Series([visible(text) if cell.reason else "" for text, cell in zip(texts, cells, strict=True)]),
        }
    )


def _plain(column: Column, context: Context) -> pl.Expr:
    """The value where the text is plainly one; null where it is empty or needs a closer look."""
    raw = pl.col("raw")
    match column.kind:
        case "text":
            pattern = PLAIN_ZIP if column.form == "zip" else PLAIN_TEXT if column.form == "free" else PLAIN_CODE
            fits = raw.str.contains(pattern) & (raw.str.len_bytes() <= column.max_length)
            return pl.when(fits & _in_vocabulary(column, context)).then(raw)
        case "choice":
            return pl.when(raw.is_in(column.choices)).then(raw)
        case "yes_no":
            return pl.when(raw == "yes").then(True).when(raw == "no").then(False)
        case "date":
            return _within(_iso(raw), EARLIEST, _latest(column, context.today))
        case "whole":
            return _within(pl.when(raw.str.contains(WHOLE)).then(raw).cast(pl.Int32), column.minimum, column.maximum)
        case "decimal":
            return _within(
                pl.when(raw.str.contains(DECIMAL)).then(raw).cast(pl.Float64), column.minimum, column.maximum
            )


def _in_vocabulary(column: Column, context: Context) -> pl.Expr:
    if column.form == "jurisdiction" and context.known_jurisdictions is not None:
        return pl.col("raw").is_in(list(context.known_jurisdictions))
    return pl.lit(column.form != "state")  # few distinct values: each is looked at once


def _iso(raw: pl.Expr) -> pl.Expr:
    return pl.when(raw.str.contains(ISO_DATE)).then(raw).str.to_date("%Y-%m-%d", strict=False)


def _latest(column: Column, today: date) -> date:
    return today + FARTHEST if column.future else today


def _within(value: pl.Expr, least: Any, most: Any) -> pl.Expr:
    fits = pl.lit(True)
    if least is not None:
        fits &= value >= least
    if most is not None:
        fits &= value <= most
    return pl.when(fits).then(value)
