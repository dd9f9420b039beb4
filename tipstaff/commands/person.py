"""One person in plain text: every duty on every track, with sentences, facts and citation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.explain import explain, next_dates
from tipstaff.sorna.facts import Facts
from tipstaff.sorna.lawbook import FEDERAL, Lawbook


def person_text(person_id: str, number: int, facts: Facts, as_of: date, book: Lawbook) -> str:
    """What the law says of the person on that day."""
    theirs = facts.of(number)
    findings = evaluate(theirs, as_of, book=book)
    rows = _in_order(findings)
    lines = [f"{person_id}, as of {as_of}", *_next(rows), *_by_track(rows, theirs, book)]
    return "\n".join(lines)


def _in_order(findings: pl.DataFrame) -> list[dict[str, Any]]:
    """The federal track first; duties in the order in which a person page shows them."""
    plain = findings.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return plain.sort(pl.col("track") != FEDERAL, "track", "duty", "subject").to_dicts()


def _next(rows: list[dict[str, Any]]) -> Iterator[str]:
    ahead = next_dates(rows)
    if ahead:
        yield ""
        yield "Next dates"
    for due in ahead:
        yield f"  {due.on}  {due.sentence} ({due.track})"


def _by_track(rows: list[dict[str, Any]], facts: Facts, book: Lawbook) -> Iterator[str]:
    track = None
    for row in rows:
        if row["track"] != track:
            track = row["track"]
            name = "Federal law" if track == FEDERAL else _name(track, book)
            yield from ("", name)
        yield from _duty(row, facts, book)


def _name(track: str, book: Lawbook) -> str:
    known = book.jurisdictions.get(track)
    return f"{known.name} ({track})" if known else track


def _duty(row: dict[str, Any], facts: Facts, book: Lawbook) -> Iterator[str]:
    said = explain(row, facts, book)
    subject = f" {row['subject']}" if row["subject"] else ""
    yield f"  {row['duty'].replace('_', ' ')}{subject}: {row['status'].replace('_', ' ')}"
    yield f"    {said}"
    if said.facts:
        yield f"    {'; '.join(f'{label}: {value}' for label, value in said.facts)}"
    yield f"    {said.rule}, {said.citation}"
