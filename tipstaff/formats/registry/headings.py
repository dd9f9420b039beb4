"""Headings of a table against the columns of the layout: by name, never by position."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tipstaff.formats.registry.columns import Sheet
from tipstaff.formats.registry.layout import ROSTER, SHEETS
from tipstaff.formats.registry.problems import Problem, refuse, visible

ALL_SHEETS: dict[str, Sheet] = {ROSTER.name: ROSTER} | SHEETS
USE_THE_MAPPER = "Rename the headings to those of the layout, or let the column mapper propose it"


@dataclass(frozen=True, slots=True)
class Matched:
    """Where each column of the sheet stands in the table, and what was said of the other headings."""

    sheet: Sheet
    positions: dict[str, int]
    warnings: tuple[Problem, ...]


def normal(heading: str) -> str:
    """A heading without what does not tell columns apart: outer spaces, a byte order mark, case."""
    return heading.strip().strip("\ufeff\u200b").strip().casefold()


def sheet_named(stem: str) -> Sheet | None:
    """The sheet that a file or worksheet is called after."""
    return ALL_SHEETS.get(re.sub(r"[\s-]+", "_", stem.strip().casefold()))


def nearest_sheet(stem: str) -> str | None:
    close = get_close_matches(stem.strip().casefold(), ALL_SHEETS, n=1, cutoff=0.6)
    return close[0] if close else None


def recognise(headings: Sequence[str], file: str) -> Sheet:
    """The one sheet that these headings are of; raises Refused where it is none, or where it could be several."""
    have = {normal(heading) for heading in headings} - {""}
    fit = [sheet for sheet in ALL_SHEETS.values() if have.issuperset(sheet.required)]
    if not fit:
        near = max(ALL_SHEETS.values(), key=lambda sheet: len(have.intersection(sheet.names)))
        missing = ", ".join(name for name in near.required if name not in have)
        raise refuse(
            file,
            f"its headings are of no sheet of the layout; nearest is {near.name}, which needs {missing}",
            USE_THE_MAPPER,
        )
    known = {sheet.name: len(have.intersection(sheet.names)) for sheet in fit}
    best = [name for name, count in known.items() if count == max(known.values())]
    if len(best) > 1:
        names = " or ".join(best)
        raise refuse(
            file, f"its headings could be of {names}", f"Say which it is (--sheet), or call the file {best[0]}.csv"
        )
    return ALL_SHEETS[best[0]]


def match(headings: Sequence[str], sheet: Sheet, file: str) -> Matched:
    """Raises Refused where a heading stands twice or a required column is missing; warns of unknown headings."""
    positions: dict[str, int] = {}
    warnings: list[Problem] = []
    seen: set[str] = set()
    for position, heading in enumerate(headings):
        name = normal(heading)
        if not name:
            continue
        if name in seen:
            raise refuse(file, f"two columns are headed “{visible(name)}”", "Keep one of them", line=1, column=name)
        seen.add(name)
        if name in sheet.by_name:
            positions[name] = position
        else:
            warnings.append(_unknown(name, sheet, file))
    missing = [name for name in sheet.required if name not in positions]
    if missing:
        raise refuse(
            file,
            f"the {sheet.name} sheet needs the column {', '.join(missing)}",
            USE_THE_MAPPER,
            line=1,
            column=missing[0],
        )
    return Matched(sheet, positions, tuple(warnings))


def without_heading(cells: Iterable[tuple[int, str]], file: str) -> list[Problem]:
    """A warning for each column that holds something but has no heading."""
    return [
        Problem(file, 1, f"column {position + 1}", visible(value), "the column has no heading and was not read",
                "Give it a heading of the layout", "warning")
        for position, value in cells
    ]  # fmt: skip


def _unknown(name: str, sheet: Sheet, file: str) -> Problem:
    close = get_close_matches(name.replace(" ", "_"), sheet.names, n=1, cutoff=0.7)
    fix = f"Perhaps {close[0]} was meant" if close else "Take it out, or let the column mapper place it"
    reason = f"the {sheet.name} sheet has no such column; it was not read"
    return Problem(file, 1, visible(name), "", reason, fix, "warning")
