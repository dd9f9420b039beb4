"""Findings that a person has for each event: changes and departures reported, and journeys abroad announced."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from tipstaff.sorna import barred, calendar, deadlines, rows, standing
from tipstaff.sorna.findings import DUTY
from tipstaff.sorna.lawbook import Lawbook, Policy, Version
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import Columns, columns, status, word, words

_PERSON = [
    "person", "track", "_own", "_unreviewed", "_own_unreviewed", "bar", "died_on", "start", "last_day", "low", "high",
]  # fmt: skip
_Judge = Callable[[pl.DataFrame, Policy], pl.DataFrame]
_FREE = pl.col("bar") == standing.OPEN


def changes(
    people: pl.DataFrame, roll: Roll, versions: tuple[Version, ...], floor: Policy | None
) -> pl.DataFrame | None:
    """A row an event: whether it was reported in the time and manner that the law asks (SORNA-CHG, LODG, DEP)."""
    if not roll.facts.changes.height:
        return None
    events = roll.facts.changes.join(people.select(_PERSON), on="person", how="inner")
    if floor is not None:
        events = events.filter(_concerns("track"))
    if not events.height:
        return None
    judged = _by(events, "event_date", versions, floor, deadlines.judge).with_columns(_told(roll.book, roll.as_of))
    weighed = _apart(judged).with_columns(_weighed(roll.book, roll.as_of))
    return weighed.select(_change(roll.book, roll.as_of, floor is not None))


@lru_cache(maxsize=16)
def _told(book: Lawbook, day: date) -> list[pl.Expr]:
    """What was told by the day, of which event, and whether it is also a matter of the person's own registry."""
    law = book.topic("deadlines")["events"]
    return [
        pl.when(_concerns("_own")).then("_own").alias("_own"),
        pl.when(pl.col("reported_on") <= day).then("reported_on").alias("reported_on"),
        pl.col("event").cast(pl.Enum(list(law)), strict=False).to_physical().cast(pl.UInt32).alias("_place"),
        pl.coalesce("record_id", pl.format("{}@{}", "event", "event_date")).alias("subject"),
    ]


def _concerns(track: str) -> pl.Expr:
    """A change concerns the registry that it names, or any if it names none."""
    return pl.col("jurisdiction").is_null() | (pl.col("jurisdiction") == pl.col(track).cast(pl.String))


@lru_cache(maxsize=32)
def _weighed(book: Lawbook, day: date) -> list[pl.Expr]:
    """What bears on the answer, each once: whether the report counts, is lacking, or is beyond the law."""
    due, told, law = pl.col("due"), pl.col("reported_on"), book.topic("deadlines")["events"]
    # A report by letter of what must be told in person is none; one whose manner is not on file cannot be judged.
    needs_person, reported = pl.col("needs_person").fill_null(False), told.is_not_null()
    counts = reported & ~(needs_person & ~pl.col("in_person")).fill_null(False)
    too_early = (pl.col("event_date") < pl.col("start")).fill_null(False)
    return [
        counts.alias("_counts"),
        (needs_person & pl.col("in_person").is_null() & reported).alias("_manner"),
        (counts & (told > due)).fill_null(False).alias("_late"),
        (~counts & (due < day)).fill_null(False).alias("_missed"),
        too_early.alias("_too_early"),
        (too_early | _beyond_the_law(law)).alias("_moot"),
        (calendar.add_days(due, -_warning(book, law))).alias("_warned_on"),
        pl.col("no_mechanism").fill_null(False).alias("_unable"),
    ]


