"""How every duty of every person stands on a day: the federal track, and that of each registry (SORNA-GEN-1)."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from tipstaff.sorna import roll, rows, tracks
from tipstaff.sorna.facts import Facts
from tipstaff.sorna.lawbook import FEDERAL, Lawbook, load


def evaluate(
    facts: Facts,
    as_of: date,
    *,
    book: Lawbook | None = None,
    jurisdiction: str | None = None,
    persons: Iterable[int] | None = None,
) -> pl.DataFrame:
    """Rows of `findings.SCHEMA`, one for each person, track, duty and subject, in no particular order.

    `jurisdiction` asks about the people whom it registers, on the federal track and its own; UnknownJurisdiction is
    raised if the lawbook does not have it. An unknown code among the facts makes that track unknown, no more.
    `persons` asks about some people only.
    """
    book = book or load()
    if jurisdiction is not None:
        book.jurisdiction(jurisdiction)
    wanted = _wanted(facts, as_of, jurisdiction, persons)
    read = roll.read(facts if wanted is None else _only(facts, wanted), as_of, book)
    parts, shared = tracks.federal(read)
    parts += tracks.local(read, shared, jurisdiction)
    if jurisdiction is not None:
        parts = [_on(part, jurisdiction) for part in parts]
    return rows.finished(parts)


def _wanted(facts: Facts, as_of: date, jurisdiction: str | None, persons: Iterable[int] | None) -> pl.Series | None:
    """The people asked about; None for everyone."""
    chosen = None if persons is None else pl.Series(sorted(set(persons)), dtype=pl.UInt32)
    if jurisdiction is None:
        return chosen
    still_open = (pl.col("ended_on") > as_of).fill_null(True)
    here = facts.registrations.filter((pl.col("jurisdiction") == jurisdiction) & still_open)["person"].unique()
    return here if chosen is None else here.filter(here.is_in(chosen.implode()))


def _only(facts: Facts, persons: pl.Series) -> Facts:
    wanted = persons.to_frame("person")
    return Facts(**{name: frame.join(wanted, on="person", how="semi") for name, frame in vars(facts).items()})


def _on(part: pl.DataFrame, code: str) -> pl.DataFrame:
    """The rows of the federal track and of one registry."""
    own = pl.when(pl.col("_own") == code).then("_own").alias("_own")
    return part.filter(pl.col("track").is_in([FEDERAL, code])).with_columns(own)
