"""By when a change, a departure or a journey abroad is reported (section 5): a row an event."""

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from tipstaff.sorna import calendar
from tipstaff.sorna.frames import Schema, conform
from tipstaff.sorna.lawbook import Lawbook, Policy

EVENT: Schema = {
    "event": pl.String, "event_date": pl.Date, "planned_days": pl.Int32, "actual_days": pl.Int32,
    "extended_on": pl.Date,
}  # fmt: skip
JOURNEY: Schema = {"departure": pl.Date, "reported_on": pl.Date, "known_on": pl.Date}
TRAVEL_STATUS = pl.Enum(("timely", "late", "exception_review", "after_departure", "not_reported"))


@dataclass(frozen=True, slots=True)
class EventTable:
    """Events by place, as columns to look up; what is unknown of an event is null."""

    kind: pl.DataType
    when: pl.Series  # of WHEN
    in_person: pl.Series
    before: pl.Series

    def place(self) -> pl.Expr:
        return pl.col("event").cast(self.kind, strict=False).to_physical().cast(pl.UInt32)


WHEN = pl.Enum(("after", "immediately", "before"))


@lru_cache(maxsize=16)
def event_table(book: Lawbook) -> EventTable:
    events = book.topic("deadlines")["events"]
    rows = list(events.values())
    return EventTable(
        pl.Enum(list(events)),
        pl.Series([row["when"] for row in rows], dtype=WHEN),
        pl.Series([row.get("in_person") for row in rows], dtype=pl.Boolean),
        pl.Series([True if row["when"] == "before" else None for row in rows], dtype=pl.Boolean),
    )


def judge(events: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Adds due, in_person, before_event (true or null), and for temporary lodging triggered and trigger.

    in_person is null where the duty is a jurisdiction's. An event that the lawbook does not know has no due date.
    """
    facts = conform(events, EVENT).with_columns(_places(policy)).with_columns(_stays(policy))
    return facts.with_columns(_dues(policy)).drop("_place", "_when", "_lodging")


@lru_cache(maxsize=64)
def _places(policy: Policy) -> list[pl.Expr]:
    return [
        event_table(policy.book).place().alias("_place"),
        (pl.col("event") == "temporary_lodging").alias("_lodging"),
    ]


@lru_cache(maxsize=64)
def _stays(policy: Policy) -> list[pl.Expr]:
    table, lodging = event_table(policy.book), pl.col("_lodging")
    return [
        pl.when(lodging).then(lodging_triggered(policy)).alias("triggered"),
        pl.when(lodging).then(lodging_trigger(policy)).alias("trigger"),
        pl.lit(table.when).gather("_place").alias("_when"),
    ]


@lru_cache(maxsize=64)
def _dues(policy: Policy) -> list[pl.Expr]:
    table, lodging = event_table(policy.book), pl.col("_lodging")
    counted_from = pl.when(lodging).then("trigger").otherwise("event_date")
    immediately = policy.book.topic("deadlines")["business_days"]["immediately"]["value"]
    at_once = calendar.business_days_after(pl.col("event_date"), immediately, policy)
    due = (
        pl.when(pl.col("_when") == "after").then(reported_by(counted_from, policy))
        .when(pl.col("_when") == "before").then("event_date")
        .when(pl.col("_when") == "immediately").then(at_once)
    )  # fmt: skip
    due_in_person = pl.when(pl.col("triggered").fill_null(~lodging)).then(pl.lit(table.in_person).gather("_place"))
    before = pl.lit(table.before).gather("_place")
    return [due.alias("due"), due_in_person.alias("in_person"), before.alias("before_event")]


def reported_by(day: pl.Expr, policy: Policy) -> pl.Expr:
    """The last day for a report: the earliest of the federal and the local business days and local calendar days."""
    federal = policy.book.topic("deadlines")["business_days"]["federal"]["value"]
    due = calendar.business_days_after(day, min(federal, policy.change_report_business_days), policy)
    if policy.change_report_calendar_days:
        return pl.min_horizontal(due, calendar.add_days(day, policy.change_report_calendar_days))
    return due


def interval(policy: Policy) -> str:
    """The time for a report, in words."""
    federal = policy.book.topic("deadlines")["business_days"]["federal"]["value"]
    days = min(federal, policy.change_report_business_days)
    words = "1 business day" if days == 1 else f"{days} business days"
    calendar_days = policy.change_report_calendar_days
    return f"{words}, at most {calendar_days} calendar days" if calendar_days else words


def lodging_triggered(policy: Policy) -> pl.Expr:
    """SORNA-LODG-1: planned for seven days or more, or stayed or extended to that; null if nothing is known."""
    days = policy.book.topic("deadlines")["lodging"]["days"]["value"]
    extended, planned, actual = pl.col("extended_on").is_not_null(), pl.col("planned_days"), pl.col("actual_days")
    long = (planned >= days).fill_null(False) | (actual >= days).fill_null(False) | extended
    return pl.when(long).then(True).when(planned.is_not_null() | actual.is_not_null()).then(False)


def lodging_trigger(policy: Policy) -> pl.Expr:
    """The day that makes it reportable: arrival if planned, else the day it was extended or the seventh day."""
    days = policy.book.topic("deadlines")["lodging"]["days"]["value"]
    arrived, planned = pl.col("event_date"), (pl.col("planned_days") >= days).fill_null(False)
    decided = pl.max_horizontal("extended_on", pl.when(pl.col("extended_on").is_not_null()).then(arrived))
    unplanned = pl.min_horizontal(decided, calendar.add_days(arrived, days - 1))
    return pl.when(planned).then(arrived).when(lodging_triggered(policy)).then(unplanned)


def travel(journeys: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Adds due, notice_days (null if not reported) and status (SORNA-TRAV-1, TRAV-3)."""
    return conform(journeys, JOURNEY).with_columns(_notice(policy))


@lru_cache(maxsize=64)
def _notice(policy: Policy) -> list[pl.Expr]:
    departs, reported, known = pl.col("departure"), pl.col("reported_on"), pl.col("known_on")
    due = calendar.add_days(departs, -policy.travel_notice_days)
    status = (
        pl.when(departs.is_null()).then(None)
        .when(reported.is_null()).then(_status("not_reported"))
        .when(reported <= due).then(_status("timely"))
        .when(reported >= departs).then(_status("after_departure"))
    )  # fmt: skip
    if policy.emergency_exception:
        at_once = reported <= calendar.business_days_after(known, policy.emergency_report_days, policy)
        status = status.when((known > due) & at_once).then(_status("exception_review"))
    return [
        due.alias("due"),
        (departs.to_physical() - reported.to_physical()).alias("notice_days"),
        status.otherwise(_status("late")).alias("status"),
    ]


def _status(name: str) -> pl.Expr:
    return pl.lit(name, TRAVEL_STATUS)
