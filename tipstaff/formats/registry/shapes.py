"""What the values of a column look like: a hint for the column mapper, never a decision."""

import re
from collections.abc import Collection, Sequence

from tipstaff.formats.registry import words
from tipstaff.formats.registry.cells import clean_code
from tipstaff.formats.registry.columns import Column
from tipstaff.formats.registry.dates import ISO, THREE_PARTS, TWO_DIGIT_YEAR, YEAR_FIRST
from tipstaff.formats.registry.options import DateOrder

BORN_BEFORE = 2008
LAST_FIRST = re.compile(r"[^\W\d_][\w'’ʻ.\- ]*, *[^\W\d_][\w'’ʻ.\- ]*")
YEAR = re.compile(r"\d{4}")


def share(values: Sequence[str], column: Column, jurisdictions: Collection[str]) -> float | None:
    """How many of the values could stand in the column; None where any text could."""
    filled = [clean_code(value) for value in values if value.strip()]
    if not filled:
        return None
    match column.kind:
        case "date":
            fits = [is_date(value) for value in filled]
        case "yes_no":
            fits = [words.yes_no(value) is not None for value in filled]
        case "whole" | "decimal":
            fits = [bool(re.fullmatch(r"-?\d+(\.\d+)?", value)) for value in filled]
        case "choice":
            fits = [words.choice(column.name, value, column.choices) is not None for value in filled]
        case "text":
            if column.form not in ("jurisdiction", "state", "zip"):
                return None
            fits = [_fits_form(column.form, value, jurisdictions) for value in filled]
    return sum(fits) / len(fits)


def _fits_form(form: str, value: str, jurisdictions: Collection[str]) -> bool:
    if form == "zip":
        return bool(re.fullmatch(r"\d{4,5}(-?\d{4})?", value))
    known = words.state(value) is not None
    return known or (form == "jurisdiction" and value.upper() in jurisdictions)


def is_date(value: str) -> bool:
    return any(pattern.fullmatch(value) for pattern in (ISO, THREE_PARTS, YEAR_FIRST, TWO_DIGIT_YEAR))


def births(values: Sequence[str]) -> bool:
    """Whether dates are of times when registrants were born rather than registered: half of them long ago."""
    years = sorted(int(match[0]) for value in values if (match := YEAR.search(value)))
    return bool(years) and years[len(years) // 2] < BORN_BEFORE - 15


def last_first(values: Sequence[str]) -> bool:
    """Whether the values are names written "Last, First"."""
    filled = [value.strip() for value in values if value.strip()]
    return bool(filled) and sum(bool(LAST_FIRST.fullmatch(value)) for value in filled) / len(filled) >= 0.8


def date_order(values: Sequence[str]) -> tuple[DateOrder | None, str]:
    """The order of dates like 3/14/1980 that all of the values allow, and what shows it; None if nothing does."""
    parts = [match.groups() for value in values if (match := THREE_PARTS.fullmatch(clean_code(value)))]
    month_first = [one for one in parts if int(one[1]) > 12]
    day_first = [one for one in parts if int(one[0]) > 12]
    if month_first and not day_first:
        return "mdy", f"{len(month_first)} of {len(parts)} dates have a number above 12 in the second place"
    if day_first and not month_first:
        return "dmy", f"{len(day_first)} of {len(parts)} dates have a number above 12 in the first place"
    if not parts:
        return None, ""
    return None, "both orders occur" if month_first else "nothing shows which number is the month: say which"
