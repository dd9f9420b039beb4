"""Findings that a person has once on a track: what tier, how long, and whether the record is complete."""

from functools import lru_cache
from itertools import product

import polars as pl

from tipstaff.sorna import information, rows
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.lawbook.policy import TIERS
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import Columns, columns, status, word, words


def tier(people: pl.DataFrame) -> pl.DataFrame:
    """Whether the tiers on file and as computed agree (SORNA-TIER-13). Both are shown where they do not."""
    return people.select(_tier())


@lru_cache(maxsize=1)
def _tier() -> Columns:
    low, high, on_file = pl.col("low"), pl.col("high"), pl.col("recorded_high").is_not_null()
    stands = pl.when(low < high).then(status("contradicted")).when(high.is_not_null()).then(status("current"))
    return columns(
        "tier",
        status=stands.otherwise(status("unknown")),
        rule=word("SORNA-TIER-13"),
        basis=pl.when(on_file).then(word("registration")).when(high.is_not_null()).then(word("convictions")),
        tier=rows.tier(pl.coalesce("recorded_high", "computed")),
        interval=pl.when(low < high).then(words(_BOTH_TIERS, _both_tiers())),
        missing=pl.when(high.is_null()).then(word("tier")),
        flags={
            "TIER_CONTRADICTED": low < high,
            "TIER_AS_RECORDED": on_file & pl.col("computed").is_null(),
            "TIER_AS_COMPUTED": ~on_file & high.is_not_null(),
            "TIER_REVIEW": pl.col("review"),
            "COVERAGE_OPEN": pl.col("coverage_open"),
        },
    )


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
    return people.select(_period(policy))


@lru_cache(maxsize=64)
def _period(policy: Policy) -> Columns:
    state, life, high = pl.col("state"), pl.col("life").fill_null(False), pl.col("high")
    known, paused, waiting = state.is_not_null(), state == "paused", state == "not_started"
    stands = pl.when(state == "running").then(status("current")).when(known).then(status("suspended"))
    rule = pl.when(paused).then(word("SORNA-DUR-6")).when(waiting).then(word("SORNA-DUR-1"))
    missing = (
        pl.when(known).then(None)
        .when(~pl.col("covered")).then(word("local_period"))
        .when(pl.col("covered").is_null()).then(word("convictions"))
        .when(high.is_null()).then(word("tier"))
        .otherwise(word("release_date"))
    )  # fmt: skip
    years = [f"{n} years" if n else "life" for n in policy.duration_years]
    return columns(
        "duration",
        status=stands.otherwise(status("unknown")),
        due_on=pl.col("last_day"),
        grace_through_on=pl.col("other_last"),
        since_on=pl.when(paused).then("held_since").otherwise("start"),
        rule=rule.when(life | ~known).then(word("SORNA-DUR-2")).otherwise(word("SORNA-DUR-3")),
        basis=pl.when(pl.col("start").is_not_null()).then(word("release_or_sentence")),
        basis_on=pl.col("start"),
        tier=rows.tier(high),
        interval=pl.when(life).then(word("life")).otherwise(words(years, high)),
        missing=missing,
        flags={
            "CUSTODY_READING": pl.col("two_readings"),
            "NOT_STARTED": waiting,
            "COVERAGE_OPEN": pl.col("coverage_open"),
            "TIER_CONTRADICTED": pl.col("low") < high,
        },
    )


def complete(people: pl.DataFrame, roll: Roll) -> pl.DataFrame:
    """Whether the registry holds what the Act lists (SORNA-INFO-1)."""
    lacking = rows.joined(people["_missing"], information.names(roll.book))
    return people.select(_complete()).with_columns(lacking.alias("missing"))


@lru_cache(maxsize=1)
def _complete() -> Columns:
    return columns(
        "information",
        status=pl.when(pl.col("_missing") == 0).then(status("met")).otherwise(status("incomplete")),
        rule=word("SORNA-INFO-1"),
        tier=rows.tier(pl.col("high")),
    )