@lru_cache(maxsize=32)
def _change(book: Lawbook, day: date, local: bool) -> Columns:
    due, told, law = pl.col("due"), pl.col("reported_on"), book.topic("deadlines")["events"]
    counts, moot, manner, missed = (pl.col(name) for name in ("_counts", "_moot", "_manner", "_missed"))
    soon = pl.col("_warned_on") <= day
    unable = pl.col("_unable") & (missed | pl.col("_late"))
    stands = (
        pl.when(moot).then(status("not_required"))
        .when(manner | due.is_null() | unable).then(status("unknown"))
        .when("_late").then(status("late"))
        .when(counts).then(status("met"))
        .when(missed).then(status("overdue"))
        .when(soon).then(status("due_soon"))
        .otherwise(status("current"))
    )  # fmt: skip
    since = (
        pl.when(moot | manner).then(None)
        .when(counts).then(told)
        .when(missed).then(calendar.add_days(due, 1))
        .when(soon).then("_warned_on")
        .otherwise("event_date")
    )  # fmt: skip
    missing = (
        pl.when(moot).then(None)
        .when(pl.col("_place").is_null()).then(word("event"))
        .when(manner).then(word("in_person"))
        .when(pl.col("event_date").is_null()).then(word("event_date"))
        .when(due.is_null()).then(word("planned_days;actual_days"))
        .when(unable).then(word("mechanism"))
    )  # fmt: skip
    by_event = words([row["rule"] for row in law.values()], pl.col("_place")).fill_null(word("SORNA-CHG-1"))
    duties = pl.lit(pl.Series([row.get("duty", "residence") for row in law.values()], dtype=DUTY))
    before = pl.col("before_event").fill_null(False)
    return columns(
        duties.gather("_place").fill_null(pl.lit("residence", DUTY)),
        subject=pl.col("subject"),
        due_on=due,
        grace_through_on=due,
        basis=pl.when(pl.col("trigger").is_not_null()).then(word("lodging_trigger")).otherwise(word("event_date")),
        basis_on=pl.coalesce("trigger", "event_date"),
        tier=rows.tier(pl.col("high")),
        interval=pl.when(before).then(word("before the event")).otherwise(pl.col("_interval")),
        **_unless_barred(
            status=stands,
            since_on=since,
            rule=pl.when(unable).then(word("SORNA-CHG-3")).otherwise(by_event),
            missing=missing,
        ),
        flags=barred.flags(local)
        | {
            "NOT_IN_PERSON": told.is_not_null() & ~counts & _FREE,
            "NO_MECHANISM": pl.col("_unable") & _FREE,
            "BEFORE_DUTY": pl.col("_too_early") & _FREE,
        },
    )


def journeys(
    people: pl.DataFrame, roll: Roll, versions: tuple[Version, ...], floor: Policy | None
) -> pl.DataFrame | None:
    """A row a journey abroad: whether it was announced in time (SORNA-TRAV)."""
    if not roll.facts.travel.height:
        return None
    trips = roll.facts.travel.join(people.select(_PERSON), on="person", how="inner")
    if not trips.height:
        return None
    trips = trips.with_columns(_announced(roll.as_of))
    judged = _apart(_by(trips, "departs_on", versions, floor, deadlines.travel))
    return judged.select(_journey(roll.book, roll.as_of, floor is not None))


@lru_cache(maxsize=16)
def _announced(day: date) -> list[pl.Expr]:
    where = pl.col("destination").fill_null("abroad")
    return [
        pl.col("departs_on").alias("departure"),
        pl.when(pl.col("reported_on") <= day).then("reported_on").alias("reported_on"),
        pl.coalesce("record_id", pl.format("{}@{}", where, "departs_on")).alias("subject"),
    ]


