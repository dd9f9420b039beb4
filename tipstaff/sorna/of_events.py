"""Findings that a person has for each event: changes and departures reported, and journeys abroad announced."""

from collections.abc import Callable
from typing import Any

import polars as pl

from tipstaff.sorna import calendar, deadlines, rows, standing
from tipstaff.sorna.findings import DUTY
from tipstaff.sorna.lawbook import Policy, Version
from tipstaff.sorna.of_persons import bar_columns, bar_flags
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import finding, status, word, words

_PERSON = [
    "person", "track", "_own", "_unreviewed", "_own_unreviewed", "bar", "died_on", "start", "last_day", "high",
]  # fmt: skip
_Judge = Callable[[pl.DataFrame, Policy], pl.DataFrame]


def changes(
    people: pl.DataFrame, roll: Roll, versions: tuple[Version, ...], floor: Policy | None
) -> pl.DataFrame | None:
    """A row an event: whether it was reported in the time and manner that the law asks (SORNA-CHG, LODG, DEP)."""
    events = _of(people, roll.facts.changes)
    concerned = pl.col("jurisdiction").is_null() | (pl.col("jurisdiction") == pl.col("track").cast(pl.String))
    if floor is not None:
        events = events.filter(concerned)
    if not events.height:
        return None
    judged = _by(events, "event_date", versions, floor, deadlines.judge)
    law = roll.book.topic("deadlines")["events"]
    own_too = pl.col("jurisdiction").is_null() | (pl.col("jurisdiction") == pl.col("_own").cast(pl.String))
    judged = judged.with_columns(
        pl.when(own_too).then("_own").alias("_own"),
        pl.when(pl.col("reported_on") <= roll.as_of).then("reported_on").alias("reported_on"),
        pl.col("event").cast(pl.Enum(list(law)), strict=False).to_physical().cast(pl.UInt32).alias("_place"),
        pl.coalesce("record_id", pl.format("{}@{}", "event", "event_date")).alias("subject"),
    )
    return _changes(_apart(judged), roll, law, local=floor is not None)


def _changes(events: pl.DataFrame, roll: Roll, law: dict[str, dict[str, Any]], *, local: bool) -> pl.DataFrame:
    as_of, due, told, bar = pl.lit(roll.as_of), pl.col("due"), pl.col("reported_on"), pl.col("bar")
    in_person, before = pl.col("in_person"), pl.col("before_event").fill_null(False)
    # A report by letter of what must be told in person is none; one whose manner is not on file cannot be judged.
    by_letter = (pl.col("needs_person") & ~in_person & told.is_not_null()).fill_null(False)
    manner = (pl.col("needs_person") & in_person.is_null() & told.is_not_null()).fill_null(False)
    counts = told.is_not_null() & ~by_letter
    unable = pl.col("no_mechanism").fill_null(False)
    moot = _moot(law) | (pl.col("event_date") < pl.col("start")).fill_null(False)
    warned_on = calendar.add_days(due, -_warning(roll, law))
    missed = ~counts & (as_of > due)
    known = (
        pl.when(due.is_null()).then(status("unknown"))
        .when((missed | (counts & (told > due))) & unable).then(status("unknown"))
        .when(counts & (told <= due)).then(status("met"))
        .when(counts).then(status("late"))
        .when(missed).then(status("overdue"))
        .when(warned_on <= as_of).then(status("due_soon"))
        .otherwise(status("current"))
    )  # fmt: skip
    judged = pl.when(moot).then(status("not_required")).when(manner).then(status("unknown")).otherwise(known)
    unable_rule = (unable & (missed | (told > due))).fill_null(False)
    missing = (
        pl.when(moot).then(None).when(pl.col("_place").is_null()).then(word("event")).when(manner).then(word("in_person"))
        .when(due.is_null()).then(word("planned_days;actual_days")).when(unable_rule).then(word("mechanism"))
    )  # fmt: skip
    since = (
        pl.when(moot | manner).then(None).when(counts).then(told).when(missed).then(calendar.add_days(due, 1))
        .when(warned_on <= as_of).then(warned_on).otherwise("event_date")
    )  # fmt: skip
    rules = words([row["rule"] for row in law.values()], pl.col("_place")).fill_null(word("SORNA-CHG-1"))
    barred, free = bar_columns(bar), bar == standing.OPEN
    interval = pl.when(before).then(word("before the event")).otherwise(pl.col("_interval"))
    return finding(
        events,
        pl.lit(pl.Series([row.get("duty", "residence") for row in law.values()], dtype=DUTY)).gather("_place").fill_null(pl.lit("residence", DUTY)),
        subject=pl.col("subject"),
        status=pl.when(free).then(judged).otherwise(barred["status"]),
        due_on=due,
        grace_through_on=due,
        since_on=pl.when(free).then(since).otherwise(barred["since_on"]),
        rule=pl.when(free).then(pl.when(unable_rule).then(word("SORNA-CHG-3")).otherwise(rules)).otherwise(barred["rule"]),
        basis=pl.when(pl.col("trigger").is_not_null()).then(word("lodging_trigger")).otherwise(word("event_date")),
        basis_on=pl.coalesce("trigger", "event_date"),
        tier=rows.tier(pl.col("high")),
        interval=interval,
        missing=pl.when(free).then(missing).otherwise(barred["missing"]),
        flags=bar_flags(bar, local) | {
            "NOT_IN_PERSON": by_letter & free,
            "NO_MECHANISM": unable & free,
            "BEFORE_DUTY": ((pl.col("event_date") < pl.col("start")) & free).fill_null(False),
        },
    )  # fmt: skip


