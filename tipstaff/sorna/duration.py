"""How long the duty lasts (section 3): a period for each conviction, and the duty that they make together."""

from functools import lru_cache

import polars as pl

from tipstaff.sorna import calendar
from tipstaff.sorna import custody as stays_in
from tipstaff.sorna.frames import CUSTODY, TIER, Schema, code_of, conform, repeated
from tipstaff.sorna.lawbook import Policy

CONVICTION: Schema = {
    "person": pl.UInt32, "tier": TIER, "release_date": pl.Date, "sentencing_date": pl.Date,
    "sentenced_to_imprisonment": pl.Boolean,
}  # fmt: skip
STATE = pl.Enum(("running", "paused", "not_started"))


def periods(
    convictions: pl.DataFrame, custody: pl.DataFrame, policy: Policy, absconded: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Adds start, last_day, life, excluded_days and state for each conviction (SORNA-DUR-1 to DUR-6).

    state is null where tier or start cannot be told. `absconded` has the columns of custody and counts only where the
    policy says that absconding tolls.
    """
    return periods_merged(conform(convictions, CONVICTION), _tolling(custody, absconded, policy), policy)


def periods_merged(facts: pl.DataFrame, stays: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """As periods, for convictions that have every column and stays already merged that all stop the clock."""
    facts = _extended(facts.with_columns(_STARTS).with_columns(_ends(policy)), stays)
    return facts.with_columns(_STATE).drop("_imprisoned", "_code", "_stopped")


def whole(cases: pl.DataFrame, stays: pl.DataFrame, policy: Policy) -> pl.Series:
    """The last day of the full period of cases with person, tier and start; null for life, or while paused."""
    facts = cases.with_columns(code_of(pl.col("tier")).alias("_code")).with_columns(_ends(policy))
    return _extended(facts, stays if policy.custody_exclusion == "extend" else stays.clear())["last_day"]


_IMPRISONED = pl.coalesce("sentenced_to_imprisonment", pl.col("release_date").is_not_null())
_STARTS = [
    pl.when(_IMPRISONED).then("release_date").otherwise("sentencing_date").alias("start"),
    _IMPRISONED.alias("_imprisoned"),
    code_of(pl.col("tier")).alias("_code"),
]
_STATE = (
    pl.when(pl.col("start").is_null()).then(pl.when("_imprisoned").then(pl.lit("not_started", STATE)))
    .when("life").then(pl.lit("running", STATE))
    .when("_stopped").then(pl.lit("paused", STATE))
    .when(pl.col("life").is_not_null()).then(pl.lit("running", STATE))
    .alias("state")
)  # fmt: skip


@lru_cache(maxsize=64)
def _ends(policy: Policy) -> list[pl.Expr]:
    life = pl.lit(pl.Series([years == 0 for years in policy.duration_years]))
    return [
        life.gather("_code").alias("life"),
        last_day_without_custody(pl.col("start"), pl.col("_code"), policy).alias("last_day"),
    ]


def last_day_without_custody(start: pl.Expr, code: pl.Expr, policy: Policy) -> pl.Expr:
    """The anniversary of the start, or the day before it (SORNA-DUR-2, DUR-3); null for life."""
    months = tuple(12 * years for years in policy.duration_years)
    timed = pl.lit(pl.Series([years != 0 for years in policy.duration_years])).gather(code)
    end = calendar.add_months_by(start, code, months, policy.month_end_rule)
    if policy.expiry == "day_before_anniversary":
        end = calendar.add_days(end, -1)
    return pl.when(timed).then(end)


def duty(judged: pl.DataFrame) -> pl.DataFrame:
    """A row a person: start, latest_start, last_day, life, state of the duty that the periods make (SORNA-DUR-7).

    state is null where a period that could outlast the others is unknown; a life period settles it all the same.
    """
    columns = ["person", "start", "latest_start", "last_day", "life", "state"]
    judged = judged.with_columns(pl.col("start").alias("latest_start"))
    several = repeated(judged["person"])
    if not several.any():
        return judged.select(columns)
    return pl.concat([judged.filter(~several).select(columns), _joint(judged.filter(several)).select(columns)])


def _joint(judged: pl.DataFrame) -> pl.DataFrame:
    state, life = pl.col("state"), pl.col("life")
    found = judged.group_by("person").agg(
        pl.col("start").min(),
        pl.col("latest_start").max(),
        pl.col("last_day").max(),
        life.any().alias("_life"),
        life.is_null().any().alias("_open"),
        (state != "not_started").any().alias("_started"),
        (state == "paused").any().alias("_paused"),
        (state == "not_started").any().alias("_waiting"),
        state.is_null().any().alias("_unknown"),
    )
    together = (
        pl.when("_life").then(pl.when("_started").then(pl.lit("running")).otherwise(pl.lit("not_started")))
        .when("_paused").then(pl.lit("paused"))
        .when("_waiting").then(pl.lit("not_started"))
        .when(~pl.col("_unknown")).then(pl.lit("running"))
    )  # fmt: skip
    found = found.with_columns(together.cast(STATE).alias("state"))
    ended = (pl.col("state") == "running") & ~pl.col("_life")
    return found.with_columns(
        pl.when(ended).then("last_day").alias("last_day"),
        pl.when("_life").then(True).when(~pl.col("_open")).then(False).alias("life"),
    )


def _tolling(custody: pl.DataFrame, absconded: pl.DataFrame | None, policy: Policy) -> pl.DataFrame:
    """The stays that stop the clock under the policy (SORNA-DUR-4, DUR-9), merged."""
    counted = [custody] if policy.custody_exclusion == "extend" else [custody.clear()]
    if policy.absconding_tolls and absconded is not None:
        counted.append(absconded)
    return stays_in.merged(pl.concat([conform(each, CUSTODY).select(*CUSTODY) for each in counted]))


def _extended(facts: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """Adds excluded_days and _stopped, and moves last_day: none can be stated while an open stay stops the clock."""
    facts = facts.with_columns(pl.lit(0).alias("excluded_days"), pl.lit(False).alias("_stopped"))
    if not stays.height:
        return facts
    clocks = facts.with_row_index("row").filter(pl.col("last_day").is_not_null()).select(
        "row", "person", pl.col("start").to_physical(), end=pl.col("last_day").to_physical()
    )  # fmt: skip
    added = stays_in.excluded(clocks, stays)
    days = facts["excluded_days"].rechunk().scatter(added["row"], added["days"])
    stopped = facts["_stopped"].rechunk().scatter(added["row"], added["stopped"])
    return facts.with_columns(days, stopped).with_columns(
        pl.when(~pl.col("_stopped"))
        .then(calendar.add_days(pl.col("last_day"), pl.col("excluded_days")))
        .alias("last_day")
    )
