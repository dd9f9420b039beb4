"""The people whom a roll is about, a row each, with what every track needs to know of them.

Nothing here depends on a policy: it is read from the facts once and used by every track.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import polars as pl

from tipstaff.sorna import custody as stays_in
from tipstaff.sorna import information, tier
from tipstaff.sorna.facts import Facts
from tipstaff.sorna.frames import CODE, TIER, code_of, in_order, repeated
from tipstaff.sorna.lawbook import Lawbook, Policy
from tipstaff.sorna.rows import WORD

REGISTRY = (
    "jurisdiction", "registered_on", "initial_event", "initial_event_on", "recorded", "last_full", "last_possible",
)  # fmt: skip


@dataclass(frozen=True)
class Roll:
    """Everyone asked about, and their open registrations, on one day under one lawbook."""

    facts: Facts
    as_of: date
    book: Lawbook
    people: pl.DataFrame  # person, died_on, birth_month, transient, held_since, _missing; a row a person
    registrations: pl.DataFrame  # open ones: person, jurisdiction, registered_on, initial_event(_on), recorded, last_*
    convictions: pl.DataFrame  # with the person's date of birth and whether vacated by as_of
    stays: pl.DataFrame  # custody, merged
    _judged: dict[tuple[object, ...], pl.DataFrame] = field(default_factory=dict, repr=False)

    def judged(self, policy: Policy) -> pl.DataFrame:
        """The convictions with coverage and tier; once for all policies that do not differ in it."""
        settings = tuple(policy.values()[name] for name in _TIER_SETTINGS)
        if settings not in self._judged:
            self._judged[settings] = tier.with_history(self.convictions, policy)
        return self._judged[settings]

    @property
    def unreviewed(self) -> list[str]:
        """Codes of jurisdictions of which only the federal floor is loaded."""
        return [code for code, own in self.book.jurisdictions.items() if not own.reviewed]

    def offices(self, policy: Policy) -> tuple[tuple[str, Policy], ...]:
        """Jurisdictions whose offices are closed on other days than the policy's: nobody is overdue for that."""
        return _offices(self.book, policy, self.as_of)

    def supervised(self, people: pl.DataFrame) -> pl.DataFrame:
        """Supervision and treatment of each of these people, in the terms of `reduction`."""
        return _supervised(self.facts.supervision.join(people.select("person"), on="person", how="semi"))


@lru_cache(maxsize=32)
def _offices(book: Lawbook, policy: Policy, as_of: date) -> tuple[tuple[str, Policy], ...]:
    found = ((code, book.policy(code, as_of)) for code in book.jurisdictions)
    return tuple((code, own) for code, own in found if own.closed_days != policy.closed_days)


_TIER_SETTINGS = ("tier_table_profile", "tribal_felony_equivalence", "juvenile_scope", "became_on")


def read(facts: Facts, as_of: date, book: Lawbook) -> Roll:
    facts = Facts(**{name: in_order(frame) for name, frame in vars(facts).items()})
    stays = stays_in.merged(facts.custody)
    births = _first(facts.dates_of_birth.filter(pl.col("kind") == "actual"))
    people = _first(facts.persons).select(
        "person",
        pl.when(pl.col("died_on") <= as_of).then("died_on").alias("died_on"),
        information.of_persons(book).alias("_missing"),
    )
    homes = _homes(facts.addresses, as_of)
    people = (
        people.join(births.select("person", born_on="date_of_birth"), on="person", how="left", maintain_order="left")
        .join(homes, on="person", how="left", maintain_order="left")
        .with_columns(birth_month=pl.col("born_on").dt.month().cast(pl.Int32))
    )
    people = information.of_tables(people, facts, as_of, book)
    people = _held(people, stays, as_of)
    registrations = _registrations(facts, as_of, book)
    return Roll(facts, as_of, book, people.drop("_home"), registrations, _convictions(facts, births, as_of), stays)


def _first(frame: pl.DataFrame) -> pl.DataFrame:
    """The first row of each person."""
    return frame.filter(pl.col("person").ne_missing(pl.col("person").shift(1)))


