"""Vectors of the kinds `duration`, `tolling` and `reduction`: how long the duty lasts."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from tipstaff.sorna import duration, reduction
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.vectors.fields import BadInput, Fields
from tipstaff.sorna.vectors.frames import INTERVALS, Result, custody_of, frame, rows

TIERS = ("I", "II", "III")
CONVICTION = {"tier", "release_date", "sentencing_date", "sentenced_to_imprisonment"}
DURATION = CONVICTION | {"policy", "custody", "absconded", "convictions"}
CONVICTIONS = {
    "person": pl.UInt32, "tier": pl.String, "release_date": pl.Date, "sentencing_date": pl.Date,
    "sentenced_to_imprisonment": pl.Boolean,
}  # fmt: skip
SUPERVISION = ("none", "completed", "ongoing", "revoked")
REDUCTION = {
    "policy", "tier", "juvenile_adjudication", "start", "custody", "as_of", "convictions_since", "supervision",
    "treatment_completed_on", "treatment_certified",
}  # fmt: skip
CASES = {
    "tier": pl.String, "juvenile_adjudication": pl.Boolean, "start": pl.Date, "as_of": pl.Date,
    "supervision_status": pl.String, "supervision_completed_on": pl.Date, "treatment_completed_on": pl.Date,
    "treatment_certified": pl.Boolean,
}  # fmt: skip
SINCE = {"person": pl.UInt32, "date": pl.Date, "punishable_gt_1yr": pl.Boolean, "sex_offense": pl.Boolean}


def judge_duration(inputs: Sequence[Any], policy: Policy) -> list[Result]:
    """One conviction: its period. Several: how long the duty lasts."""
    read = [Fields(values, DURATION) for values in inputs]
    several = [fields.has("convictions") for fields in read]
    convictions = [
        (person, *_conviction(given))
        for person, fields in enumerate(read)
        for given in (_several(fields) if several[person] else [fields])
    ]
    periods = duration.periods(
        pl.DataFrame(convictions, schema=CONVICTIONS, orient="row"),
        custody_of(read),
        policy,
        absconded=_absconded(read) if policy.absconding_tolls else None,  # else no input changes the result
    )
    # The contract has no word for a start that cannot be told: a period without one has not started.
    waiting = pl.lit("not_started", duration.STATE)
    periods = periods.with_columns(state=pl.when(pl.col("start").is_null()).then(waiting).otherwise("state"))
    alone = dict(
        zip(periods["person"], rows(periods, "start", "last_day", "life", "excluded_days", "state"), strict=True)
    )
    duty = duration.duty(periods)
    together = dict(zip(duty["person"], rows(duty, "last_day", "life", "state"), strict=True))
    return [together[person] if many else alone[person] for person, many in enumerate(several)]


def _several(fields: Fields) -> list[Fields]:
    given = fields.children("convictions", CONVICTION)
    if not given:
        raise BadInput("convictions: at least one is needed")
    return given


def _conviction(fields: Fields) -> tuple[object, ...]:
    release, imprisoned = fields.date("release_date"), fields.flag("sentenced_to_imprisonment")
    return (
        fields.word("tier", TIERS),
        release,
        fields.date("sentencing_date"),
        release is not None if imprisoned is None else imprisoned,
    )


def _absconded(read: Sequence[Fields]) -> pl.DataFrame:
    """Time as an absconder (SORNA-DUR-9), given as intervals; a bare yes has no dates that could toll anything."""
    dated = [
        (person, *interval)
        for person, fields in enumerate(read)
        if not isinstance(fields.raw("absconded"), bool)
        for interval in fields.intervals("absconded")
    ]
    return pl.DataFrame(dated, schema=INTERVALS, orient="row")


def judge_reduction(inputs: Sequence[Any], policy: Policy) -> list[Result]:
    """Whether a clean record may shorten the duty, and which conditions are unmet."""
    read = [Fields(values, REDUCTION) for values in inputs]
    since = [
        (person, given.date("date"), given.flag("punishable_gt_1yr"), given.flag("sex_offense"))
        for person, fields in enumerate(read)
        for given in fields.children("convictions_since", {"date", "punishable_gt_1yr", "sex_offense"})
    ]
    judged = reduction.judge(
        frame(CASES, (_case(fields) for fields in read)),
        custody_of(read),
        pl.DataFrame(since, schema=SINCE, orient="row"),
        policy,
    )
    return rows(judged, "available", "eligible_on_as_of", "earliest", "last_day_after_reduction", "unmet")


def _case(fields: Fields) -> tuple[object, ...]:
    supervision = fields.child("supervision", {"status", "completed_on"})
    certified = fields.flag("treatment_certified")
    return (
        fields.word("tier", TIERS),
        bool(fields.flag("juvenile_adjudication")),
        fields.date("start"),
        fields.date("as_of"),
        supervision.word("status", SUPERVISION),
        supervision.date("completed_on"),
        fields.date("treatment_completed_on"),
        True if certified is None else certified,
    )