def journeys(
    people: pl.DataFrame, roll: Roll, versions: tuple[Version, ...], floor: Policy | None
) -> pl.DataFrame | None:
    """A row a journey abroad: whether it was announced in time (SORNA-TRAV)."""
    trips = _of(people, roll.facts.travel)
    if not trips.height:
        return None
    trips = trips.with_columns(
        pl.col("departs_on").alias("departure"),
        pl.when(pl.col("reported_on") <= roll.as_of).then("reported_on").alias("reported_on"),
        pl.coalesce("record_id", pl.format("{}@{}", pl.col("destination").fill_null("abroad"), "departs_on")).alias(
            "subject"
        ),
    )
    judged = _apart(_by(trips, "departs_on", versions, floor, deadlines.travel))
    as_of, due, told, bar = pl.lit(roll.as_of), pl.col("due"), pl.col("reported_on"), pl.col("bar")
    law = roll.book.topic("deadlines")
    moot = (pl.col("outcome") == "cancelled").fill_null(False) | (due < law["travel"]["from"]).fill_null(False)
    moot = moot | (due < pl.col("start")).fill_null(False)
    warned_on = calendar.add_days(due, -law["warning_days"]["travel"])
    notice = pl.col("status").cast(pl.String)
    known = (
        pl.when(due.is_null()).then(status("unknown")).when(notice == "timely").then(status("met"))
        .when(told.is_not_null()).then(status("late")).when(as_of > due).then(status("overdue"))
        .when(warned_on <= as_of).then(status("due_soon")).otherwise(status("current"))
    )  # fmt: skip
    since = (
        pl.when(moot).then(None).when(told.is_not_null()).then(told).when(as_of > due).then(calendar.add_days(due, 1))
        .when(warned_on <= as_of).then(warned_on)
    )  # fmt: skip
    barred, free = bar_columns(bar), bar == standing.OPEN
    return finding(
        judged,
        "travel",
        subject=pl.col("subject"),
        status=pl.when(free).then(pl.when(moot).then(status("not_required")).otherwise(known)).otherwise(barred["status"]),
        due_on=due,
        grace_through_on=due,
        since_on=pl.when(free).then(since).otherwise(barred["since_on"]),
        rule=pl.when(free).then(pl.when(notice == "exception_review").then(word("SORNA-TRAV-3")).otherwise(word("SORNA-TRAV-1"))).otherwise(barred["rule"]),
        basis=word("departs_on"),
        basis_on=pl.col("departs_on"),
        tier=rows.tier(pl.col("high")),
        interval=pl.col("_interval"),
        missing=pl.when(~free).then(barred["missing"]).when(due.is_null()).then(word("departs_on")),
        flags=bar_flags(bar, floor is not None) | {
            "EXCEPTION_REVIEW": (notice == "exception_review") & free,
            "REPORTED_AFTER_DEPARTURE": (notice == "after_departure") & free,
            "KNOWN_AFTER_DUE": ((pl.col("known_on") > due) & free & ~moot).fill_null(False),
        },
    )  # fmt: skip


def _of(people: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    return events.join(people.select(_PERSON), on="person", how="inner")


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
    if floor is not None:
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


def _moot(law: dict[str, dict[str, Any]]) -> pl.Expr:
    """Events that the law does not reach: before it said so, or a stay too short to be told."""
    since = pl.lit(pl.Series([row["from"] for row in law.values()], dtype=pl.Date)).gather("_place")
    too_short = (pl.col("event") == "temporary_lodging") & ~pl.col("triggered")
    return too_short.fill_null(False) | (pl.col("event_date") < since).fill_null(False)


def _warning(roll: Roll, law: dict[str, dict[str, Any]]) -> pl.Expr:
    days = roll.book.topic("deadlines")["warning_days"]
    by_event = [days[row["duty"]] if "duty" in row else 0 for row in law.values()]
    return pl.lit(pl.Series(by_event, dtype=pl.Int32)).gather("_place")