def _homes(addresses: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Whether the person has a place on file today, and whether it is none that is fixed (SORNA-RES-3, VER-7)."""
    kind, fixed = pl.col("kind"), pl.col("street").is_not_null() | pl.col("description").is_not_null()
    now = (pl.col("from_on").fill_null(as_of) <= as_of) & (pl.col("to_on").fill_null(as_of) >= as_of)
    lives = addresses.filter(now & ((kind == "residence") | (kind == "transient_area")))
    found = lives.select(
        "person", _home=fixed, transient=pl.col("transient").fill_null(False) | (kind == "transient_area")
    )
    several = repeated(found["person"])
    if not several.any():
        return found
    joint = (
        found.filter(several)
        .group_by("person", maintain_order=True)
        .agg(pl.col("_home").any(), pl.col("transient").any())
    )
    return pl.concat([found.filter(~several), joint])


def _held(people: pl.DataFrame, stays: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Adds held_since, the first day of the custody in which the person is on as_of."""
    if not stays.height:
        return people.with_columns(pl.lit(None, pl.Date).alias("held_since"))
    day = pl.lit(as_of).to_physical()
    now = stays.filter((pl.col("began") <= day) & (day < pl.col("ended")))
    since = now.select("person", held_since=pl.col("began").cast(pl.Date))
    return people.join(since, on="person", how="left", maintain_order="left")


def _convictions(facts: Facts, births: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Convictions as the rules read them. One dated after as_of is not one yet, nor is a release still to come."""
    born = births.select("person", offender_born_on="date_of_birth")
    rows = facts.convictions.filter((pl.col("conviction_date") <= as_of).fill_null(True))
    young = rows.filter(pl.col("juvenile_adjudication").fill_null(False)).height > 0
    if young:
        rows = rows.join(born, on="person", how="left", maintain_order="left")
    released = pl.col("release_date")
    return rows.with_columns(
        (pl.col("vacated_on") <= as_of).alias("vacated"),
        pl.when(released <= as_of).then(released).alias("release_date"),
        pl.coalesce("sentenced_to_imprisonment", released.is_not_null()).alias("sentenced_to_imprisonment"),
    )


def _registrations(facts: Facts, as_of: date, book: Lawbook) -> pl.DataFrame:
    """Open registrations with the last appearance at each; one that began later than as_of has not begun."""
    began = pl.col("registered_on")
    rows = facts.registrations.filter(
        (pl.col("ended_on") > as_of).fill_null(True), pl.col("jurisdiction").is_not_null()
    ).select(
        "person",
        "jurisdiction",
        pl.when(began <= as_of).then(began).alias("registered_on"),
        "initial_event",
        "initial_event_on",
        code_of(pl.col("tier").cast(TIER, strict=False)).cast(CODE).alias("recorded"),
    )
    found = sorted(rows["jurisdiction"].unique(), key=lambda code: (code not in book.jurisdictions, code))
    codes = pl.Enum(found[:_CODES])
    place = pl.col("jurisdiction").cast(codes, strict=False).to_physical().cast(pl.UInt64)
    registry = (pl.col("person").cast(pl.UInt64) * _CODES + place).alias("_registry")
    rows = _apart(rows.with_columns(registry))
    seen = facts.verifications.with_columns(registry).filter(pl.col("_registry").is_not_null())
    for name, last in _last_appearances(seen, as_of, book).items():
        day = pl.lit(None, pl.Date).alias(name)
        rows = rows.join(last.rename({"day": name}), on="_registry", how="left", maintain_order="left") if (
            last.height
        ) else rows.with_columns(day)  # fmt: skip
    return rows.with_columns(
        pl.max_horizontal("last_full", "last_possible").alias("last_possible"), pl.col("jurisdiction").cast(WORD)
    ).drop("_registry")


def _apart(rows: pl.DataFrame) -> pl.DataFrame:
    """One registration for each person and jurisdiction, the first."""
    several = repeated(rows["person"])
    if not several.any():
        return rows
    extra = rows.with_row_index("_row").filter(several)
    extra = extra.filter(~extra["_registry"].is_first_distinct())
    return rows.filter(~pl.int_range(pl.len()).is_in(extra["_row"].implode())) if extra.height else rows


def _last_appearances(seen: pl.DataFrame, as_of: date, book: Lawbook) -> dict[str, pl.DataFrame]:
    """For each registry the last appearance that counts, and the last that may count (SORNA-VER-8)."""
    law = book.topic("verification")["counts"]
    by_mail = pl.col("mode").is_in(law["never_modes"]).fill_null(False)
    full = pl.all_horizontal(law["requires"]) & ~by_mail
    past = pl.col("verified_on") <= as_of
    return {"last_full": _last(seen.filter(past & full)), "last_possible": _last(seen.filter(past & full.is_null()))}


def _last(seen: pl.DataFrame) -> pl.DataFrame:
    """The last day for each registry. Sorting numbers that hold both is several times as fast as grouping."""
    if not seen.height:
        return pl.DataFrame(schema={"_registry": pl.UInt64, "day": pl.Date})
    both = pl.col("_registry") * _SPAN + (pl.col("verified_on").to_physical() + _SPAN // 2).cast(pl.UInt64)
    packed = seen.select(both.sort().alias("both")).with_columns(pl.col("both").floordiv(_SPAN).alias("_registry"))
    last = pl.col("_registry").ne_missing(pl.col("_registry").shift(-1))
    day = (pl.col("both").mod(_SPAN).cast(pl.Int32) - _SPAN // 2).cast(pl.Date)
    return packed.filter(last).select("_registry", day.alias("day"))


_CODES, _SPAN = 2**12, 2**20  # person, code and day share one number of 64 bits


def _supervised(supervision: pl.DataFrame) -> pl.DataFrame:
    """The conditions C and D of SORNA-RED-4. Treatment counts only where the record shows that it was certified."""
    kind, state, done = pl.col("kind"), pl.col("status"), pl.col("completed_on")
    treatment = kind == "treatment"
    ordered = ~treatment & (kind != "none")
    over = (state == "completed").fill_null(False)
    found = supervision.group_by("person").agg(
        (ordered & (state == "revoked").fill_null(False)).any().alias("revoked"),
        (ordered & ~over).any().alias("ongoing"),
        (ordered & over & done.is_null()).any().alias("undated"),
        (ordered & over).any().alias("completed"),
        (kind == "none").any().alias("none"),
        done.filter(ordered & over).max().alias("supervision_completed_on"),
        done.filter(treatment & over & pl.col("certified").fill_null(False)).min().alias("treatment_completed_on"),
    )
    return found.select(
        "person",
        pl.when("revoked").then(pl.lit("revoked")).when("ongoing").then(pl.lit("ongoing"))
        .when("completed").then(pl.lit("completed")).when("none").then(pl.lit("none")).alias("supervision_status"),
        pl.when(~pl.col("undated")).then("supervision_completed_on").alias("supervision_completed_on"),
        "treatment_completed_on",
        pl.col("treatment_completed_on").is_not_null().alias("treatment_certified"),
    )  # fmt: skip
