"""Mistakes of the kind that real registry files have, planted in a pretend one with the place of each known."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from tipstaff.world.days import after, before
from tipstaff.world.dice import Dice

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "sheet": pl.String,
    "line": pl.UInt32,
    "column": pl.String,
    "value": pl.String,
    "what": pl.String,
}
Value = Callable[[dt.date], pl.Expr]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is written instead of the cell, and which rows can carry it."""

    what: str
    sheet: str
    column: str
    value: Value
    where: pl.Expr


def _text(value: str) -> Value:
    return lambda as_of: pl.lit(value)


def _filled(column: str) -> pl.Expr:
    return pl.col(column).is_not_null()


MISTAKES = (
    Mistake("month thirteen", "verifications", "verified_on", _text("2025-13-05"), _filled("verified_on")),
    Mistake("tier four", "registrations", "tier", _text("4"), _filled("tier")),
    Mistake("end before start", "employment", "to_on", lambda as_of: before(pl.col("from_on"), 10), _filled("to_on")),
    Mistake("no 29 February in 2023", "custody", "from_on", _text("2023-02-29"), _filled("to_on")),
    Mistake("no such state", "addresses", "state", _text("ZQ"), _filled("state")),
    Mistake("three years old", "dates_of_birth", "date_of_birth", lambda as_of: before(as_of, 3 * 365),
            pl.col("kind") == "actual"),
    Mistake("before birth", "travel", "reported_on", _text("1901-05-05"), _filled("reported_on")),
    Mistake("not yet", "verifications", "verified_on", lambda as_of: after(as_of, 400), _filled("verified_on")),
    Mistake("no such kind", "remote_identifiers", "kind", _text("pager"), _filled("kind")),
    Mistake("a word for a number", "vehicles", "year", _text("two thousand"), _filled("year")),
    Mistake("left empty", "employment", "employer", _text(""), _filled("employer")),
    Mistake("day or month first", "names", "reported_on", _text("03/04/2021"), _filled("reported_on")),
)  # fmt: skip


def plant_errors(
    sheets: Mapping[str, pl.DataFrame], errors: int, *, seed: int, as_of: dt.date, first: int = 0
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """One registry's sheets as text with so many mistakes, one a row, and where each stands: sheet, line, column.

    The kinds take turns, beginning with number `first`. `line` counts the heading as line 1. Raises ValueError if the
    sheets have too few rows.
    """
    texts = {name: _as_text(frame) for name, frame in sheets.items()}
    taken: dict[str, list[int]] = {}
    places: list[pl.DataFrame] = []
    for number, mistake in enumerate(MISTAKES):
        turn = (number - first) % len(MISTAKES)
        count = errors // len(MISTAKES) + (turn < errors % len(MISTAKES))
        if count:
            places.append(_choose(mistake, count, sheets[mistake.sheet], taken, Dice(seed, "row"), as_of))
    truth = pl.concat(places) if places else pl.DataFrame(schema=SCHEMA)
    for (sheet, column), cells in truth.group_by("sheet", "column"):
        texts[str(sheet)] = _overwrite(texts[str(sheet)], str(column), cells)
    return texts, truth.sort("sheet", "line")


def _choose(
    mistake: Mistake, count: int, frame: pl.DataFrame, taken: dict[str, list[int]], dice: Dice, as_of: dt.date
) -> pl.DataFrame:
    used = taken.setdefault(mistake.sheet, [])
    rows = frame.with_row_index("row").filter(mistake.where & ~pl.col("row").is_in(used))
    chosen = rows.sort(dice.on(pl.col("row").cast(pl.UInt64)).whole(mistake.what)).head(count)
    if chosen.height < count:
        raise ValueError(f"{mistake.sheet} has no room for {count} mistakes “{mistake.what}”; make more people")
    used.extend(chosen["row"])
    return chosen.select(
        sheet=pl.lit(mistake.sheet),
        line=pl.col("row") + 2,
        column=pl.lit(mistake.column),
        value=mistake.value(as_of).cast(pl.String),
        what=pl.lit(mistake.what),
    ).cast(pl.Schema(SCHEMA))


def _overwrite(frame: pl.DataFrame, column: str, cells: pl.DataFrame) -> pl.DataFrame:
    values = dict(zip(cells["line"], cells["value"], strict=True))
    line = pl.int_range(2, pl.len() + 2)
    return frame.with_columns(
        pl.when(line.is_in(list(values)))
        .then(line.replace_strict(values, default=None, return_dtype=pl.String))
        .otherwise(column)
        .alias(column)
    )


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates, numbers and yes/no as their cells show them; text is left for the writer to make harmless."""
    cells = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if kind == pl.Boolean:
            column = pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no")).alias(name)
        cells.append(column.cast(pl.String))
    return frame.with_columns(cells)
