"""The clean record of those who can have one: proposed where its conditions appear to be met (SORNA-RED)."""

from functools import lru_cache

import polars as pl

from tipstaff.sorna import reduction, rows
from tipstaff.sorna.frames import repeated, tier_of
from tipstaff.sorna.lawbook import Lawbook, Policy
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import Columns, columns, status, word, words


def clean_record(people: pl.DataFrame, roll: Roll, policy: Policy) -> pl.DataFrame | None:
    """A row for Tier I, and for Tier III by a juvenile's adjudication; nobody else has a reduction."""
    high, young = pl.col("high"), _adjudicated(roll.judged(policy))
    by_age = (high == 2) & pl.col("person").is_in(young.implode()) if young.len() else pl.lit(False)
    able = people.filter((pl.col("low") == high) & pl.col("start").is_not_null() & ((high == 0) | by_age))
    if not able.height:
        return None
    cases = able.join(roll.supervised(able), on="person", how="left").with_columns(
        tier_of(high).alias("tier"),
        (high == 2).alias("juvenile_adjudication"),
        pl.lit(roll.as_of).alias("as_of"),
        pl.col("latest_start").alias("start"),
    )
    judged = reduction.judge_bits(cases, roll.stays, _since(cases, roll, policy), policy)
    return judged.select(_row(roll.book))


@lru_cache(maxsize=16)
def _row(book: Lawbook) -> Columns:
    law, eligible, offered = book.topic("reduction"), pl.col("eligible_on_as_of"), pl.col("available")
    years = [law["tier_I"]["clean_years"], 0, law["tier_III_juvenile"]["clean_years"]]
    stands = pl.when(eligible).then(status("proposed")).when(offered).then(status("current"))
    rule = pl.when(eligible).then(word("SORNA-RED-8")).when(~offered).then(word("SORNA-RED-3"))
    conditions = [name for name in reduction.UNMET if name != "NOT_AVAILABLE"]
    return columns(
        "reduction",
        status=stands.otherwise(status("not_required")),
        due_on=pl.col("earliest"),
        since_on=pl.when(eligible).then("earliest").otherwise("start"),
        rule=rule.when(pl.col("high") == 0).then(word("SORNA-RED-1")).otherwise(word("SORNA-RED-2")),
        basis=word("release_or_sentence"),
        basis_on=pl.col("start"),
        tier=rows.tier(pl.col("high")),
        interval=words([f"{n} clean years" for n in years], pl.col("high")),
        flags={f"UNMET_{name}": offered & ((pl.col("unmet") & reduction.BIT[name]) != 0) for name in conditions},
    )


def _adjudicated(judged: pl.DataFrame) -> pl.Series:
    """People all of whose convictions that count are a juvenile's."""
    young = pl.col("juvenile_adjudication").fill_null(False)
    some = judged.filter(young)["person"].unique()
    if not some.len():
        return some
    grown = judged.filter(pl.col("person").is_in(some.implode()) & ~young & pl.col("covered").fill_null(True))["person"]
    return some.filter(~some.is_in(grown.implode()))


def _since(cases: pl.DataFrame, roll: Roll, policy: Policy) -> pl.DataFrame:
    """Convictions after the period began. One that may be a sex offense is taken for one."""
    convictions = roll.judged(policy)
    several = repeated(convictions["person"])  # the period began after its own conviction: only another can be later
    if not several.any():
        return pl.DataFrame(schema=reduction.SINCE)
    later = convictions.filter(several).join(cases.select("person", "start"), on="person", how="inner")
    return later.filter(~pl.col("vacated").fill_null(False) & (pl.col("conviction_date") > pl.col("start"))).select(
        "person", "punishable_gt_1yr", date="conviction_date", sex_offense=pl.col("covered").fill_null(True)
    )
