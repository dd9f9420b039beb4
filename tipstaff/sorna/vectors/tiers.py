"""Vectors of the kind `tier`: is the offense covered, which tier, and the tiers of a history."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from tipstaff.sorna import tier
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.vectors.fields import BadInput, Fields
from tipstaff.sorna.vectors.frames import Result, rows

INPUT = {"policy", "offense", "history"}
OFFENSE = {
    "statute", "category", "conduct", "victim_age", "punishable_gt_1yr", "offense_date", "convicting",
    "analogue_gt_1yr", "offender_is_parent", "juvenile_adjudication", "consensual", "foreign", "vacated",
    "conviction_date", "sentencing_date",
}  # fmt: skip
COMPARABLE = ("2241ab", "2241c", "none")
OFFENSES = {
    "person": pl.UInt32, "statute": pl.String, "category": pl.String, "conduct": pl.String, "victim_age": pl.Int32,
    "punishable_gt_1yr": pl.Boolean, "analogue_gt_1yr": pl.Boolean, "offense_date": pl.Date,
    "conviction_date": pl.Date, "sentencing_date": pl.Date, "convicting": pl.String, "convicting_code": pl.String,
    "offender_is_parent": pl.Boolean, "juvenile_adjudication": pl.Boolean, "juvenile_comparable": pl.String,
    "consensual": pl.Boolean, "custodial_authority": pl.Boolean, "offender_born_on": pl.Date,
    "victim_born_on": pl.Date, "state_dept_fair_trial": pl.Boolean, "jurisdiction_finding_fair": pl.Boolean,
    "vacated": pl.Boolean,
}  # fmt: skip


def judge_tier(inputs: Sequence[Any], policy: Policy) -> list[Result]:
    """Single offenses and histories, each in one go."""
    read = [Fields(values, INPUT) for values in inputs]
    results: dict[int, Result] = {}
    histories = {place: fields for place, fields in enumerate(read) if fields.has("history")}
    singles = {place: fields for place, fields in enumerate(read) if place not in histories}
    if singles:
        offenses = _frame([(place, _offense(fields)) for place, fields in singles.items()])
        results |= zip(singles, rows(tier.judge(offenses, policy), "covered", "tier", "review"), strict=True)
    if histories:
        results |= _judge_histories(histories, policy)
    return [results[place] for place in range(len(read))]


def _judge_histories(histories: dict[int, Fields], policy: Policy) -> dict[int, Result]:
    offenses = _frame(
        [(place, given) for place, fields in histories.items() for given in fields.children("history", OFFENSE)]
    )
    judged = tier.with_history(offenses, policy)
    people = tier.of_person(judged)
    highest = dict(zip(people["person"], people["tier"].cast(pl.String), strict=True))
    in_order = judged.sort("person", "conviction_date", nulls_last=True, maintain_order=True)
    found = in_order.select("person", pl.col("tier").cast(pl.String)).rows()
    return {
        place: {"tiers": [one for person, one in found if person == place], "person_tier": highest.get(place)}
        for place in histories
    }


def _offense(fields: Fields) -> Fields:
    if not fields.has("offense"):
        raise BadInput("offense: is needed, or history")
    return fields.child("offense", OFFENSE)


def _frame(offenses: list[tuple[int, Fields]]) -> pl.DataFrame:
    return pl.DataFrame([_row(place, offense) for place, offense in offenses], schema=OFFENSES, orient="row")


def _row(place: int, offense: Fields) -> dict[str, object]:
    juvenile = offense.child("juvenile_adjudication", {"dob", "comparable"})
    consensual = offense.child("consensual", {"victim_dob", "offender_dob", "custodial_authority"})
    foreign = offense.child("foreign", {"country", "state_dept_fair_trial", "jurisdiction_finding_fair"})
    punishable = offense.flag("punishable_gt_1yr")
    return {
        "person": place,
        "statute": offense.word("statute"),
        "category": offense.word("category"),
        "conduct": offense.word("conduct"),
        "victim_age": offense.whole("victim_age"),
        "punishable_gt_1yr": True if punishable is None else punishable,
        "analogue_gt_1yr": offense.flag("analogue_gt_1yr"),
        "offense_date": offense.date("offense_date"),
        "conviction_date": offense.date("conviction_date"),
        "sentencing_date": offense.date("sentencing_date"),
        "convicting": "foreign" if offense.has("foreign") else offense.word("convicting"),
        "convicting_code": foreign.word("country"),
        "offender_is_parent": offense.flag("offender_is_parent"),
        "juvenile_adjudication": offense.has("juvenile_adjudication"),
        "juvenile_comparable": juvenile.word("comparable", COMPARABLE),
        "consensual": offense.has("consensual"),
        "custodial_authority": consensual.flag("custodial_authority"),
        "offender_born_on": juvenile.date("dob") or consensual.date("offender_dob"),
        "victim_born_on": consensual.date("victim_dob"),
        "state_dept_fair_trial": foreign.flag("state_dept_fair_trial"),
        "jurisdiction_finding_fair": foreign.flag("jurisdiction_finding_fair"),
        "vacated": bool(offense.flag("vacated")),
    }
