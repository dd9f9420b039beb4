"""Findings in plain sentences, built from the row alone, so that what is said cannot drift from what was judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tipstaff.sorna import information, phrases
from tipstaff.sorna.facts import Facts
from tipstaff.sorna.lawbook import Lawbook, load

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a duty stands as it does. `facts` are those it turned on, as (label, date or words)."""

    sentences: tuple[str, ...]
    rule: str
    citation: str
    says: str
    facts: tuple[tuple[str, date | str], ...]

    @property
    def sentence(self) -> str:
        """The first sentence, for a list."""
        return self.sentences[0]

    def __str__(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Due:
    """A date that lies ahead, and what is due on it."""

    on: date
    duty: str
    track: str
    sentence: str


def explain(finding: Row, facts: Facts | None = None, book: Lawbook | None = None) -> Explanation:
    """The sentences, rule and facts of a row of `findings.SCHEMA`.

    `facts`, of that person, adds what only they can tell: the appearance or conviction that a date comes from.
    """
    book = book or load()
    rule = book.rule(finding["rule"])
    said = [phrases.standing(finding), *_lacking(finding, book), *_caveats(finding)]
    turned_on = [*_turned_on(finding), *_on_file(finding, facts)]
    return Explanation(tuple(said), rule.id, rule.citation, rule.says, tuple(turned_on))


def next_dates(findings: Iterable[Row], n: int = 3) -> list[Due]:
    """The next dates ahead, soonest first; a date that two tracks share is told once, as the federal one."""
    ahead = [row for row in findings if row["due_on"] and row["status"] in ("due_soon", "current")]
    ahead.sort(key=lambda row: (row["due_on"], row["track"] != "federal", row["track"]))
    told: dict[tuple[Any, ...], Due] = {}
    for row in ahead:
        key = (row["due_on"], row["duty"], row["subject"])
        told.setdefault(key, Due(row["due_on"], row["duty"], row["track"], phrases.ahead(row)))
    return list(told.values())[:n]


def _caveats(finding: Row) -> Iterable[str]:
    flags = [flag for flag in (finding.get("flags") or "").split(";") if flag]
    flags.sort(key=lambda flag: flag == "LOCAL_LAW_NOT_REVIEWED")  # what is true of the whole track comes last
    return [phrases.flag(flag, finding) for flag in flags]


def _lacking(finding: Row, book: Lawbook) -> Iterable[str]:
    needed = [word for word in (finding.get("missing") or "").split(";") if word]
    if not needed:
        return []
    labels = information.labels(book) if finding["duty"] == "information" else phrases.MISSING
    named = [labels.get(word) or phrases.missing(word) for word in needed]
    lead = "Not on file: " if finding["duty"] == "information" else "To judge this, the record needs "
    return [f"{lead}{phrases.listed(named)}."]


def _turned_on(finding: Row) -> Iterable[tuple[str, date | str]]:
    if finding.get("basis") and finding.get("basis_on"):
        yield phrases.basis(finding["basis"]).capitalize(), finding["basis_on"]
    if finding.get("tier"):
        yield "Tier", finding["tier"]
    if finding.get("interval"):
        yield "Measure", finding["interval"]
    if finding.get("due_on"):
        yield phrases.due_label(finding["duty"]), finding["due_on"]


def _on_file(finding: Row, facts: Facts | None) -> Iterable[tuple[str, date | str]]:
    """What the person's own facts add to a finding: how the last appearance was done, or which offence it is about."""
    if facts is None:
        return
    if finding["duty"] == "verification" and finding.get("basis") == "last_verification":
        same_day = facts.verifications.filter(facts.verifications["verified_on"] == finding["basis_on"])
        for mode in same_day["mode"].drop_nulls().unique().sort():
            yield "How it was done", mode.replace("_", " ")
    if finding["duty"] in ("tier", "duration"):
        for row in facts.convictions.iter_rows(named=True):
            title = row["offense_title"] or row["statute"] or row["category"] or row["conviction_id"]
            if title:
                yield (
                    "Conviction",
                    f"{title}, {phrases.day(row['conviction_date'])}" if row["conviction_date"] else title,
                )
