"""Days, months and business days as column expressions (SORNA-DUR-3, VER-4, section 12).

Every answer is looked up in a table with one entry a day, made once: a look-up costs a fraction of date arithmetic and
gives the same answer for one row and for a million. Days outside the tables come back as null: unknown.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from tipstaff.sorna.lawbook import Policy

FIRST, LAST = date(1850, 1, 1), date(2250, 12, 31)
EPOCH = date(1970, 1, 1)
_BASE = (FIRST - EPOCH).days
_DAYS = pl.date_range(FIRST, LAST, eager=True)
_MONTHS = pl.date_range(FIRST, date(2251, 1, 1), "1mo", eager=True)
_MONTH_START = _MONTHS.to_physical()
_MONTH_OF_DAY = (_DAYS.dt.year() - FIRST.year) * 12 + _DAYS.dt.month().cast(pl.Int32) - 1


def add_months(day: pl.Expr, months: int, month_end_rule: str = "clamp") -> pl.Expr:
    """The same day of a later (or, with a negative number, earlier) month.

    A day that the month does not have becomes its last day (clamp) or the first of the next (roll_forward).
    """
    return _day(_later((months,), month_end_rule), day)


def add_months_by(day: pl.Expr, which: pl.Expr, months: tuple[int, ...], month_end_rule: str = "clamp") -> pl.Expr:
    """As add_months, by the length that stands at place `which` (0, 1, …) of `months`; null where `which` is null."""
    place = day.to_physical() - _BASE
    inside = pl.when((place >= 0) & (place < len(_DAYS))).then(place)
    return _look_up(_later(months, month_end_rule), inside + which.cast(pl.Int32) * len(_DAYS))


def add_months_each(day: pl.Expr, months: pl.Expr, month_end_rule: str = "clamp") -> pl.Expr:
    """As add_months, where every row has a number of months of its own."""
    here = month_index(day)
    start, following = _month_start(here + months), _month_start(here + months + 1)
    wanted = start + (day.to_physical() - _month_start(here))
    limit = following - 1 if month_end_rule == "clamp" else following
    return pl.when(following.is_not_null()).then(pl.min_horizontal(wanted, limit)).cast(pl.Date)


@lru_cache(maxsize=64)
def _later(months: tuple[int, ...], month_end_rule: str) -> pl.Series:
    days = _DAYS.to_frame("day")
    parts = [days.select(add_months_each(pl.col("day"), pl.lit(n), month_end_rule)).to_series() for n in months]
    return pl.concat(parts, rechunk=True)


def month_index(day: pl.Expr) -> pl.Expr:
    """Months since the first of the table: consecutive months have consecutive numbers, January is 0 mod 12."""
    return _look_up(_MONTH_OF_DAY, day.to_physical() - _BASE)


def month_end(index: pl.Expr) -> pl.Expr:
    """The last day of the month with that index."""
    return (_month_start(index + 1) - 1).cast(pl.Date)


def add_days(day: pl.Expr, days: pl.Expr | int) -> pl.Expr:
    return (day.to_physical() + days).cast(pl.Date)


def attained_on(born_on: pl.Expr, years: int) -> pl.Expr:
    """The day on which an age is attained: the birthday, 1 March for 29 February in a common year (SORNA-WHO-8)."""
    return add_months(born_on, 12 * years, "roll_forward")


def business_days_after(day: pl.Expr, days: int, policy: Policy) -> pl.Expr:
    """The last of that many business days after a day, whether or not the day itself is one (SORNA-BD-1)."""
    return _day(_after(policy, days), day)


def next_open(day: pl.Expr, policy: Policy) -> pl.Expr:
    """The day itself if the office is open, else the next day on which it is."""
    return _day(_table(policy).next_open, day)


def previous_open(day: pl.Expr, policy: Policy) -> pl.Expr:
    """The day itself if the office is open, else the last day before it on which it was."""
    return _day(_table(policy).previous_open, day)


@dataclass(frozen=True, slots=True)
class _Table:
    next_open: pl.Series
    previous_open: pl.Series


@lru_cache(maxsize=128)
def _table(policy: Policy) -> _Table:
    closed = policy.closed_days
    return _Table(
        _DAYS.dt.add_business_days(0, holidays=closed, roll="forward"),
        _DAYS.dt.add_business_days(0, holidays=closed, roll="backward"),
    )


@lru_cache(maxsize=256)
def _after(policy: Policy, days: int) -> pl.Series:
    return _DAYS.dt.add_business_days(days, holidays=policy.closed_days, roll="backward")


def _day(table: pl.Series, day: pl.Expr) -> pl.Expr:
    return _look_up(table, day.to_physical() - _BASE)


def _month_start(index: pl.Expr) -> pl.Expr:
    return _look_up(_MONTH_START, index)


def _look_up(table: pl.Series, index: pl.Expr) -> pl.Expr:
    return pl.lit(table).gather(index.cast(pl.UInt32, strict=False), null_on_oob=True)
