"""Whether a conviction is a sex offense under the Act, and its tier (sections 1 and 2): a row a conviction.

The steps follow SORNA-TIER-1 and the order of the statute: the offence, the one-year gate, a juvenile's adjudication;
then consent, fairness of a foreign court and vacatur, which can only take coverage away.
"""

from functools import lru_cache

import polars as pl

from tipstaff.sorna import calendar
from tipstaff.sorna.frames import CODE, TIER, Schema, code_of, conform, repeated, tier_of
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.offenses import offense_table

OFFENSE: Schema = {
    "statute": pl.String, "category": pl.String, "conduct": pl.String, "victim_age": pl.Int32,
    "punishable_gt_1yr": pl.Boolean, "analogue_gt_1yr": pl.Boolean, "offense_date": pl.Date,
    "convicting": pl.String, "convicting_code": pl.String, "offender_is_parent": pl.Boolean,
    "juvenile_adjudication": pl.Boolean, "juvenile_comparable": pl.String, "consensual": pl.Boolean,
    "custodial_authority": pl.Boolean, "within_four_years": pl.Boolean, "offender_born_on": pl.Date,
    "victim_born_on": pl.Date, "state_dept_fair_trial": pl.Boolean, "jurisdiction_finding_fair": pl.Boolean,
    "vacated": pl.Boolean,
}  # fmt: skip
HISTORY: Schema = OFFENSE | {"person": pl.UInt32, "conviction_date": pl.Date, "sentencing_date": pl.Date}

I, II, III = (pl.lit(code, CODE) for code in range(3))  # noqa: E741 - tiers are Roman


