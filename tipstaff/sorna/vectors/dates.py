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
                fields.whole("birth_month"),
                bool(fields.flag("transient")),
                fields.date("as_of"),
            )
            for fields in read
        ),
    )
    return rows(verification.judge(cases, custody_of(read), policy), "due", "recommended_by", "grace_through", "status")


def judge_deadline(values: Any, policy: Policy) -> Result:
    """By when one event must be reported, or a journey announced."""
    event = Fields(values, CHANGE | JOURNEY).needed_word("event")
    if event == TRAVEL:
        fields = Fields(values, JOURNEY)
        journeys = frame(JOURNEYS, [tuple(fields.date(name) for name in JOURNEYS)], keyed=False)
        return rows(deadlines.travel(journeys, policy), "due", "notice_days", "status")[0]
    fields = Fields(values, CHANGE)
    numbers = (fields.whole("planned_days"), fields.whole("actual_days"), fields.date("extended_on"))
    judged = _judge_event(policy, event, fields.date("event_date"), *numbers)
    return _lodging(judged) if event == LODGING else _change(judged)


def due_after(event: str, day: date | None, policy: Policy) -> date | None:
    """The day by which an event of that day must be reported."""
    due: date | None = _judge_event(policy, event, day, None, None, None)["due"].item()
    return due


def _judge_event(policy: Policy, *values: object) -> pl.DataFrame:
    return deadlines.judge(frame(EVENTS, [values], keyed=False), policy)


def _lodging(judged: pl.DataFrame) -> Result:
    result = rows(judged, "triggered", "due", "trigger", "in_person")[0]
    return result if result["triggered"] else {"triggered": result["triggered"], "due": None}


def _change(judged: pl.DataFrame) -> Result:
    result = rows(judged, "due", "in_person", "before_event")[0]
    return (
        {"due": result["due"]}
        | {name: result[name] for name in ("in_person",) if result[name] is not None}
        | ({"before_event": True} if result["before_event"] else {})
    )
