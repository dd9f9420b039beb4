"""The facts on file, one section a sheet of the registry layout: what leads, what else is known, and who said so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tipstaff.formats.registry import SHEETS
from tipstaff.registry import labels
from tipstaff.registry.models import Fact

# For each sheet its title and its columns on the page, each with the fields that it joins.
PAGE: dict[str, tuple[str, str]] = {
    "persons": (
        "Description",
        "Sex: sex | Height, inches: height_inches | Weight, pounds: weight_pounds | Photograph: photographed_on",
    ),
    "names": ("Names", "Kind: kind | Name: given_name middle_name family_name suffix | From: from_on | Until: to_on"),
    "dates_of_birth": ("Dates of birth", "Kind: kind | Date: date_of_birth"),
    "convictions": (
        "Convictions",
        "Offense: offense_title statute category | Under: convicting convicting_code | Convicted: conviction_date"
        " | Released: release_date",
    ),
    "registrations": (
        "Registrations",
        "Where: jurisdiction | Since: registered_on | Tier: tier | County: county | Officer: officer",
    ),
    "addresses": (
        "Addresses",
        "Kind: kind | Place: street city state zip description | From: from_on | Until: to_on",
    ),
    "employment": (
        "Employment",
        "Employer: employer | Place: street city state zip description | From: from_on | Until: to_on",
    ),
    "schools": ("Schools", "School: school | Place: street city state zip | From: from_on | Until: to_on"),
    "vehicles": (
        "Vehicles",
        "Kind: kind | Plate: plate plate_state | Vehicle: year make model color | From: from_on | Until: to_on",
    ),
    "remote_identifiers": (
        "E-mail, telephone, handles",
        "Kind: kind | Value: value | From: from_on | Until: to_on",
    ),
    "documents": ("Documents", "Kind: kind | Number: number | Issued by: issuer | Expires: expires_on"),
    "custody": ("Custody", "Kind: kind | Where: facility | From: from_on | Until: to_on"),
    "supervision": ("Supervision", "Kind: kind | Status: status | From: from_on | Completed: completed_on"),
    "verifications": ("Verifications", "Where: jurisdiction | On: verified_on | How: mode | Officer: officer"),
    "changes": ("Changes reported", "What: event | On: event_date | Reported: reported_on | In person: in_person"),
    "travel": (
        "Journeys abroad",
        "To: destination | Leaves: departs_on | Returns: returns_on | Announced: reported_on",
    ),
}
COMMAS = {"street", "offense_title"}  # fields whose company is told apart by commas, not by spaces
# These are told by their own columns, or tell nobody anything.
UNSHOWN = {"person_id", "record_id", "source", "learned_on", "latitude", "longitude"}


@dataclass(frozen=True)
class FactRow:
    """One fact: the cells of the section's columns, then what else is known of it."""

    fact: Fact
    cells: Sequence[tuple[str, Any]]
    rest: Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Section:
    """The current facts of one sheet, newest first where they have dates."""

    sheet: str
    title: str
    heads: Sequence[str]
    rows: Sequence[FactRow]

    @property
    def width(self) -> int:
        """Columns with who told it and the link to correct it."""
        return len(self.heads) + 2

    @property
    def may_add(self) -> bool:
        """Whether there can be another row: of what is true of a person once, there cannot."""
        return self.sheet != "persons" or not self.rows


Leads = Sequence[tuple[str, Sequence[str]]]


def sections_of(current: Mapping[str, Sequence[Fact]]) -> list[Section]:
    """All sections, in the order of the layout."""
    return [_section(sheet, current.get(sheet, ())) for sheet in SHEETS]


def worded(fact: Fact, name: str) -> Any:
    """A value for people: yes and no in words, the layout's choices without underscores."""
    value = getattr(fact, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and SHEETS[fact.sheet].column(name).kind == "choice":
        return value.replace("_", " ")
    return value


@cache
def leads_of(sheet: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The columns of a section: heading and fields."""
    pairs = (part.split(": ") for part in PAGE[sheet][1].split(" | "))
    return tuple((head, tuple(fields.split())) for head, fields in pairs)


def _section(sheet: str, facts: Sequence[Fact]) -> Section:
    leads = leads_of(sheet)
    led = {column for _, columns in leads for column in columns}
    others = [name for name in SHEETS[sheet].names if name not in led | UNSHOWN]
    ordered = sorted(facts, key=lambda fact: _first_date(fact, leads), reverse=True)
    return Section(sheet, PAGE[sheet][0], [head for head, _ in leads], [_row(fact, leads, others) for fact in ordered])


def _row(fact: Fact, leads: Leads, others: Sequence[str]) -> FactRow:
    by_name = SHEETS[fact.sheet].by_name
    rest = [(labels.of_column(by_name[name]), worded(fact, name)) for name in others]
    return FactRow(
        fact,
        [(head, _joined(fact, columns)) for head, columns in leads],
        [(name, value) for name, value in rest if value not in ("", None)],
    )


def _joined(fact: Fact, columns: Sequence[str]) -> Any:
    given = [value for value in (worded(fact, column) for column in columns) if value not in ("", None)]
    if len(columns) == 1:
        return given[0] if given else None
    return (", " if COMMAS.intersection(columns) else " ").join(str(value) for value in given) or None


def _first_date(fact: Fact, leads: Leads) -> date:
    values = (getattr(fact, column) for _, columns in leads for column in columns)
    return next((value for value in values if isinstance(value, date)), date.min)
