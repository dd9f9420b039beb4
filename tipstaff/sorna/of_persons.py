"""Findings that a person has once on a track: tier, duration, reduction, information; and the rows of those barred."""

from itertools import product

import polars as pl

from tipstaff.sorna import calendar, information, reduction, rows, standing
from tipstaff.sorna.findings import STATUSES
from tipstaff.sorna.frames import tier_of
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.lawbook.policy import TIERS
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import finding, status, word, words

# For each bar: the status, the rule, what is missing, and the flag. The order is that of `standing`.
_BARS = (
    ("current", None, None, None),
    ("not_required", "SORNA-DUR-2", None, "DECEASED"),
    ("not_required", "SORNA-WHO-2", None, "NOT_COVERED"),
    ("unknown", "SORNA-WHO-2", "coverage", "COVERAGE_OPEN"),
    ("not_required", "SORNA-DUR-3", None, "PERIOD_EXPIRED"),
    ("unknown", "SORNA-DUR-2", "tier", "TIER_CONTRADICTED"),
    ("unknown", "SORNA-DUR-7", "coverage", "COVERAGE_OPEN"),
    ("unknown", "SORNA-DUR-10", "local_period", None),
    ("unknown", "SORNA-WHERE-1", "convictions;registration", None),
)
_ONCE = ("registration", "tier", "duration", "verification", "information")


def barred(people: pl.DataFrame, local: bool) -> list[pl.DataFrame]:
    """The rows of people whose duties are moot or cannot be judged, and why."""
    nobody = people.filter(pl.col("bar") == standing.NOBODY)
    others = people.filter(pl.col("bar") != standing.NOBODY)
    found = [_barred(others, duty, local) for duty in _ONCE if duty != "tier"] if others.height else []
    unclear = pl.col("bar") >= standing.OVER_BY_TIER
    found += [_barred(others.filter(~unclear), "tier", local), tier(others.filter(unclear))] if others.height else []
    return [*found, _barred(nobody, "registration", local)] if nobody.height else found


def _barred(people: pl.DataFrame, duty: str, local: bool) -> pl.DataFrame:
    columns = bar_columns(pl.col("bar"))
    if duty == "duration":
        ended = pl.col("bar").is_in(
            [standing.OVER, standing.OVER_BY_COVERAGE, standing.OVER_BY_TIER, standing.LOCAL_LAW]
        )
        columns |= {
            "due_on": pl.when(ended).then("last_day"),
            "grace_through_on": pl.when(ended).then("other_last"),
            "basis": pl.when(ended).then(word("release_or_sentence")).otherwise(columns["basis"]),
            "basis_on": pl.when(ended).then("start").otherwise(columns["basis_on"]),
        }
    return finding(people, duty, flags=bar_flags(pl.col("bar"), local, duty == "duration"), **columns)


def bar_columns(bar: pl.Expr) -> dict[str, rows.Value]:
    """How a duty stands that `bar` makes moot or impossible to judge."""
    ended = bar == standing.OVER
    return {
        "status": pl.lit(pl.Series([STATUSES.index(each[0]) for each in _BARS], dtype=pl.UInt8)).gather(bar.cast(pl.UInt32)),
        "rule": words([each[1] for each in _BARS], bar),
        "missing": words([each[2] for each in _BARS], bar),
        "since_on": pl.when(bar == standing.DEAD).then("died_on").when(ended).then(calendar.add_days(pl.col("last_day"), 1)),
        "basis": pl.when(bar == standing.DEAD).then(word("died_on")).when(ended).then(word("last_day")),
        "basis_on": pl.when(bar == standing.DEAD).then("died_on").when(ended).then("last_day"),
    }  # fmt: skip


def bar_flags(bar: pl.Expr, local: bool, duration_row: bool = False) -> dict[str, pl.Expr]:
    expired = "LOCAL_PERIOD_EXPIRED" if local else "FEDERAL_PERIOD_EXPIRED"
    flags: dict[str, pl.Expr] = {
        "DECEASED": bar == standing.DEAD,
        "NOT_COVERED": bar == standing.NOT_COVERED,
        "COVERAGE_OPEN": bar.is_in([standing.COVERAGE, standing.OVER_BY_COVERAGE]),
        "TIER_CONTRADICTED": bar == standing.OVER_BY_TIER,
        expired: bar == standing.OVER,
    }
    return flags | ({"CUSTODY_READING": pl.col("two_readings")} if duration_row else {})


def tier(people: pl.DataFrame) -> pl.DataFrame:
    """Whether the tiers on file and as computed agree (SORNA-TIER-13). Both are shown where they do not."""
    low, high, on_file = pl.col("low"), pl.col("high"), pl.col("recorded_high").is_not_null()
    return finding(
        people,
        "tier",
        status=pl.when(low < high).then(status("contradicted")).when(high.is_not_null()).then(status("current")).otherwise(status("unknown")),
        rule=word("SORNA-TIER-13"),
        basis=pl.when(on_file).then(word("registration")).when(high.is_not_null()).then(word("convictions")),
        tier=rows.tier(pl.coalesce("recorded_high", "computed")),
        interval=pl.when(low < high).then(words(_BOTH_TIERS, _both_tiers())),
        missing=pl.when(high.is_null()).then(word("tier")),
        flags={
            "TIER_CONTRADICTED": low < high,
            "TIER_AS_RECORDED": on_file & pl.col("computed").is_null(),
            "TIER_AS_COMPUTED": ~on_file & high.is_not_null(),
            "COVERAGE_OPEN": pl.col("coverage_open").fill_null(False),
        },
    )  # fmt: skip


