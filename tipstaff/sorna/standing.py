"""Where a person stands on a track: tier on file and as computed, the period, and what bars every other question.

Added to a row a person: covered, bare (no conviction on file), computed (tier code, null if not known), high and low
(the tiers that it may be), start, last_day, life, state, other_last (the last day under the other reading of
SORNA-DUR-4, where the two disagree on as_of) and bar.
"""

from dataclasses import replace
from typing import Literal

import polars as pl

from tipstaff.sorna import duration, tier
from tipstaff.sorna.frames import code_of, tier_of
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import WORD

# Why no duty is judged, in the order of `bar`.
OPEN, DEAD, NOT_COVERED, COVERAGE, OVER, OVER_BY_TIER, OVER_BY_COVERAGE, LOCAL_LAW, NOBODY = range(9)
_PERIOD = ["person", "start", "last_day", "life", "state"]
_OTHER: dict[str, Literal["extend", "suspend_only"]] = {"extend": "suspend_only", "suspend_only": "extend"}
_SETTINGS = ("month_end_rule", "expiry", "custody_exclusion", "duration_years")


def judge(rows: pl.DataFrame, roll: Roll, policy: Policy, floor: Policy | None = None) -> pl.DataFrame:
    """`rows`: a row a person with recorded_low and recorded_high (tier codes on file) and registered (has a registry).

    With `floor` the track is a jurisdiction's: the longer of the two periods holds, and it binds people whom the
    federal Act does not reach (SORNA-WHO-13).
    """
    convictions = roll.judged(policy)
    if floor is not None:
        convictions = convictions.join(rows.select("person"), on="person", how="semi")
    rows = _with_tier(rows.join(tier.of_person(convictions), on="person", how="left", maintain_order="left"))
    counted = convictions.filter("covered").select(
        "person", code_of(pl.col("tier")).alias("code"), "release_date", "sentencing_date", "sentenced_to_imprisonment"
    )
    counted = counted.join(rows.select("person", "top", "low", "high"), on="person", how="inner", maintain_order="left")
    policies = [policy] if floor is None or not policy.differs(floor, *_SETTINGS) else [policy, floor]
    rows = rows.join(_duty(counted, "high", roll, policies), on="person", how="left", maintain_order="left")
    return _barred(_readings(rows, counted, roll, policies), counted, roll, policies, local=floor is not None)


