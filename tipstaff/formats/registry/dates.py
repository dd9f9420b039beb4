"""Dates as people write them: ISO is taken, another order only where it was declared, a doubtful one is asked."""

import re
from datetime import date

from tipstaff.formats.registry.options import DateOrder

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
THREE_PARTS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})[/.\- ]?(\d{1,2})[/.\- ]?(\d{1,2})")
TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}")
DAY_COUNT = re.compile(r"\d{5}")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WRITE_ISO = "Write it as YYYY-MM-DD"
ORDER_NAMES: dict[DateOrder, str] = {"mdy": "month/day/year", "dmy": "day/month/year"}


def read_date(text: str, order: DateOrder | None) -> date | tuple[str, str]:
    """The date, or why it cannot be read and what to do."""
    if iso := ISO.fullmatch(text):
        return _made(*(int(part) for part in iso.groups()))
    if parts := THREE_PARTS.fullmatch(text):
        first, second, year = (int(part) for part in parts.groups())
        return _ordered(first, second, year, order)
    if parts := YEAR_FIRST.fullmatch(text):
        proposed = _made(*(int(part) for part in parts.groups()))
        return (
            proposed
            if not isinstance(proposed, date)
            else ("the date is not written as YYYY-MM-DD", f"Write {proposed}")
        )
    if TWO_DIGIT_YEAR.fullmatch(text):
        return "the year has two digits, so the century is not known", f"{WRITE_ISO}, with all four digits of the year"
    if DAY_COUNT.fullmatch(text):
        return (
            "this is a count of days from a spreadsheet, not a date",
            "Format the column as dates and save the file again",
        )
    return "this is no date", WRITE_ISO


def _ordered(first: int, second: int, year: int, order: DateOrder | None) -> date | tuple[str, str]:
    if order is not None:
        month, day = (first, second) if order == "mdy" else (second, first)
        return _made(year, month, day)
    month_first, day_first = _made(year, first, second), _made(year, second, first)
    if isinstance(month_first, date) and isinstance(day_first, date) and month_first != day_first:
        return (
            f"the date can be {_in_words(month_first)} or {_in_words(day_first)}",
            f"{WRITE_ISO}, or declare the order of the file's dates (--date-order mdy or dmy)",
        )
    for proposed, name in ((month_first, "mdy"), (day_first, "dmy")):
        if isinstance(proposed, date):
            return (
                "the date is not written as YYYY-MM-DD",
                f"Write {proposed}, or declare the order (--date-order {name})",
            )
    return month_first


def _made(year: int, month: int, day: int) -> date | tuple[str, str]:
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= 12:
        return f"there is no month {month}", WRITE_ISO
    if not 1 <= year <= 9999:
        return f"there is no year {year}", WRITE_ISO
    if (month, day) == (2, 29):
        return f"{year} has no 29 February", "Look up the day: 28 February or 1 March"
    return f"{MONTHS[month - 1]} {year} has no day {day}", WRITE_ISO


def _in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