def _both_tiers() -> pl.Expr:
    places = [pl.col(name).cast(pl.UInt32).fill_null(3) for name in ("recorded_low", "recorded_high", "computed")]
    return (places[0] * 4 + places[1]) * 4 + places[2]


def _said(low: int, high: int, computed: int) -> str:
    on_file = [TIERS[code] for code in sorted({low, high} - {3})]
    texts = [f"{' and '.join(on_file)} on file"] if on_file else []
    return ", ".join(texts + ([f"{TIERS[computed]} by the convictions"] if computed < 3 else []))


_BOTH_TIERS = [_said(*codes) for codes in product(range(4), repeat=3)]


def period(people: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """How long the duty lasts, for people for whom it has not ended."""
    state, life = pl.col("state"), pl.col("life").fill_null(False)
    known = state.is_not_null()
    running = known & (state == "running")
    years = [f"{n} years" if n else "life" for n in policy.duration_years]
    return finding(
        people,
        "duration",
        status=pl.when(running).then(status("current")).when(known).then(status("suspended")).otherwise(status("unknown")),
        due_on=pl.col("last_day"),
        grace_through_on=pl.col("other_last"),
        since_on=pl.when(state == "paused").then("held_since").otherwise("start"),
        rule=pl.when(state == "paused").then(word("SORNA-DUR-6")).when(state == "not_started").then(word("SORNA-DUR-1"))
        .when(life | ~known).then(word("SORNA-DUR-2")).otherwise(word("SORNA-DUR-3")),
        basis=pl.when(pl.col("start").is_not_null()).then(word("release_or_sentence")),
        basis_on=pl.col("start"),
        tier=rows.tier(pl.col("high")),
        interval=pl.when(life).then(word("life")).otherwise(words(years, pl.col("high"))),
        missing=pl.when(known).then(None).when(~pl.col("covered").fill_null(True)).then(word("local_period"))
        .when(pl.col("bare") | pl.col("covered").is_null()).then(word("convictions"))
        .when(pl.col("high").is_null()).then(word("tier")).otherwise(word("release_date")),
        flags={
            "CUSTODY_READING": pl.col("two_readings"),
            "NOT_STARTED": (state == "not_started").fill_null(False),
            "COVERAGE_OPEN": pl.col("coverage_open").fill_null(False),
            "TIER_CONTRADICTED": pl.col("low") < pl.col("high"),
        },
    )  # fmt: skip


def complete(people: pl.DataFrame, roll: Roll) -> pl.DataFrame:
    """Whether the registry holds what the Act lists (SORNA-INFO-1)."""
    lacking = rows.joined(people["_missing"], information.names(roll.book))
    found = finding(
        people,
        "information",
        status=pl.when(pl.col("_missing") == 0).then(status("met")).otherwise(status("incomplete")),
        rule=word("SORNA-INFO-1"),
        tier=rows.tier(pl.col("high")),
    )
    return found.with_columns(lacking.alias("missing"))


def clean_record(people: pl.DataFrame, roll: Roll, policy: Policy) -> pl.DataFrame | None:
    """The reduction of those who can have one: Tier I, and Tier III by a juvenile's adjudication (SORNA-RED)."""
    young = _adjudicated(roll.judged(policy))
    able = people.filter(
        (pl.col("low") == pl.col("high")) & pl.col("start").is_not_null()
        & ((pl.col("high") == 0) | ((pl.col("high") == 2) & pl.col("person").is_in(young.implode())))
    )  # fmt: skip
    if not able.height:
        return None
    cases = able.join(roll.supervised(able), on="person", how="left").with_columns(
        tier_of(pl.col("high")).alias("tier"), (pl.col("high") == 2).alias("juvenile_adjudication"),
        pl.lit(roll.as_of).alias("as_of"), pl.col("latest_start").alias("start"),
    )  # fmt: skip
    able = reduction.judge_bits(cases, roll.facts.custody, _since(cases, roll, policy), policy)
    offered, unmet = [name for name in reduction.UNMET if name != "NOT_AVAILABLE"], pl.col("unmet")
    law = roll.book.topic("reduction")
    years = [law["tier_I"]["clean_years"], 0, law["tier_III_juvenile"]["clean_years"]]
    stands = (
        pl.when("eligible_on_as_of").then(status("proposed")).when("available").then(status("current"))
        .otherwise(status("not_required"))
    )  # fmt: skip
    rule = (
        pl.when("eligible_on_as_of").then(word("SORNA-RED-8")).when(~pl.col("available")).then(word("SORNA-RED-3"))
        .when(pl.col("high") == 0).then(word("SORNA-RED-1")).otherwise(word("SORNA-RED-2"))
    )  # fmt: skip
    return finding(
        able,
        "reduction",
        status=stands,
        due_on=pl.col("earliest"),
        since_on=pl.when("eligible_on_as_of").then("earliest").otherwise("start"),
        rule=rule,
        basis=word("release_or_sentence"),
        basis_on=pl.col("start"),
        tier=rows.tier(pl.col("high")),
        interval=words([f"{n} clean years" for n in years], pl.col("high")),
        flags={f"UNMET_{name}": pl.col("available") & ((unmet & reduction.BIT[name]) != 0) for name in offered},
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
    later = roll.judged(policy).join(cases.select("person", "start"), on="person", how="inner")
    return later.filter(~pl.col("vacated").fill_null(False) & (pl.col("conviction_date") > pl.col("start"))).select(
        "person", "punishable_gt_1yr", date="conviction_date", sex_offense=pl.col("covered").fill_null(True)
    )