@lru_cache(maxsize=32)
def _journey(book: Lawbook, day: date, local: bool) -> Columns:
    as_of, due, told, law = pl.lit(day), pl.col("due"), pl.col("reported_on"), book.topic("deadlines")
    cancelled = (pl.col("outcome") == "cancelled").fill_null(False)
    moot = cancelled | ((due < law["travel"]["from"]) | (due < pl.col("start"))).fill_null(False)
    warned_on = calendar.add_days(due, -law["warning_days"]["travel"])
    notice = pl.col("status")
    stands = (
        pl.when(moot).then(status("not_required"))
        .when(due.is_null()).then(status("unknown"))
        .when(notice == "timely").then(status("met"))
        .when(told.is_not_null()).then(status("late"))
        .when(as_of > due).then(status("overdue"))
        .when(warned_on <= as_of).then(status("due_soon"))
        .otherwise(status("current"))
    )  # fmt: skip
    since = (
        pl.when(moot).then(None)
        .when(told.is_not_null()).then(told)
        .when(as_of > due).then(calendar.add_days(due, 1))
        .when(warned_on <= as_of).then(warned_on)
    )  # fmt: skip
    review = notice == "exception_review"
    return columns(
        "travel",
        subject=pl.col("subject"),
        due_on=due,
        grace_through_on=due,
        basis=word("departs_on"),
        basis_on=pl.col("departs_on"),
        tier=rows.tier(pl.col("high")),
        interval=pl.col("_interval"),
        **_unless_barred(
            status=stands,
            since_on=since,
            rule=pl.when(review).then(word("SORNA-TRAV-3")).otherwise(word("SORNA-TRAV-1")),
            missing=pl.when(due.is_null() & ~moot).then(word("departs_on")),
        ),
        flags=barred.flags(local)
        | {
            "EXCEPTION_REVIEW": review & _FREE,
            "REPORTED_AFTER_DEPARTURE": (notice == "after_departure") & _FREE,
            "KNOWN_AFTER_DUE": (pl.col("known_on") > due) & _FREE & ~moot,
        },
    )


def _unless_barred(**values: pl.Expr) -> dict[str, rows.Value]:
    """The values for people whose duties are judged; for others what the bar says."""
    instead = barred.values()
    return {name: pl.when(_FREE).then(value).otherwise(instead[name]) for name, value in values.items()}


def _by(
    events: pl.DataFrame, dated: str, versions: tuple[Version, ...], floor: Policy | None, judge: _Judge
) -> pl.DataFrame:
    """Each event judged by the policy in force on its date (SORNA-GEN-4), and no later than the floor allows."""
    day = pl.col(dated).fill_null(versions[-1].since)
    parts = []
    for place, version in enumerate(versions):
        began = pl.lit(True) if place == 0 else day >= version.since
        own = events.filter(began & (day < version.until)) if len(versions) > 1 else events
        if own.height:
            parts.append(_judged(own, version.policy, floor, judge))
    return pl.concat(parts)


def _judged(events: pl.DataFrame, policy: Policy, floor: Policy | None, judge: _Judge) -> pl.DataFrame:
    given = events.rename({"in_person": "_in_person"}, strict=False)
    judged = judge(given, policy)
    interval = deadlines.interval(policy) if judge is deadlines.judge else f"{policy.travel_notice_days} days"
    if floor is not None and policy.differs(floor):
        judged = judged.with_columns(judge(given, floor)["due"].alias("_floor"))
        judged = judged.with_columns(pl.min_horizontal("due", "_floor").alias("due")).drop("_floor")
    judged = judged.with_columns(word(interval).alias("_interval"))
    return judged.rename({"in_person": "needs_person", "_in_person": "in_person"}, strict=False)


def _apart(events: pl.DataFrame) -> pl.DataFrame:
    """Subjects made unlike where a person has the same twice, numbered in the order of their dates."""
    same = events.select(pl.struct("person", "subject").is_duplicated()).to_series()
    if not same.any():
        return events
    twice = events.filter(same).sort("person", "subject", "due", "reported_on", nulls_last=True, maintain_order=True)
    turn = pl.int_range(1, pl.len() + 1).over("person", "subject")
    numbered = pl.when(turn > 1).then(pl.format("{} #{}", "subject", turn)).otherwise("subject")
    return pl.concat([events.filter(~same), twice.with_columns(numbered.alias("subject"))])


def _beyond_the_law(law: dict[str, dict[str, Any]]) -> pl.Expr:
    """Events that the law does not reach: before it said so, or a stay too short to be told."""
    since = pl.lit(pl.Series([row["from"] for row in law.values()], dtype=pl.Date)).gather("_place")
    too_short = (pl.col("event") == "temporary_lodging") & ~pl.col("triggered")
    return too_short.fill_null(False) | (pl.col("event_date") < since).fill_null(False)


def _warning(book: Lawbook, law: dict[str, dict[str, Any]]) -> pl.Expr:
    days = book.topic("deadlines")["warning_days"]
    by_event = [days[row["duty"]] if "duty" in row else 0 for row in law.values()]
    return pl.lit(pl.Series(by_event, dtype=pl.Int32)).gather("_place")