def as_local(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the federal track as those of each person's own registry, whose law is the federal floor."""
    ended = pl.col("bar").is_in([OVER, OVER_BY_COVERAGE, OVER_BY_TIER]) & pl.col("_own_unreviewed")
    return rows.with_columns(
        pl.col("_own").alias("track"),
        pl.lit(None, WORD).alias("_own"),
        pl.col("_own_unreviewed").alias("_unreviewed"),
        pl.when(ended).then(pl.lit(LOCAL_LAW, pl.UInt8)).otherwise("bar").alias("bar"),
    )


def over(as_of: pl.Expr) -> pl.Expr:
    """Whether the period has ended; null if its end is not known."""
    return (pl.col("state") == "running") & (pl.col("last_day") < as_of).fill_null(False)


def _with_tier(rows: pl.DataFrame) -> pl.DataFrame:
    """The tiers that the person may have: those on file and, where it can be told, the computed one (SORNA-TIER-13)."""
    known = pl.when(pl.col("tier_known")).then(code_of(pl.col("tier")))
    rows = rows.with_columns(
        pl.col("tier_known").is_null().alias("bare"), known.alias("computed"), code_of(pl.col("tier")).alias("top")
    )
    return rows.with_columns(
        pl.min_horizontal("recorded_low", "computed").alias("low"),
        pl.max_horizontal("recorded_high", "computed").alias("high"),
    ).drop("tier", "tier_known")


def _duty(counted: pl.DataFrame, assumed: str, roll: Roll, policies: list[Policy]) -> pl.DataFrame:
    """The duty per person if the tier is the `assumed` one: it takes the place of the highest and of unknown ones."""
    code = pl.col("code")
    by_own = pl.when((code < pl.col("top")).fill_null(False)).then(pl.min_horizontal(code, assumed))
    facts = counted.select(
        "person", "release_date", "sentencing_date", "sentenced_to_imprisonment",
        tier_of(by_own.otherwise(pl.coalesce(assumed, code))).alias("tier"),
    )  # fmt: skip
    made = [
        duration.periods_merged(
            facts, roll.stays if policy.custody_exclusion == "extend" else roll.stays.clear(), policy
        ).select(_PERIOD)
        for policy in policies
    ]
    return duration.duty(pl.concat(made))


def _readings(rows: pl.DataFrame, counted: pl.DataFrame, roll: Roll, policies: list[Policy]) -> pl.DataFrame:
    """Adds other_last where the two readings of SORNA-DUR-4 disagree on whether the duty is over on as_of."""
    held = counted.join(roll.stays, on="person", how="semi") if roll.stays.height else counted.clear()
    if not held.height:
        return rows.with_columns(pl.lit(None, pl.Date).alias("other_last"), pl.lit(False).alias("two_readings"))
    others = [replace(policy, custody_exclusion=_OTHER[policy.custody_exclusion]) for policy in policies]
    other = _duty(held, "high", roll, others).select(
        "person", over(pl.lit(roll.as_of)).alias("_over"), pl.col("last_day").alias("other_last")
    )
    disagree = (pl.col("_over") != over(pl.lit(roll.as_of))).fill_null(False)
    return (
        rows.join(other, on="person", how="left", maintain_order="left")
        .with_columns(pl.when(disagree).then("other_last").alias("other_last"), disagree.alias("two_readings"))
        .drop("_over")
    )


def _barred(
    rows: pl.DataFrame, counted: pl.DataFrame, roll: Roll, policies: list[Policy], *, local: bool
) -> pl.DataFrame:
    """Adds bar: what makes the other duties moot, or impossible to judge."""
    as_of, covered = pl.lit(roll.as_of), pl.col("covered")
    ended = over(as_of).fill_null(False)
    rows = rows.with_columns(_might_be_over(rows, counted, roll, policies).alias("_maybe_over"))
    reasons = [(pl.col("died_on").is_not_null(), DEAD)]
    if local:
        reasons += [(ended & pl.col("_unreviewed"), LOCAL_LAW)]
    else:
        reasons += [(~covered, NOT_COVERED), (~pl.col("bare") & covered.is_null(), COVERAGE)]
        reasons += [(pl.col("bare") & ~pl.col("registered"), NOBODY)]
    reasons += [
        (ended & pl.col("coverage_open"), OVER_BY_COVERAGE),
        (ended, OVER),
        (pl.col("_maybe_over"), OVER_BY_TIER),
    ]
    bar = pl.coalesce(
        *(pl.when(holds).then(pl.lit(place, pl.UInt8)) for holds, place in reasons), pl.lit(OPEN, pl.UInt8)
    )
    return rows.with_columns(bar.alias("bar")).drop("_maybe_over")


def _might_be_over(rows: pl.DataFrame, counted: pl.DataFrame, roll: Roll, policies: list[Policy]) -> pl.Series:
    """Whether the period would be over if the lower of two contradicting tiers is right, or an unknown one I."""
    unsure = rows.filter((pl.col("low") < pl.col("high")).fill_null(pl.col("covered").fill_null(False))).select(
        "person"
    )
    nobody = pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)
    if not unsure.height:
        return nobody
    shortest = pl.when(pl.col("low").is_null()).then(pl.col("code").fill_null(0)).otherwise("code").alias("code")
    short = _duty(counted.join(unsure, on="person", how="semi").with_columns(shortest), "low", roll, policies)
    ended = short.filter(over(pl.lit(roll.as_of)))["person"]
    return rows.select(pl.col("person").is_in(ended.implode())).to_series()
