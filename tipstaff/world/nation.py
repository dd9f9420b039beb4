"""The pretend nation: people by the thousand or the million, in the registry layout, with the truth known."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tipstaff.formats.registry import SHEETS, schema
from tipstaff.world import crimes, identity, planted, slips, timeline, truth
from tipstaff.world.agencies import registry
from tipstaff.world.dice import Dice
from tipstaff.world.sheets import belongings, court, duties, personal, whereabouts

CHUNK = 25_000


@dataclass(frozen=True)
class World:
    """`frames`: one a sheet, the layout's columns and the slug of the `agency`; `truth`: what was planted."""

    seed: int
    as_of: dt.date
    frames: Mapping[str, pl.DataFrame]
    truth: pl.DataFrame

    @property
    def people(self) -> int:
        return self.frames["persons"].height

    def of(self, jurisdiction: str) -> dict[str, pl.DataFrame]:
        """The sheets of one registry, as its file holds them."""
        slug = registry(jurisdiction).slug
        return {name: frame.filter(pl.col("agency") == slug).drop("agency") for name, frame in self.frames.items()}


def generate(people: int, seed: int = 1, *, as_of: dt.date) -> World:
    """So many records at once. The same seed and day give the same people."""
    return _chunk(0, people, seed, as_of)


def stream(people: int, seed: int = 1, *, as_of: dt.date, chunk: int = CHUNK) -> Iterator[World]:
    """The same records piece by piece: memory does not grow with their number."""
    for first in range(0, people, chunk):
        yield _chunk(first, min(chunk, people - first), seed, as_of)


def _chunk(first: int, people: int, seed: int, as_of: dt.date) -> World:
    dice = Dice(seed)
    cast = _people(first, people, as_of, dice)
    sheets = _sheets(cast, as_of, dice)
    known = truth.tell(cast, sheets["changes"], sheets["travel"], as_of, dice)
    slugs = cast.select(
        "person_id", agency=pl.col("home").replace_strict({r: registry(r).slug for r in crimes.LAWS}), order="k"
    )
    return World(seed, as_of, {name: _lay_out(name, sheets[name], slugs) for name in SHEETS}, known)


def _people(first: int, people: int, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    frame = crimes.add(planted.records(first, people, dice), dice)
    frame = slips.add(timeline.add(frame, as_of, dice), as_of, dice)
    jailed_from, jailed_to = court.jail_stay(dice)
    return identity.add(frame, dice).with_columns(
        second_place=duties.second_place(dice), jailed_from=jailed_from, jailed_to=jailed_to
    )


def _sheets(cast: pl.DataFrame, as_of: dt.date, dice: Dice) -> dict[str, pl.DataFrame]:
    """Every sheet, with working columns still in it; the sheet of changes is gathered from the others."""
    sheets = {
        "persons": personal.persons(cast, as_of, dice),
        "dates_of_birth": personal.dates_of_birth(cast, as_of, dice),
        "documents": personal.documents(cast, as_of, dice),
        "convictions": court.convictions(cast, as_of, dice),
        "custody": court.custody(cast, as_of, dice),
        "supervision": court.supervision(cast, as_of, dice),
        "registrations": duties.registrations(cast, as_of, dice),
        "verifications": duties.verifications(cast, as_of, dice),
        "travel": duties.travel(cast, as_of, dice),
    }
    changes = []
    for name, make in {
        "names": personal.names,
        "addresses": whereabouts.addresses,
        "employment": whereabouts.employment,
        "schools": whereabouts.schools,
        "vehicles": belongings.vehicles,
        "remote_identifiers": belongings.remote_identifiers,
    }.items():
        sheets[name], made = make(cast, as_of, dice)
        changes.append(made)
    return sheets | {"changes": pl.concat(changes, how="diagonal")}


def _lay_out(name: str, rows: pl.DataFrame, slugs: pl.DataFrame) -> pl.DataFrame:
    """The columns of the layout in their order, people in theirs."""
    columns = [
        (pl.col(column) if column in rows.columns else pl.lit(None)).cast(kind).alias(column)
        for column, kind in schema(SHEETS[name]).items()
    ]
    with_agency = rows.select(columns).join(slugs, on="person_id", how="left", maintain_order="left")
    return with_agency.sort("order", maintain_order=True).drop("order")
