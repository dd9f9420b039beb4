"""What a changed lawbook would do, in plain text: how many people change in which way, and who."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from tipstaff.sorna.whatif import WhatIf

NO_FINDING = "no finding"


def named(changes: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The changes with person_id in place of the number."""
    return changes.join(people, on="person", how="left", maintain_order="left").select(
        "person_id", pl.exclude("person", "person_id")
    )


def changes_text(found: WhatIf, people: pl.DataFrame, as_of: date, show: int) -> str:
    """The counts, and the first people of the list."""
    head = (
        f"As of {as_of}: {found.people_changed:,} of {found.people:,} people change, {found.changes.height:,} findings"
    )
    first = found.changes.sort(_same_status(), "status_after", "due_on_after", "person", nulls_last=True).head(show)
    table = named(first, people)
    return "\n".join([head, *_counts(found.summary), *([""] if table.height else []), *_rows(table)])


def _same_status() -> pl.Expr:
    return pl.col("status_before").eq_missing(pl.col("status_after"))


def _counts(summary: pl.DataFrame) -> Iterator[str]:
    for row in summary.iter_rows(named=True):
        before, after = _word(row["status_before"]), _word(row["status_after"])
        change = f"{before} -> {after}" if before != after else f"{before} as before, with other dates or grounds"
        yield f"  {row['people']:>9,}  {_word(row['duty'])}, {row['track']}: {change}"


def _rows(table: pl.DataFrame) -> Iterator[str]:
    for row in table.iter_rows(named=True):
        change = f"{_side(row, 'before')} -> {_side(row, 'after')}"
        yield f"{row['person_id']}  {_word(row['duty'])}, {row['track']}: {change}"


def _side(row: dict[str, Any], side: str) -> str:
    due = row[f"due_on_{side}"]
    return _word(row[f"status_{side}"]) + (f" (due {due})" if due else "")


def _word(value: str | None) -> str:
    return value.replace("_", " ") if value else NO_FINDING
