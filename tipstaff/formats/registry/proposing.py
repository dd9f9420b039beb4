"""Proposes which heading of a foreign table goes to which column of the layout, with its reason and how sure it is."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tipstaff.formats.registry import shapes, synonyms
from tipstaff.formats.registry.columns import Column, Sheet
from tipstaff.formats.registry.headings import ALL_SHEETS, normal
from tipstaff.formats.registry.mapping import WHOLE_NAME, ColumnMapping, fingerprint

Reason = Literal["same name", "known heading", "similar words", "values", "part of an address", "none"]
SHOWN_SAMPLES = 5
LEAST = 0.4


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for one heading; `column` None: leave it out."""

    heading: str
    column: str | None
    reason: Reason
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to look at and edit, with the grounds for it."""

    fingerprint: str
    mapping: ColumnMapping
    proposed: tuple[Proposed, ...]
    date_order_because: str

    def as_data(self) -> dict[str, Any]:
        """What a page needs to show it, fit for JSON."""
        rows = [{name: getattr(one, name) for name in Proposed.__slots__} for one in self.proposed]
        return {
            "fingerprint": self.fingerprint,
            "mapping": self.mapping.as_data(),
            "missing": list(self.mapping.missing),
            "proposed": [row | {"samples": list(row["samples"])} for row in rows],
            "date_order_because": self.date_order_because,
        }


def propose(
    headings: Sequence[str], rows: Sequence[Sequence[str]], sheet: str = "roster", jurisdictions: Collection[str] = ()
) -> Proposal:
    """A proposal from the headings and some rows (a few hundred are enough)."""
    target = ALL_SHEETS[sheet]
    values = {
        heading: [row[at] for row in rows if at < len(row)] for at, heading in enumerate(headings) if heading.strip()
    }
    found = _assign(_candidates(target, values, jurisdictions))
    found |= _parts_of_a_place(target, found, values)
    proposed = tuple(_proposed(heading, found.get(heading), samples) for heading, samples in values.items())
    columns = {one.heading: one.column for one in proposed if one.column}
    dated = [
        heading for heading, name in columns.items() if name in target.by_name and target.column(name).kind == "date"
    ]
    order, because = shapes.date_order([value for heading in dated for value in values[heading]])
    return Proposal(fingerprint(headings), ColumnMapping(sheet, columns, order), proposed, because)


Candidate = tuple[float, str, str, Reason]  # how sure, heading, column, why


def plain_words(heading: str) -> str:
    """A heading in plain words: LASTNAME, last_name, LName and "Last Name:" are one."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading.strip())
    words = re.sub(r"[^\w#]+|_", " ", spaced.casefold()).split()
    joined = " ".join(synonyms.ABBREVIATIONS.get(word, word) for word in words)
    return " ".join(word for word in joined.split() if word not in synonyms.FILLERS)


def _candidates(sheet: Sheet, values: dict[str, list[str]], jurisdictions: Collection[str]) -> list[Candidate]:
    found: list[Candidate] = []
    for heading, samples in values.items():
        for column in sheet.columns:
            sure, reason = _by_heading(heading, column)
            sure, reason = _by_values(sure, reason, samples, column, jurisdictions)
            if sure >= LEAST:
                found.append((sure, heading, column.name, reason))
        if "given_name" in sheet.by_name and plain_words(heading) in synonyms.WHOLE_NAME and shapes.last_first(samples):
            found.append((0.9, heading, WHOLE_NAME, "known heading"))
    return found


def _by_heading(heading: str, column: Column) -> tuple[float, Reason]:
    if normal(heading).replace(" ", "_") == column.name:
        return 1.0, "same name"
    words = plain_words(heading)
    known = {
        " ".join(w for w in one.split() if w not in synonyms.FILLERS)
        for one in (*synonyms.SYNONYMS.get(column.name, ()), column.name.replace("_", " "))
    }
    if words in known:
        return 0.9, "known heading"
    alike = max((_alike(set(words.split()), set(one.split())) for one in known), default=0.0)
    return (0.8 * alike, "similar words") if alike > 0.5 else (0.0, "none")


def _alike(one: set[str], other: set[str]) -> float:
    """Shared words of all words, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _by_values(
    sure: float, reason: Reason, samples: list[str], column: Column, jurisdictions: Collection[str]
) -> tuple[float, Reason]:
    """What the values add to the heading, or take from it."""
    fits = shapes.share(samples, column, jurisdictions)
    if fits is None:
        return sure, reason
    if fits < 0.5:
        return sure * 0.3, reason
    if column.name == "date_of_birth" and reason == "none" and fits > 0.9 and shapes.births(samples):
        return 0.5, "values"
    if column.name in ("tier", "sex") and reason == "none" and fits > 0.9 and len(set(samples)) > 1:
        return 0.45, "values"
    return min(1.0, sure * (0.9 + 0.1 * fits)), reason


def _assign(candidates: list[Candidate]) -> dict[str, Candidate]:
    """The surest first; a heading goes to one column, a column takes one heading."""
    taken: dict[str, Candidate] = {}
    columns: set[str] = set()
    for candidate in sorted(candidates, key=lambda one: (-one[0], one[1])):
        _, heading, column, _ = candidate
        parts = set(column.split(", "))
        if heading not in taken and not parts & columns:
            taken[heading] = candidate
            columns |= parts
    return taken


def _parts_of_a_place(sheet: Sheet, found: dict[str, Candidate], values: dict[str, list[str]]) -> dict[str, Candidate]:
    """A roster has its address in one line: street, city, state and ZIP columns go there together."""
    if "residence_address" not in sheet.by_name:
        return {}
    exact = {heading for heading, one in found.items() if one[2] == "residence_address" and one[3] == "same name"}
    free = [
        heading
        for heading in values
        if heading not in found or found[heading][2] in ("residence_address", "jurisdiction")
    ]
    parts = {}
    for heading in free:
        if any(plain_words(heading) in known for known in synonyms.PLACE_PARTS.values()):
            parts[heading] = (0.8, heading, "residence_address", "part of an address")
    several: dict[str, Candidate] = dict(parts) if len(parts) > 1 and not exact else {}  # type: ignore[arg-type]
    return several


def _proposed(heading: str, candidate: Candidate | None, values: Sequence[str]) -> Proposed:
    samples = tuple(dict.fromkeys(value for value in values if value.strip()))[:SHOWN_SAMPLES]
    if candidate is None:
        return Proposed(heading, None, "none", 0.0, samples)
    sure, _, column, reason = candidate
    return Proposed(heading, column, reason, round(sure, 2), samples)
