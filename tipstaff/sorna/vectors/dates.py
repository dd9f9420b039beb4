"""Vectors of the kinds `verification` and `deadline`: what is due when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from tipstaff.sorna import deadlines, verification
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.vectors.fields import Fields
from tipstaff.sorna.vectors.frames import Result, custody_of, frame, rows

TIERS = ("I", "II", "III")
VERIFICATION = {
    "policy", "tier", "last_verification", "registration_date", "birth_month", "transient", "custody", "as_of",
}  # fmt: skip
CASES = {
    "tier": pl.String, "last_verification": pl.Date, "registration_date": pl.Date, "birth_month": pl.Int32,
    "transient": pl.Boolean, "as_of": pl.Date,
}  # fmt: skip
CHANGE = {"policy", "event", "event_date", "planned_days", "actual_days", "extended_on"}
EVENTS = {
    "event": pl.String, "event_date": pl.Date, "planned_days": pl.Int32, "actual_days": pl.Int32,
    "extended_on": pl.Date,
}  # fmt: skip
JOURNEY = {"policy", "event", "departure", "reported_on", "known_on"}
JOURNEYS = {"departure": pl.Date, "reported_on": pl.Date, "known_on": pl.Date}
TRAVEL, LODGING = "international_travel", "temporary_lodging"


def judge_verification(inputs: Sequence[Any], policy: Policy) -> list[Result]:
    """Due, the two business days beside it, and how the appearance stands."""
    read = [Fields(values, VERIFICATION) for values in inputs]
    cases = frame(
        CASES,
        (
            (
                fields.word("tier", TIERS),
                fields.date("last_verification"),
                fields.date("registration_date"),
                fields.whole("birth_month", 1, 12),
                bool(fields.flag("transient")),
                fields.date("as_of"),
            )
            for fields in read
        ),
    )
    return rows(verification.judge(cases, custody_of(read), policy), "due", "recommended_by", "grace_through", "status")


def judge_deadline(inputs: Sequence[Any], policy: Policy) -> list[Result]:
    """By when events must be reported, and journeys announced."""
    read = [Fields(values, CHANGE | JOURNEY) for values in inputs]
    known = {TRAVEL, *policy.book.topic("deadlines")["events"]}
    journeys = {place: fields for place, fields in enumerate(read) if fields.needed_word("event", known) == TRAVEL}
    events = {place: fields for place, fields in enumerate(read) if place not in journeys}
    results: dict[int, Result] = {}
    if journeys:
        asked = frame(JOURNEYS, (tuple(map(fields.date, JOURNEYS)) for fields in journeys.values()), keyed=False)
        results |= zip(journeys, rows(deadlines.travel(asked, policy), "due", "notice_days", "status"), strict=True)
    if events:
        judged = deadlines.judge(frame(EVENTS, map(_values, events.values()), keyed=False), policy)
        found = rows(judged, "event", "due", "in_person", "before_event", "triggered", "trigger")
        results |= zip(events, map(_as_written, found), strict=True)
    return [results[place] for place in range(len(inputs))]


def _values(fields: Fields) -> tuple[object, ...]:
    return (
        fields.needed_word("event"),
        fields.date("event_date"),
        fields.whole("planned_days"),
        fields.whole("actual_days"),
        fields.date("extended_on"),
    )


def _as_written(judged: Result) -> Result:
    """The keys that section 13 names for the event, and no others."""
    due = {"due": judged["due"]}
    if judged["event"] == LODGING:
        if not judged["triggered"]:  # the contract knows yes and no: what nothing on file triggers is not triggered
            return {"triggered": False} | due
        return {name: judged[name] for name in ("triggered", "due", "trigger", "in_person")}
    in_person = {} if judged["in_person"] is None else {"in_person": judged["in_person"]}
    return due | in_person | ({"before_event": True} if judged["before_event"] else {})


def due_after(event: str, day: date | None, policy: Policy) -> date | None:
    """The day by which an event of that day must be reported."""
    judged = deadlines.judge(pl.DataFrame({"event": [event], "event_date": [day]}, schema_overrides=EVENTS), policy)
    due: date | None = judged["due"].item()
    return due
