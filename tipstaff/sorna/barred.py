"""The rows of people whose duties are moot or cannot be judged: dead, not covered, over, or not known to be."""

from functools import lru_cache

import polars as pl

from tipstaff.sorna import calendar, of_persons, standing
from tipstaff.sorna.findings import STATUSES
from tipstaff.sorna.rows import Columns, Value, columns, tier, word, words

# For each bar, in the order of `standing`: the status, the rule, and what is missing.
_BARS = (
    ("current", None, None),
    ("not_required", "SORNA-DUR-2", None),
    ("not_required", "SORNA-WHO-2", None),
    ("unknown", "SORNA-WHO-2", "coverage"),
    ("not_required", "SORNA-DUR-3", None),
    ("unknown", "SORNA-DUR-2", "tier"),
    ("unknown", "SORNA-DUR-7", "coverage"),
    ("unknown", "SORNA-DUR-10", "local_period"),
    ("unknown", "SORNA-WHERE-1", "convictions;registration"),
)
_STATUS = pl.Series([STATUSES.index(status) for status, _, _ in _BARS], dtype=pl.UInt8)
_ENDED = [standing.OVER, standing.OVER_BY_COVERAGE, standing.OVER_BY_TIER, standing.LOCAL_LAW]
BAR = pl.col("bar")


def findings(people: pl.DataFrame, local: bool) -> list[pl.DataFrame]:
    """A row for each duty that a person has once. One of whom nothing is on file is one question, not five."""
    if not people.height:
        return []
    nobody, others = people.filter(standing.NOBODY == BAR), people.filter(standing.NOBODY != BAR)
    unclear = BAR.is_in([standing.OVER_BY_TIER, standing.OVER_BY_COVERAGE, standing.LOCAL_LAW])
    found = [nobody.select(_row("registration", local))]
    if others.height:
        duties = ("registration", "duration", "verification", "information")
        found += [others.select(_row(duty, local)) for duty in duties]
        found += [others.filter(~unclear).select(_row("tier", local)), of_persons.tier(others.filter(unclear))]
    return found


@lru_cache(maxsize=32)
def _row(duty: str, local: bool) -> Columns:
    made = values()
    if duty == "duration":
        ended = BAR.is_in(_ENDED)
        made |= {
            "due_on": pl.when(ended).then("last_day"),
            "grace_through_on": pl.when(ended).then("other_last"),
            "basis": pl.when(ended).then(word("release_or_sentence")).otherwise(made["basis"]),
            "basis_on": pl.when(ended).then("start").otherwise(made["basis_on"]),
        }
    reading = {"CUSTODY_READING": pl.col("two_readings")} if duty == "duration" else {}
    return columns(duty, flags=flags(local) | reading, **made)


def values() -> dict[str, Value]:
    """How a duty stands that the bar makes moot or impossible to judge."""
    dead, over = BAR == standing.DEAD, BAR == standing.OVER
    return {
        "status": pl.lit(_STATUS).gather(BAR.cast(pl.UInt32)),
        "rule": words([rule for _, rule, _ in _BARS], BAR),
        "missing": words([missing for _, _, missing in _BARS], BAR),
        "tier": tier(pl.col("high")),
        "since_on": pl.when(dead).then("died_on").when(over).then(calendar.add_days(pl.col("last_day"), 1)),
        "basis": pl.when(dead).then(word("died_on")).when(over).then(word("last_day")),
        "basis_on": pl.when(dead).then("died_on").when(over).then("last_day"),
    }


def flags(local: bool) -> dict[str, pl.Expr]:
    return {
        "DECEASED": BAR == standing.DEAD,
        "NOT_COVERED": BAR == standing.NOT_COVERED,
        "COVERAGE_OPEN": BAR.is_in([standing.COVERAGE, standing.OVER_BY_COVERAGE]),
        "TIER_CONTRADICTED": (BAR == standing.OVER_BY_TIER) & pl.col("low").is_not_null(),
        "LOCAL_PERIOD_EXPIRED" if local else "FEDERAL_PERIOD_EXPIRED": BAR == standing.OVER,
    }
