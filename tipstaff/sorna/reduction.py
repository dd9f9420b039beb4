"""The reduction for a clean record: 34 USC 20915(b) (SORNA-RED-1 to RED-8). It is only ever proposed."""

from functools import lru_cache
from typing import Any

import polars as pl

from tipstaff.sorna import calendar, duration
from tipstaff.sorna import custody as stays_in
from tipstaff.sorna.frames import TIER, Schema, code_of, conform
from tipstaff.sorna.lawbook import Policy

CASE: Schema = {
    "person": pl.UInt32, "tier": TIER, "juvenile_adjudication": pl.Boolean, "start": pl.Date, "as_of": pl.Date,
    "supervision_status": pl.String, "supervision_completed_on": pl.Date, "treatment_completed_on": pl.Date,
    "treatment_certified": pl.Boolean,
}  # fmt: skip
SINCE: Schema = {
    "person": pl.UInt32, "date": pl.Date, "punishable_gt_1yr": pl.Boolean, "sex_offense": pl.Boolean,
}  # fmt: skip

ANSWERS = ("available", "earliest", "last_day_after_reduction", "eligible_on_as_of", "unmet")

# In the order of the alphabet, as a set of them is shown; A to D are the conditions of SORNA-RED-4.
UNMET = ("A", "B", "C", "CLOCK", "D", "FULL_PERIOD_ENDS_FIRST", "NOT_AVAILABLE")
BIT = {name: 1 << place for place, name in enumerate(UNMET)}
_SETS = pl.Series(
    [[name for name in UNMET if mask & BIT[name]] for mask in range(1 << len(UNMET))], dtype=pl.List(pl.String)
)


