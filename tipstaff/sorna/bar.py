"""The duration of one person's federal duty as stretches of time, for a drawing."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from tipstaff.sorna import custody as stays_in
from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.facts import Facts
from tipstaff.sorna.lawbook import FEDERAL, Lawbook

DAY = timedelta(days=1)
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one kind: served, custody, remaining, reduction (would fall away if granted) or life.

    `until` is the last of them, null where it cannot be stated.
    """

    kind: str
    since: date
    until: date | None


def duration_bar(facts: Facts, as_of: date, *, book: Lawbook | None = None) -> list[Stretch]:
    """The stretches of one person's duty, in order; none where the period is not known or has not begun."""
    findings = evaluate(facts, as_of, book=book).filter(pl.col("track") == FEDERAL)
    period = _first(findings.filter(pl.col("duty") == "duration"))
    if period is None or period["basis"] != "release_or_sentence":
        return []
    start, last = period["basis_on"], period["due_on"]
    reduced = _first(findings.filter((pl.col("duty") == "reduction") & pl.col("due_on").is_not_null()))
    return _ahead(_past(facts, start, min(as_of, last or as_of)), period, as_of, reduced["due_on"] if reduced else None)


def _past(facts: Facts, start: date, end: date) -> list[Stretch]:
    """Served time and custody from the start to a day, in turn."""
    stretches, here = [], start
    for _, began, ended in stays_in.merged(facts.custody).iter_rows():
        first = max(EPOCH + timedelta(days=began), start)
        last = end if ended == stays_in.OPEN else min(EPOCH + timedelta(days=ended), end)
        if first >= last:
            continue
        if first > here:
            stretches.append(Stretch("served", here, first))
        stretches.append(Stretch("custody", first, last))
        here = last
    return [*stretches, Stretch("served", here, end)] if here < end else stretches


def _ahead(past: list[Stretch], period: dict[str, Any], as_of: date, earliest: date | None) -> list[Stretch]:
    last = period["due_on"]
    if period["interval"] == "life":
        return [*past, Stretch("life", as_of, None)]
    if last is None or last <= as_of:
        return past
    if earliest is None or earliest >= last:
        return [*past, Stretch("remaining", as_of, last)]
    turn = max(earliest, as_of)
    sure = [Stretch("remaining", as_of, turn)] if turn > as_of else []
    return [*past, *sure, Stretch("reduction", turn, last)]


def _first(rows: pl.DataFrame) -> dict[str, Any] | None:
    return rows.row(0, named=True) if rows.height else None
