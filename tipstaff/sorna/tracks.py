"""The federal track and the tracks of registries (SORNA-GEN-1): who is judged together, under which policy.

Where a registry's law is the federal floor and the person has no other registry, its rows are the federal ones; every
other registry's track is judged by itself.
"""

from functools import lru_cache

import polars as pl

from tipstaff.sorna import barred, of_events, of_persons, of_reduction, of_registries, rows, standing
from tipstaff.sorna.frames import repeated
from tipstaff.sorna.lawbook import FEDERAL, Lawbook, Policy
from tipstaff.sorna.roll import REGISTRY, Roll
from tipstaff.sorna.rows import WORD, Columns, columns, status, word

# Where the person stands the same under the federal floor of a registry as under federal law.
_SHARED = [standing.OPEN, standing.DEAD, standing.OVER, standing.OVER_BY_TIER, standing.OVER_BY_COVERAGE]
_NO_OWN = (pl.lit(None, WORD).alias("_own"), pl.lit(False).alias("_own_unreviewed"))
_ON_FILE = (pl.col("recorded").alias("recorded_low"), pl.col("recorded").alias("recorded_high"))


def federal(read: Roll) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """The federal rows, and the registries whose rows they are too: person and _own."""
    policy, here = read.book.policy(FEDERAL, read.as_of), _with_registry(read)
    several, others = repeated(here["person"]), here.clear()
    if several.any():
        first = here["person"].is_first_distinct()
        here, others = _with_every_tier(here, several).filter(first), here.filter(~first)
    here = standing.judge(here, read, policy)
    shared = here.filter(pl.col("bar").is_in(_SHARED) & pl.col("_own").is_not_null())
    own = pl.when(pl.col("bar") == standing.OPEN).then("_own").alias("_own")
    parts = _duties(here.with_columns(own), others, read, policy, None, FEDERAL)
    moot = standing.as_local(shared.filter(pl.col("bar") != standing.OPEN))
    if moot.height:
        parts += _duties(moot, others.clear(), read, policy, policy, FEDERAL)
    return parts, shared.select("person", "_own")


def local(read: Roll, shared: pl.DataFrame, only: str | None) -> list[pl.DataFrame]:
    """The rows of registries, or of one, that are not shared with the federal track."""
    left = read.registrations if only is None else read.registrations.filter(pl.col("jurisdiction") == only)
    left = left.join(shared, left_on=["person", "jurisdiction"], right_on=["person", "_own"], how="anti")
    if not left.height:
        return []
    known = pl.col("jurisdiction").is_in(list(read.book.jurisdictions))
    parts, left = _unknown(left.filter(~known)), left.filter(known)
    stricter = _stricter(read.book, read.book.policy(FEDERAL, read.as_of))
    for code in sorted(stricter.intersection(left["jurisdiction"].unique().cast(pl.String))):
        parts += _track(left.filter(pl.col("jurisdiction") == code), read, code)
    left = left.filter(~pl.col("jurisdiction").is_in(list(stricter)))
    while left.height:  # the first registry of each person, then the second …: rows of a track are a row a person
        first = left["person"].is_first_distinct()
        parts += _track(left.filter(first), read, FEDERAL)
        left = left.filter(~first)
    return parts


def _track(registrations: pl.DataFrame, read: Roll, code: str) -> list[pl.DataFrame]:
    """The tracks of registries with the law of `code`; a row a person."""
    here = registrations.join(read.people, on="person", how="inner").with_columns(
        pl.col("jurisdiction").alias("track"),
        pl.lit(True).alias("registered"),
        pl.col("jurisdiction").is_in(read.unreviewed).alias("_unreviewed"),
        *_NO_OWN,
        *_ON_FILE,
    )
    policy, floor = read.book.policy(code, read.as_of), read.book.policy(FEDERAL, read.as_of)
    here = standing.judge(here, read, policy, floor)
    return _duties(here, here.clear(), read, policy, floor, code)


def _duties(
    here: pl.DataFrame, others: pl.DataFrame, read: Roll, policy: Policy, floor: Policy | None, code: str
) -> list[pl.DataFrame]:
    """Every duty of people on a track. `others`: further registries of the same people, for the federal track."""
    free, versions = here.filter(pl.col("bar") == standing.OPEN), read.book.versions(code)
    parts: list[pl.DataFrame | None] = [
        *barred.findings(here.filter(pl.col("bar") != standing.OPEN), floor is not None),
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
            of_reduction.clean_record(free, read, policy),
            of_persons.complete(free, read),
        ]
    return [part for part in parts if part is not None and part.height]


def _with_registry(read: Roll) -> pl.DataFrame:
    """A row for each person and open registration, or for the person alone."""
    here = read.people.join(read.registrations, on="person", how="left", maintain_order="left_right")
    stricter = _stricter(read.book, read.book.policy(FEDERAL, read.as_of))
    floors = [code for code in read.book.jurisdictions if code not in stricter]
    alone = ~pl.lit(repeated(here["person"]))
    return here.with_columns(
        word(FEDERAL).alias("track"),
        pl.col("jurisdiction").is_not_null().alias("registered"),
        pl.lit(False).alias("_unreviewed"),
        pl.when(alone & pl.col("jurisdiction").is_in(floors)).then("jurisdiction").alias("_own"),
        pl.col("jurisdiction").is_in(read.unreviewed).alias("_own_unreviewed"),
        *_ON_FILE,
    )


def _with_every_tier(here: pl.DataFrame, several: pl.Series) -> pl.DataFrame:
    """People with several registries: the lowest and the highest tier that any of them has on file."""
    recorded = pl.col("recorded")
    found = here.filter(several).group_by("person").agg(recorded.min().alias("_low"), recorded.max().alias("_high"))
    return (
        here.join(found, on="person", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("_low", "recorded_low").alias("recorded_low"),
            pl.coalesce("_high", "recorded_high").alias("recorded_high"),
        )
        .drop("_low", "_high")
    )


def _at_each(free: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """A row for each registry: those of `free`, and further ones with what is known of the person."""
    if not others.height:
        return free
    of_person = [name for name in free.columns if name not in REGISTRY]
    added = others.select("person", *REGISTRY).join(free.select(of_person), on="person", how="inner")
    return pl.concat([free, added.select(free.columns)])


def _unknown(registrations: pl.DataFrame) -> list[pl.DataFrame]:
    """Tracks of registries that the lawbook does not have: nothing can be said of them (SORNA-GEN-3)."""
    if not registrations.height:
        return []
    here = registrations.with_columns(
        pl.col("jurisdiction").alias("track"), pl.lit(False).alias("_unreviewed"), *_NO_OWN
    )
    return [here.select(_nothing(duty)) for duty in ("registration", "tier", "duration", "verification", "information")]


@lru_cache(maxsize=8)
def _nothing(duty: str) -> Columns:
    missing = pl.format("jurisdiction:{}", pl.col("jurisdiction").cast(pl.String)).cast(WORD)
    return columns(duty, status=status("unknown"), rule=word("SORNA-GEN-3"), missing=missing)


@lru_cache(maxsize=32)
def _stricter(book: Lawbook, floor: Policy) -> frozenset[str]:
    """Registries whose law asks for anything else than the federal floor, today or on any other day."""
    return frozenset(
        code for code in book.jurisdictions if any(version.policy.differs(floor) for version in book.versions(code))
    )
