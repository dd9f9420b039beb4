"""Civil dates as columns: days before the day of asking, whole months on, the next day an office is open."""

import datetime as dt

import polars as pl

DAYS = {3: 89, 6: 181, 12: 365}  # the shortest that so many months can be


def before(day: dt.date | pl.Expr, days: int | pl.Expr) -> pl.Expr:
    """The date so many days earlier."""
    start = pl.lit(day, pl.Date) if isinstance(day, dt.date) else day
    count = pl.lit(days, pl.Int32) if isinstance(days, int) else days
    return (start.cast(pl.Int32) - count.cast(pl.Int32)).cast(pl.Date)


def after(day: dt.date | pl.Expr, days: int | pl.Expr) -> pl.Expr:
    """The date so many days later."""
    return before(day, -days)


def days_between(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    return last.cast(pl.Int32) - first.cast(pl.Int32)


def add_months(day: pl.Expr, months: pl.Expr, *, back: bool = False) -> pl.Expr:
    """The same day 3, 6 or 12 months on (or back), clamped to the month's last day (SORNA-DUR-3); null otherwise."""
    sign = "-" if back else ""
    moved: pl.Expr = pl.lit(None, pl.Date)
    for length in DAYS:
        moved = pl.when(months == length).then(day.dt.offset_by(f"{sign}{length}mo")).otherwise(moved)
    return moved


def shortest(months: pl.Expr) -> pl.Expr:
    """The fewest days that so many months can be."""
    return months.replace_strict(DAYS, default=None, return_dtype=pl.Int32)


def open_day(day: pl.Expr) -> pl.Expr:
    """The day itself or the Monday after it: the counter is shut at week-ends."""
    return day.dt.add_business_days(0, roll="forward")


def along(first: pl.Expr, last: pl.Expr, share: pl.Expr) -> pl.Expr:
    """The date at a share of the way from first to last."""
    return after(first, (days_between(first, last) * share).floor())