def judge(cases: pl.DataFrame, custody: pl.DataFrame, convictions_since: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Adds available, earliest, last_day_after_reduction, eligible_on_as_of and unmet (a sorted list of UNMET)."""
    facts, since = conform(cases, CASE), conform(convictions_since, SINCE)
    judged = judge_bits(facts, stays_in.merged(custody), since, policy)
    return judged.with_columns(pl.lit(_SETS).gather("unmet").alias("unmet"))


def judge_bits(cases: pl.DataFrame, stays: pl.DataFrame, since: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """As judge, for frames that have every column and custody already merged; unmet as bits (see BIT)."""
    facts = cases.with_columns(_conditions(policy)).with_row_index("_row")
    stopping = stays if policy.clean_record_custody_excluded else stays.clear()
    since = _breaking(since) if since.height else since
    facts = facts.with_columns(_told(since).alias("_told"))
    breaks = _breaks(facts, since) if since.height else since
    if breaks.height:
        broken = _broken(facts, breaks, stopping, policy)
        facts = facts.join(broken, on="_row", how="left", maintain_order="left")
        facts = facts.with_columns(
            pl.coalesce("_restart", "_clock").alias("_clock"),
            (pl.col("_lacking") | pl.col("_lost").fill_null(0)).alias("_lacking"),
        ).drop("_restart", "_lost")
    facts = _clean(facts, stopping, policy)
    full = duration.whole(facts.select("person", "tier", "start"), stays, policy)
    unmet, answers = _answers()
    facts = facts.with_columns(full.alias("_full")).with_columns(unmet).with_columns(answers)
    return facts.select(*cases.columns, *ANSWERS)


@lru_cache(maxsize=64)
def _conditions(policy: Policy) -> list[pl.Expr]:
    """Availability, the months of the clock, and conditions C and D (SORNA-RED-1 to RED-4)."""
    law, code = policy.book.topic("reduction"), code_of(pl.col("tier"))
    juvenile = (code == 2) & pl.col("juvenile_adjudication").fill_null(False)
    status, done = pl.col("supervision_status"), pl.col("supervision_completed_on")
    supervised = ((status == "none") | ((status == "completed") & done.is_not_null())).fill_null(False)
    treated = pl.col("treatment_completed_on").is_not_null() & pl.col("treatment_certified").fill_null(False)
    months = pl.when(juvenile).then(_months(law, "tier_III_juvenile")).otherwise(_months(law, "tier_I"))
    return [
        (((code == 0) | juvenile) & policy.reduction_available).alias("available"),
        months.alias("_months"),
        pl.col("start").alias("_clock"),
        pl.when(status == "completed").then(done).alias("_supervised"),
        (_bit(~supervised, "C") | _bit(~treated, "D")).alias("_lacking"),
    ]


def _clean(cases: pl.DataFrame, stays: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Adds _clean, the day on which the clean years are complete (null: the clock stands still or never began), and
    _earliest, the day on which all conditions are (SORNA-RED-5, RED-7)."""
    end = calendar.add_months_each(pl.col("_clock"), pl.col("_months"), policy.month_end_rule)
    cases = cases.with_columns(end.alias("_clean"))
    if stays.height:
        clocks = cases.with_row_index("row").filter(pl.col("_clean").is_not_null()).select(
            "row", "person", start=pl.col("_clock").to_physical(), end=pl.col("_clean").to_physical()
        )  # fmt: skip
        added = stays_in.excluded(clocks, stays)
        moved = calendar.add_days(pl.col("_clean").gather(pl.lit(added["row"])), pl.lit(added["days"]))
        moved = pl.when(~pl.lit(added["stopped"])).then(moved)
        cases = cases.with_columns(cases["_clean"].scatter(added["row"], cases.select(moved.alias("_")).to_series()))
    done = pl.max_horizontal("_clean", "_supervised", "treatment_completed_on")
    return cases.with_columns(
        pl.when((pl.col("_lacking") == 0) & pl.col("_clean").is_not_null()).then(done).alias("_earliest")
    )


def _told(since: pl.DataFrame) -> pl.Expr:
    """Whether a day can be told: not without as_of, nor past a breaking conviction of unknown date."""
    asked = pl.col("as_of").is_not_null()
    if not since.height:
        return asked
    undated = since.filter(pl.col("date").is_null())["person"].unique()
    return asked & ~pl.col("person").is_in(undated.implode())


def _breaking(since: pl.DataFrame) -> pl.DataFrame:
    """Convictions of the kinds that break a clean record (SORNA-RED-4)."""
    return since.filter(pl.col("punishable_gt_1yr").fill_null(False) | pl.col("sex_offense").fill_null(False))


def _breaks(cases: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """Convictions that may break the record: _row, date, sex_offense, by date. One after as_of breaks nothing."""
    return (
        cases.select("_row", "person", "start", "as_of")
        .join(since, on="person", how="inner")
        .filter(pl.col("date").is_between("start", "as_of"))
        .select("_row", "date", pl.col("sex_offense").fill_null(False))
        .sort("_row", "date")
    )


def _broken(cases: pl.DataFrame, breaks: pl.DataFrame, stays: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """What the breaks do (SORNA-RED-6): _row, _restart, the day the clock starts again, and _lost, conditions A and B.

    Each is held against the day that would have been reached without it; once one comes after that day, so do the rest.
    """
    own = cases.filter(pl.col("_row").is_in(breaks["_row"].unique().implode()))
    restarts = own.drop("_clock").join(breaks.select("_row", _clock="date"), on="_row", how="inner")
    clocks = pl.concat([own, restarts.select(own.columns)]).sort("_row", "_clock", maintain_order=True)
    reached = _clean(clocks, stays, policy).select("_row", "_clock", "_earliest")
    if policy.clean_record_break == "disqualify":
        first = reached.group_by("_row", maintain_order=True).first()
        counted = breaks.join(first, on="_row").filter(
            (pl.col("date").min().over("_row") <= pl.col("_earliest")).fill_null(True)
        )
        lost = _bit(pl.col("sex_offense").any(), "B") | _bit((~pl.col("sex_offense")).any(), "A")
        return counted.group_by("_row").agg(pl.lit(None, pl.Date).first().alias("_restart"), lost.alias("_lost"))
    before = pl.col("_earliest").shift(1)
    too_late = (pl.col("_clock") > before).fill_null(False)
    return reached.group_by("_row").agg(
        pl.col("_clock").filter(~too_late.cum_max()).last().alias("_restart"),
        pl.lit(0, pl.UInt8).first().alias("_lost"),
    )


@lru_cache(maxsize=1)
def _answers() -> tuple[pl.Expr, list[pl.Expr]]:
    """The columns of ANSWERS. Without as_of, or the date of a conviction that may break the record, no day is told."""
    as_of, lacking = pl.col("as_of"), pl.col("_lacking")
    no_use = (pl.col("_earliest") >= pl.col("_full")).fill_null(False)
    stopped = pl.col("_clean").is_null()
    not_yet_done = _bit(pl.col("_supervised") > as_of, "C") | _bit(pl.col("treatment_completed_on") > as_of, "D")
    settled = (lacking != 0) | no_use | stopped
    unmet = (
        pl.when(~pl.col("available")).then(BIT["NOT_AVAILABLE"])
        .when(settled).then(lacking | _bit(no_use, "FULL_PERIOD_ENDS_FIRST") | _bit(stopped, "CLOCK"))
        .when(~pl.col("_told")).then(None)
        .when(as_of < pl.col("_clean")).then(BIT["CLOCK"])
        .when("available").then(not_yet_done)
    )  # fmt: skip
    earliest = pl.when(pl.col("available") & ~no_use & pl.col("_told")).then("_earliest")
    return unmet.cast(pl.UInt8).alias("unmet"), [
        earliest.alias("earliest"),
        earliest.alias("last_day_after_reduction"),
        (pl.col("unmet") == 0).alias("eligible_on_as_of"),
    ]


def _months(law: dict[str, Any], key: str) -> int:
    return 12 * int(law[key]["clean_years"])


def _bit(holds: pl.Expr, name: str) -> pl.Expr:
    return pl.when(holds).then(pl.lit(BIT[name], pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))