def judge(offenses: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Adds covered, tier (null unless covered) and review, for each conviction by itself."""
    return _judge(offenses, policy).drop("_gate", "_ranked")


def with_history(offenses: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """As judge, with the tiers raised for repeat offences of the same person (SORNA-TIER-6)."""
    judged = _judge(conform(offenses, HISTORY), policy)
    several = judged.with_row_index("_row").filter(
        pl.lit(repeated(judged["person"])) & pl.col("covered").fill_null(True)
    )
    if several.height:
        raised = _raised(several, policy)
        tier, review = judged["tier"].to_physical().scatter(raised["_row"], raised["_code"]), judged["review"]
        unclear = raised.filter(pl.col("_code").is_null())["_row"]
        judged = judged.with_columns(tier_of(pl.lit(tier)).alias("tier"), review.scatter(unclear, True))
    return judged.drop("_gate", "_ranked")


def of_person(judged: pl.DataFrame) -> pl.DataFrame:
    """A row a person: `tier`, the highest among the convictions that count (SORNA-TIER-13), and what is not known.

    covered is true if any conviction counts, false if none can, else null; tier_known is false where a conviction
    whose coverage or tier is unknown could raise the tier; coverage_open is true where one may or may not count,
    review where somebody should look at one that does.
    """
    code, covered = code_of(pl.col("tier")), pl.col("covered")
    several = repeated(judged["person"])
    single = judged.filter(~several).select(
        "person",
        "covered",
        "tier",
        (code.is_not_null() | ~covered.fill_null(True)).alias("tier_known"),
        covered.is_null().alias("coverage_open"),
        (pl.col("review") & covered).fill_null(False).alias("review"),
    )
    if not several.any():
        return single
    found = judged.filter(several).group_by("person").agg(
        covered.any().alias("_any"),
        (covered.fill_null(True) & code.is_null()).any().alias("_unclear"),
        covered.is_null().any().alias("_open"),
        (pl.col("review") & covered).any().alias("review"),
        code.max().alias("_code"),
    )  # fmt: skip
    joint = found.select(
        "person",
        pl.when("_any").then(True).when(~pl.col("_open")).then(False).alias("covered"),
        tier_of(pl.col("_code")).alias("tier"),
        (~pl.col("_unclear") | (pl.col("_code") == III).fill_null(False)).alias("tier_known"),
        pl.col("_open").alias("coverage_open"),
        "review",
    )
    return pl.concat([single, joint])


def gate(policy: Policy) -> pl.Expr:
    """SORNA-TIER-2, TIER-15: punishable by more than one year, or by equivalence where a tribe's code says so."""
    passes = pl.col("punishable_gt_1yr")
    if policy.tribal_felony_equivalence:
        tribal = (pl.col("convicting") == "tribal").fill_null(False)
        passes = passes | (tribal & pl.col("analogue_gt_1yr").fill_null(False))
    return passes


def juvenile(policy: Policy) -> pl.Expr:
    """SORNA-WHO-7: at least 14 at the offence, for conduct within the scope."""
    law = policy.book.topic("tiers")
    old_enough = pl.col("offense_date") >= calendar.attained_on(
        pl.col("offender_born_on"), law["ages"]["juvenile"]["value"]
    )
    return old_enough & pl.col("juvenile_comparable").is_in(law["juvenile_scope"][policy.juvenile_scope])


def consensual(policy: Policy) -> pl.Expr:
    """SORNA-WHO-9, WHO-10: consent takes the offence out of the Act. Applied only where the record shows consent."""
    law = policy.book.topic("tiers")
    adult = _victim_attained(law["ages"]["adult"]["value"])
    adolescent = _victim_attained(law["consensual"]["minor_attained"]["value"])
    born_no_earlier = calendar.add_months(pl.col("victim_born_on"), -law["consensual"]["months_older"]["value"])
    close_in_age = pl.coalesce("within_four_years", pl.col("offender_born_on") >= born_no_earlier)
    excepted = (adult & ~pl.col("custodial_authority")) | (~adult & adolescent & close_in_age)
    return pl.col("consensual").fill_null(False) & excepted


def fairly_tried(policy: Policy) -> pl.Expr:
    """SORNA-WHO-11: true of every court but a foreign one whose safeguards are in doubt."""
    foreign = (pl.col("convicting") == "foreign").fill_null(False)
    accepted = pl.col("convicting_code").is_in(policy.book.topic("tiers")["foreign"]["accepted"]).fill_null(False)
    return ~foreign | accepted | pl.col("state_dept_fair_trial").fill_null(False) | pl.col("jurisdiction_finding_fair")


def _judge(offenses: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    facts = conform(offenses, OFFENSE)
    for step in _steps(policy):
        facts = facts.with_columns(step)
    return facts.drop("_place", "_smart", "_strict")


@lru_cache(maxsize=64)
def _steps(policy: Policy) -> tuple[list[pl.Expr], ...]:
    """Each step reads what the one before it has added: an expression that stands twice would be reckoned twice."""
    table = offense_table(policy.book)
    row_covered, row_smart, row_strict = table.outcomes()
    as_juvenile = pl.col("juvenile_adjudication").fill_null(False)
    taken_away = ~consensual(policy) & fairly_tried(policy) & ~pl.col("vacated").fill_null(False)
    covered = pl.when(as_juvenile).then(juvenile(policy)).otherwise(row_covered)
    return (
        [table.place().alias("_place"), gate(policy).alias("_gate")],
        [(covered & taken_away).alias("covered"), row_smart.alias("_smart"), row_strict.alias("_strict")],
        [_gated("_smart", as_juvenile), _gated("_strict", as_juvenile)],
        _compared(policy, as_juvenile),
    )


def _compared(policy: Policy, as_juvenile: pl.Expr) -> list[pl.Expr]:
    """The tier of the profile chosen, and whether somebody should look: the profiles differ, or something is open."""
    chosen = "_smart" if policy.tier_table_profile == "smart_model" else "_strict"
    both_sides = pl.col("juvenile_comparable").is_in(policy.book.topic("tiers")["juvenile_scope"]["review"])
    covered = pl.col("covered")
    unsettled = covered & pl.col("_smart").ne_missing(pl.col("_strict"))
    undetermined = covered.is_null() | (covered & (pl.col("_smart").is_null() | pl.col("_strict").is_null()))
    return [
        pl.when("covered").then(tier_of(pl.col(chosen))).alias("tier"),
        pl.col(chosen).alias("_ranked"),  # the tier that it has if it counts
        (unsettled | undetermined | (as_juvenile & both_sides.fill_null(False))).fill_null(True).alias("review"),
    ]


def _gated(name: str, as_juvenile: pl.Expr) -> pl.Expr:
    """The row's tier where the gate passes, Tier I where it does not; a juvenile's adjudication is Tier III."""
    passes, row_tier = pl.col("_gate"), pl.col(name)
    by_gate = pl.when(~passes).then(I).when(passes | (row_tier == I)).then(row_tier)
    return pl.when(as_juvenile).then(III).otherwise(by_gate).alias(name)


def _victim_attained(years: int) -> pl.Expr:
    by_birth = pl.col("offense_date") >= calendar.attained_on(pl.col("victim_born_on"), years)
    return pl.coalesce(by_birth, pl.col("victim_age") >= years)


def _raised(several: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Tiers of people with several convictions that count, or may count; null for one that only may.

    An offence is raised by what the person had become before it. A prior is itself at least Tier II if it is so ranked
    or had a prior of its own, so two passes reach every elevation.
    """
    became = pl.col(policy.became_on)
    never = pl.lit(calendar.LAST)
    facts = several.select(
        "_row", "person", "offense_date", "_gate", "covered",
        pl.col("_ranked").alias("_base"),
        # An offence of unknown date was committed by the day of its own conviction.
        pl.coalesce("offense_date", "conviction_date", never).alias("_offended_by"),
        # One becomes an offender no earlier than one offends, so no conviction is a prior of its own offence.
        pl.when(became.is_not_null()).then(pl.max_horizontal(became, "offense_date")).fill_null(never).alias("_sure"),
        pl.max_horizontal(became, "offense_date").fill_null(pl.lit(calendar.FIRST)).alias("_earliest"),
    )  # fmt: skip
    facts = facts.with_columns(
        _at_least=_or_prior(pl.col("_base") >= 1, _has_prior(facts, pl.col("_row").is_not_null()))
    )
    top = _or_prior(pl.col("_base") >= 2, _has_prior(facts, pl.col("_at_least")))
    return facts.with_columns(_top=top).select(
        "_row",
        pl.when(pl.col("covered").is_null()).then(None)
        .when("_top").then(III)
        .when(pl.col("_top").is_null()).then(None)
        .when("_at_least").then(II)
        .when(~pl.col("_at_least")).then(I)
        .alias("_code"),
    )  # fmt: skip


def _or_prior(ranked: pl.Expr, prior: pl.Series) -> pl.Expr:
    return ranked | (pl.col("_gate") & pl.lit(prior))


def _has_prior(facts: pl.DataFrame, counts: pl.Expr) -> pl.Series:
    """Whether the person was, before the offence, convicted of one for which `counts` holds; null if it may be so."""
    surely, possibly = (pl.col("covered") & counts).fill_null(False), counts.fill_null(True)
    priors = facts.group_by("person").agg(
        pl.col("_sure").filter(surely).min().alias("_first"),
        pl.col("_earliest").filter(possibly).min().alias("_first_possible"),
        possibly.sum().alias("_many"),
    )
    offended = pl.col("offense_date")
    others = offended.is_not_null() | (pl.col("_many") - possibly.cast(pl.UInt32) > 0)
    return facts.join(priors, on="person", how="left", maintain_order="left").select(
        pl.when((pl.col("_first") < offended).fill_null(False)).then(True)
        .when(((pl.col("_first_possible") < pl.col("_offended_by")) & others).fill_null(False)).then(None)
        .otherwise(False)
    ).to_series()  # fmt: skip


__all__ = ["HISTORY", "OFFENSE", "TIER", "judge", "of_person", "with_history"]
