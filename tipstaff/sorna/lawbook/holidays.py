"""Closed days computed from dated rules: the nth weekday of a month, or a day and its observance."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

SATURDAY, SUNDAY = 5, 6


def days_of(rules: Iterable[Mapping[str, Any]], first: int, last: int, saturday_observed_friday: bool) -> list[date]:
    """Every day on which the rules close an office, from the first year to the last, sorted."""
    closed = {
        _observed(_day(rule, year), saturday_observed_friday)
        for rule in rules
        for year in range(max(first, rule.get("from", first)), min(last, rule.get("to", last)) + 1)
    }
    return sorted(day for day in closed if day is not None)


def _day(rule: Mapping[str, Any], year: int) -> date:
    month = rule["month"]
    if "day" in rule:
        return date(year, month, rule["day"])
    week, weekday = rule["week"], rule["weekday"] - 1
    if week > 0:
        first = date(year, month, 1)
        found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (week - 1))
    else:
        final = date(year, month, calendar.monthrange(year, month)[1])
        found = final - timedelta(days=(final.weekday() - weekday) % 7 + 7 * (-week - 1))
    return found + timedelta(days=rule.get("plus_days", 0))


def _observed(day: date, saturday_observed_friday: bool) -> date | None:
    """The working day that the holiday closes (SORNA-BD-2); None where a Saturday holiday closes none."""
    if day.weekday() == SUNDAY:
        return day + timedelta(days=1)
    if day.weekday() == SATURDAY:
        return day - timedelta(days=1) if saturday_observed_friday else None
    return day
