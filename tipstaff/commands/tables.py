"""Findings as a reader takes them: person_id, citation and sentence; printed, or written as CSV, Parquet or JSON."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import polars as pl

from tipstaff.formats.registry import write_csv
from tipstaff.sorna.explain import explain
from tipstaff.sorna.findings import DUTIES, STATUSES
from tipstaff.sorna.lawbook import FEDERAL, Lawbook

ENDINGS = (".csv", ".parquet", ".json")
URGENT = STATUSES[: STATUSES.index("due_soon") + 1]


class BadTarget(ValueError):
    """The file cannot be written as asked."""


def check_target(out: Path | None) -> None:
    """Raises BadTarget before any work is done for a file that cannot be written."""
    if out is None:
        return
    if out.suffix.lower() not in ENDINGS:
        raise BadTarget(f"{out}: the name must end in {', '.join(ENDINGS)}")
    if not out.parent.is_dir():
        raise BadTarget(f"{out}: there is no folder {out.parent}")


def write(table: pl.DataFrame, out: Path) -> None:
    """All of it or nothing: the file takes its name once it is complete."""
    part = out.with_name(f".{out.name}.part")
    try:
        if out.suffix.lower() == ".csv":
            write_csv(table, part)
        elif out.suffix.lower() == ".json":
            table.write_json(part)
        else:
            table.write_parquet(part)
        part.replace(out)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise BadTarget(f"{out}: {error.strerror or error}") from None


def told(findings: pl.DataFrame, people: pl.DataFrame, book: Lawbook) -> pl.DataFrame:
    """The findings, most urgent first, with person_id in place of the number, and with citation and sentence."""
    plain = findings.with_columns(pl.col(pl.Categorical).cast(pl.String))
    same = [name for name in plain.columns if name != "person"]
    distinct = plain.select(same).unique()  # many people stand alike: a sentence is made once
    explained = [explain(row, book=book) for row in distinct.iter_rows(named=True)]
    sentences = distinct.with_columns(
        pl.Series("citation", [one.citation for one in explained], pl.String),
        pl.Series("sentence", [str(one) for one in explained], pl.String),
    )
    return (
        plain.join(sentences, on=same, how="left", nulls_equal=True)
        .join(people, on="person", how="left")
        .sort("status", "due_on", "person_id", "track", "duty", "subject", nulls_last=True)
        .select("person_id", *same, "citation", "sentence")
    )


def most_urgent(findings: pl.DataFrame, n: int) -> pl.DataFrame:
    """The n findings that stand first in a work list."""
    urgent = findings.filter(pl.col("status").is_in(URGENT))
    return urgent.sort("status", "due_on", "person", "track", "duty", nulls_last=True).head(n)


def overview(findings: pl.DataFrame, as_of: date) -> str:
    """How many people stand how with each duty, on whichever track."""
    head = f"As of {as_of}: {findings['person'].n_unique():,} people, {findings.height:,} findings"
    if findings.is_empty():
        return head
    tracks = sorted(findings["track"].unique().cast(pl.String), key=lambda track: (track != FEDERAL, track))
    counts = findings.group_by("duty", "status").agg(pl.col("person").n_unique()).rows()
    found = {(duty, status): f"{n:,}" for duty, status, n in counts}
    duties = [duty for duty in DUTIES if any(key[0] == duty for key in found)]
    statuses = [status for status in STATUSES if any(key[1] == status for key in found)]
    rows = [["", *map(_words, statuses)]]
    rows += [[_words(duty), *(found.get((duty, status), "") for status in statuses)] for duty in duties]
    return f"{head}, tracks {', '.join(tracks)}\n\n{aligned(rows)}\n"


def aligned(rows: list[list[str]]) -> str:
    """A table in columns: words to the left, figures to the right."""
    first, *others = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = (
        "  ".join([head.ljust(first), *(cell.rjust(width) for cell, width in zip(cells, others, strict=True))])
        for head, *cells in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def listed(table: pl.DataFrame) -> str:
    """Two lines a finding: who and what; why, with the citation."""
    return "\n".join(
        f"{row['person_id']}  {_words(row['duty'])}, {row['track']}: {_words(row['status'])}\n"
        f"    {row['sentence']} ({row['citation']})"
        for row in table.iter_rows(named=True)
    )


def _words(code: str) -> str:
    return code.replace("_", " ")
