"""How every duty of every person stands on a day: the federal track, and that of each registry (SORNA-GEN-1).

Facts in, findings out, everyone at once. Where a registry's law is the federal floor and the person has no other
registry, its rows are the federal ones; every other registry's track is judged by itself.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from tipstaff.sorna import of_events, of_persons, of_registries, roll, rows, standing
from tipstaff.sorna.facts import Facts
from tipstaff.sorna.findings import SCHEMA
from tipstaff.sorna.frames import repeated
from tipstaff.sorna.lawbook import FEDERAL, Lawbook, Policy, load
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import WORD, finding, status, word


def evaluate(
    facts: Facts,
    as_of: date,
    *,
    book: Lawbook | None = None,
    jurisdiction: str | None = None,
    persons: Iterable[int] | None = None,
) -> pl.DataFrame:
    """Rows of `findings.SCHEMA`, one for each person, track and duty, in no particular order.

    `jurisdiction` asks about the people whom it registers, on the federal track and its own; UnknownJurisdiction is
    raised if the lawbook does not have it. An unknown code among the facts makes that track unknown, no more.
    `persons` asks about some people only.
    """
    book = book or load()
    if jurisdiction is not None:
        book.jurisdiction(jurisdiction)
    wanted = _wanted(facts, as_of, jurisdiction, persons)
    read = roll.read(facts if wanted is None else _only(facts, wanted), as_of, book)
    parts, own = _federal(read)
    parts += _local(read, own, jurisdiction)
    if jurisdiction is not None:
        parts = [_on(part, jurisdiction) for part in parts]
    return rows.finished(parts)


def _federal(read: Roll) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """The federal track, and for which registries its rows hold as their own: person and _own."""
    policy = read.book.policy(FEDERAL, read.as_of)
    here = read.people.join(read.registrations, on="person", how="left", maintain_order="left_right").with_columns(
        word(FEDERAL).alias("track"), _recorded("recorded_low"), _recorded("recorded_high"),
        pl.col("jurisdiction").is_not_null().alias("registered"),
    )  # fmt: skip
    several = repeated(here["person"])
    floors = [code for code in read.book.jurisdictions if not _differs(read, code)]
    here = here.with_columns(
        pl.when(~pl.lit(several) & pl.col("jurisdiction").is_in(floors)).then("jurisdiction").alias("_own"),
        pl.lit(False).alias("_unreviewed"),
        pl.col("jurisdiction").is_in(read.unreviewed).alias("_own_unreviewed"),
    )
    others = here.clear()
    if several.any():
        later = pl.Series(~here["person"].is_first_distinct())
        here, others = _same_tiers(here, several).filter(~later), here.filter(later)
    here = standing.judge(here, read, policy)
    shared = here.filter(pl.col("bar").is_in(_SHARED) & pl.col("_own").is_not_null())
    kept = pl.when(pl.col("bar") == standing.OPEN).then("_own").alias("_own")
    parts = _judged(here.with_columns(kept), others, read, policy, None)
    barred = standing.as_local(shared.filter(pl.col("bar") != standing.OPEN))
    return [*parts, *_judged(barred, others.clear(), read, policy, policy)], shared.select("person", "_own")


_SHARED = [standing.OPEN, standing.DEAD, standing.OVER, standing.OVER_BY_TIER, standing.OVER_BY_COVERAGE]


def _local(read: Roll, own: pl.DataFrame, only: str | None) -> list[pl.DataFrame]:
    """The tracks of registries whose rows are not the federal ones."""
    left = read.registrations.filter(pl.col("jurisdiction").is_not_null())
    if only is not None:
        left = left.filter(pl.col("jurisdiction") == only)
    left = left.join(own, left_on=["person", "jurisdiction"], right_on=["person", "_own"], how="anti")
    known = pl.col("jurisdiction").is_in(list(read.book.jurisdictions))
    parts = [_unknown(left.filter(~known))]
    left = left.filter(known)
    stricter = [code for code in left["jurisdiction"].unique().cast(pl.String) if _differs(read, code)]
    for code in sorted(stricter):
        parts += _track(left.filter(pl.col("jurisdiction") == code), read, code)
    left = left.filter(~pl.col("jurisdiction").is_in(stricter))
    while left.height:  # the first registry of each person, then the second …: people are told apart by number alone
        first = left["person"].is_first_distinct()
        parts += _track(left.filter(first), read, FEDERAL)
        left = left.filter(~first)
    return parts


def _track(registrations: pl.DataFrame, read: Roll, code: str) -> list[pl.DataFrame]:
    """The tracks of registries with the law of `code`; a row a person."""
    here = registrations.join(read.people, on="person", how="inner").with_columns(
        pl.col("jurisdiction").alias("track"), _recorded("recorded_low"), _recorded("recorded_high"),
        pl.lit(True).alias("registered"), pl.lit(None, WORD).alias("_own"),
        pl.col("jurisdiction").is_in(read.unreviewed).alias("_unreviewed"), pl.lit(False).alias("_own_unreviewed"),
    )  # fmt: skip
    floor = read.book.policy(FEDERAL, read.as_of)
    policy = read.book.policy(code, read.as_of)
    here = standing.judge(here, read, policy, floor)
    return _judged(here, here.clear(), read, policy, floor, code)


def _judged(
    here: pl.DataFrame,
    others: pl.DataFrame,
    read: Roll,
    policy: Policy,
    floor: Policy | None,
    code: str = FEDERAL,
) -> list[pl.DataFrame]:
    """Every duty of people on a track. `others`: further registries of the same people, for the federal track."""
    free = here.filter(pl.col("bar") == standing.OPEN)
    versions = read.book.versions(code)
    parts: list[pl.DataFrame | None] = [
        *of_persons.barred(here.filter(pl.col("bar") != standing.OPEN), floor is not None),
        of_events.changes(here, read, versions, floor),
        of_events.journeys(here, read, versions, floor),
    ]
    if free.height:
        at_each = _at_each(free, others)
        parts += [
            rows.most_urgent(of_registries.registered(at_each, read, policy, floor)),
            rows.most_urgent(of_registries.appears(at_each, read, policy, floor)),
            of_persons.tier(free),
            of_persons.period(free, policy),
            of_persons.clean_record(free, read, policy),
            of_persons.complete(free, read),
        ]
    return [part for part in parts if part is not None and part.height]


def _at_each(free: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """A row for each registry: those of `free`, and further ones with what is known of the person."""
    if not others.height:
        return free
    more = [name for name in free.columns if name not in _REGISTRY]
    added = others.select("person", *_REGISTRY).join(free.select(more), on="person", how="inner")
    return pl.concat([free, added.select(free.columns)])


_REGISTRY = [
    "jurisdiction",
    "registered_on",
    "initial_event",
    "initial_event_on",
    "recorded",
    "last_full",
    "last_possible",
]


def _same_tiers(here: pl.DataFrame, several: pl.Series) -> pl.DataFrame:
    """People with several registries: the lowest and the highest tier that any of them has on file."""
    found = here.filter(several).group_by("person").agg(
        pl.col("recorded").min().alias("_low"), pl.col("recorded").max().alias("_high")
    )  # fmt: skip
    return here.join(found, on="person", how="left", maintain_order="left").with_columns(
        pl.coalesce("_low", "recorded_low").alias("recorded_low"), pl.coalesce("_high", "recorded_high").alias("recorded_high")
    ).drop("_low", "_high")  # fmt: skip


def _unknown(registrations: pl.DataFrame) -> pl.DataFrame:
    """Tracks of registries that the lawbook does not have: nothing can be said of them (SORNA-GEN-3)."""
    here = registrations.with_columns(
        pl.col("jurisdiction").alias("track"), pl.lit(None, WORD).alias("_own"),
        pl.lit(False).alias("_unreviewed"), pl.lit(False).alias("_own_unreviewed"),
    )  # fmt: skip
    missing = pl.format("jurisdiction:{}", pl.col("jurisdiction").cast(pl.String)).cast(WORD)
    duties = ("registration", "tier", "duration", "verification", "information")
    return pl.concat(
        [finding(here, duty, status=status("unknown"), rule=word("SORNA-GEN-3"), missing=missing) for duty in duties]
    )


def _wanted(facts: Facts, as_of: date, jurisdiction: str | None, persons: Iterable[int] | None) -> pl.Series | None:
    chosen = None if persons is None else pl.Series(sorted(set(persons)), dtype=pl.UInt32)
    if jurisdiction is None:
        return chosen
    here = facts.registrations.filter(
        (pl.col("jurisdiction") == jurisdiction) & (pl.col("ended_on") > as_of).fill_null(True)
    )["person"].unique()
    return here if chosen is None else here.filter(here.is_in(chosen.implode()))


def _only(facts: Facts, persons: pl.Series) -> Facts:
    wanted = persons.to_frame("person")
    return Facts(**{name: frame.join(wanted, on="person", how="semi") for name, frame in vars(facts).items()})


def _on(part: pl.DataFrame, code: str) -> pl.DataFrame:
    own = pl.when(pl.col("_own") == code).then("_own").alias("_own")
    return part.filter(pl.col("track").is_in([FEDERAL, code])).with_columns(own)


def _differs(read: Roll, code: str) -> bool:
    """Whether the registry's law asks for anything else than the federal floor, today or on any earlier day."""
    floor = read.book.policy(FEDERAL, read.as_of)
    return any(version.policy.differs(floor) for version in read.book.versions(code))


def _recorded(name: str) -> pl.Expr:
    return pl.col("recorded").alias(name)


__all__ = ["SCHEMA", "evaluate"]
