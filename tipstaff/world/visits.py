"""When each person last appeared in person, so that the next date falls as planted.

Intervals are stated here by hand (SORNA-VER-1 and the two tribes' own law), so that the truth does not come from the
kernel that is tested with it.
"""

import datetime as dt

import polars as pl

from tipstaff.world.days import add_months, after, before, shortest
from tipstaff.world.dice import Dice

FEDERAL_MONTHS = {"I": 12, "II": 6, "III": 3}
LOCAL_MONTHS = {"RM": {"I": 6, "II": 6, "III": 3}}  # everybody else follows the federal floor
TRANSIENT_DAYS = {"RM": 30}
BIRTH_MONTH = ("TR",)  # verify by the end of the birth month and of each interval after it
WARNING = 31  # a compliant person's next date is at least so many days off
UNCERTAIN = ("tier_contradicted", "facts_missing", "local_equivalence")  # seen so lately that no tier makes it overdue
UNREPORTED = ("unreported_change", "unreported_move")  # seen before it happened


def federal_months() -> pl.Expr:
    return pl.col("tier").replace_strict(FEDERAL_MONTHS, return_dtype=pl.Int32)


def local_months() -> pl.Expr:
    months = federal_months()
    for home, table in LOCAL_MONTHS.items():
        local = pl.col("tier").replace_strict(table, return_dtype=pl.Int32)
        months = pl.when(pl.col("home") == home).then(local).otherwise(months)
    return months


def last_visit(as_of: dt.date, own: Dice) -> pl.Expr:
    """The last full appearance in person; null where there was none since the registration."""
    planted, strictest = pl.col("planted"), pl.col("local_interval")
    late_by = pl.when(planted == "absconder_like").then(own.between("gone", 180, 700)).otherwise(_late_by(own))
    overdue = add_months(before(as_of, late_by), pl.col("interval"), back=True)
    local = add_months(before(as_of, own.between("late_here", 6, 150)), strictest, back=True)
    soon = add_months(after(as_of, own.between("soon", 4, 25)), strictest, back=True)
    often = (planted == "homeless") & pl.col("home").is_in(list(TRANSIENT_DAYS))
    return (
        pl.when(pl.col("newcomer") | (planted == "never_registered"))
        .then(pl.lit(None, pl.Date))
        .when("local_only")
        .then(local)
        .when(planted.is_in(["overdue", "absconder_like"]))
        .then(overdue)
        .when(planted == "due_soon")
        .then(soon)
        .when(often)
        .then(before(as_of, own.between("seen_homeless", 1, 28)))
        .when(planted == "in_custody")
        .then(before(pl.col("custody_from"), own.between("seen_free", 1, 57)))
        .when(planted == "dead")
        .then(before(pl.col("died_on"), own.between("seen_alive", 1, 50)))
        .when(planted == "period_expired")
        .then(before(pl.col("expired_on"), own.between("seen_within", 1, 50)))
        .otherwise(_in_time(as_of, own))
    )


def _in_time(as_of: dt.date, own: Dice) -> pl.Expr:
    """So lately that the next date is more than the warning away on every track."""
    months = pl.when(pl.col("planted").is_in(UNCERTAIN)).then(3).otherwise("local_interval").cast(pl.Int32)
    longest = shortest(months) - WARNING - 1
    since_schedule = as_of.day - 1 + _days_of_months_back(as_of, _months_since_scheduled(as_of, months))
    by_birth_month = pl.min_horizontal(longest, since_schedule)
    longest = pl.when(pl.col("home").is_in(BIRTH_MONTH)).then(by_birth_month).otherwise(longest)
    least = pl.when(pl.col("planted").is_in(UNREPORTED)).then(40).otherwise(1)
    return before(as_of, own.between("seen", pl.min_horizontal(least, longest), longest))


def _late_by(own: Dice) -> pl.Expr:
    """Most are late by weeks, some by years; by six days at least, which no closed office excuses (SORNA-VER-5)."""
    return 6 + (own.share("late_by") ** 2.5 * 690).floor().cast(pl.Int32)


def _months_since_scheduled(as_of: dt.date, months: pl.Expr) -> pl.Expr:
    """How many months ago the last month of the birth-month schedule began."""
    return (as_of.year * 12 + as_of.month - pl.col("born_on").dt.month().cast(pl.Int32)) % months


def _days_of_months_back(as_of: dt.date, months: pl.Expr) -> pl.Expr:
    """From the first day of the month so many months back to the first of this one."""
    first = as_of.replace(day=1)
    table = {n: (first - _months_back(first, n)).days for n in range(12)}
    return months.replace_strict(table, return_dtype=pl.Int32)


def _months_back(first: dt.date, months: int) -> dt.date:
    count = first.year * 12 + first.month - 1 - months
    return dt.date(count // 12, count % 12 + 1, 1)
