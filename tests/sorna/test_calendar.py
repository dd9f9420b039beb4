"""Months, ages and business days: SORNA-DUR-3, VER-4, WHO-8, section 12."""

from datetime import date, timedelta

import holidays
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna import calendar
from tipstaff.sorna.lawbook import load

DAYS = st.dates(date(1980, 1, 1), date(2100, 12, 31))
BOOK = load()
FEDERAL = BOOK.policy()


def ask(expression: pl.Expr, day: date | None) -> date | None:
    return pl.DataFrame({"day": [day]}, schema={"day": pl.Date}).select(expression).item()


DAY = pl.col("day")


def test_federal_holidays_are_those_of_an_independent_calendar_for_forty_years() -> None:
    theirs = {day for day in holidays.US(years=range(2005, 2048), categories=("public",)) if day.weekday() < 5}
    span = {date(2006, 1, 1) + timedelta(days=n) for n in range((date(2046, 12, 31) - date(2006, 1, 1)).days + 1)}
    assert set(FEDERAL.closed_days) & span == theirs & span


def test_new_years_day_on_a_saturday_closes_the_last_friday_of_the_year_before() -> None:
    assert date(2027, 12, 31) in FEDERAL.closed_days
    plain = BOOK.policy_with({"saturday_holiday_observed_friday": False})
    assert date(2027, 12, 31) not in plain.closed_days


def test_juneteenth_is_no_holiday_before_2021() -> None:
    assert date(2020, 6, 19) not in FEDERAL.closed_days
    assert date(2021, 6, 18) in FEDERAL.closed_days  # the 19th was a Saturday


@pytest.mark.parametrize(
    ("event", "federal", "red_mesa"),
    [
        (date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 1)),
        (date(2026, 11, 25), date(2026, 12, 1), date(2026, 12, 2)),
        (date(2026, 11, 26), date(2026, 12, 1), date(2026, 12, 2)),
        (date(2026, 11, 27), date(2026, 12, 2), date(2026, 12, 2)),
        (date(2026, 11, 28), date(2026, 12, 2), date(2026, 12, 2)),
        (date(2026, 12, 28), date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 30), date(2027, 1, 5), date(2027, 1, 5)),
        (date(2026, 12, 31), date(2027, 1, 6), date(2027, 1, 6)),
        (date(2027, 1, 1), date(2027, 1, 6), date(2027, 1, 6)),
        (date(2027, 12, 29), date(2028, 1, 4), date(2028, 1, 4)),  # 1 January 2028 is a Saturday: Friday is closed
        (date(2028, 2, 29), date(2028, 3, 3), date(2028, 3, 3)),
    ],
)
def test_three_business_days_over_thanksgiving_and_new_year(event: date, federal: date, red_mesa: date) -> None:
    assert ask(calendar.business_days_after(DAY, 3, FEDERAL), event) == federal
    assert ask(calendar.business_days_after(DAY, 3, BOOK.policy("RM")), event) == red_mesa


@given(DAYS, st.integers(1, 10))
def test_business_days_are_counted_one_by_one(day: date, n: int) -> None:
    closed, here, left = set(FEDERAL.closed_days), day, n
    while left:
        here += timedelta(days=1)
        left -= here.weekday() < 5 and here not in closed
    assert ask(calendar.business_days_after(DAY, n, FEDERAL), day) == here


@given(DAYS)
def test_the_open_days_around_a_day_are_open_and_nothing_open_lies_between(day: date) -> None:
    closed = set(FEDERAL.closed_days)
    after, before = ask(calendar.next_open(DAY, FEDERAL), day), ask(calendar.previous_open(DAY, FEDERAL), day)
    assert before <= day <= after
    for between in (before + timedelta(days=n) for n in range((after - before).days + 1)):
        is_open = between.weekday() < 5 and between not in closed
        assert is_open == (between in (before, after))


@given(DAYS, st.integers(-60, 400))
def test_every_way_of_adding_months_agrees(day: date, months: int) -> None:
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    for rule, limit in (("clamp", following - timedelta(days=1)), ("roll_forward", following)):
        expected = min(first + timedelta(days=day.day - 1), limit)
        assert ask(calendar.add_months(DAY, months, rule), day) == expected
        assert ask(calendar.add_months_each(DAY, pl.lit(months), rule), day) == expected
        assert ask(calendar.add_months_by(DAY, pl.lit(1), (0, months), rule), day) == expected


def test_an_age_is_attained_on_the_first_of_march_by_one_born_on_29_february() -> None:
    assert ask(calendar.attained_on(DAY, 14), date(2004, 2, 29)) == date(2018, 3, 1)
    assert ask(calendar.attained_on(DAY, 16), date(2004, 2, 29)) == date(2020, 2, 29)


def test_a_day_outside_the_calendar_or_unknown_gives_an_unknown_day() -> None:
    for day in (None, date(1200, 1, 1), date(2600, 1, 1)):
        assert ask(calendar.add_months(DAY, 6), day) is None
        assert ask(calendar.add_months_by(DAY, pl.lit(1), (3, 6)), day) is None
        assert ask(calendar.business_days_after(DAY, 3, FEDERAL), day) is None
