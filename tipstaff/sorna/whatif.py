"""The same facts under today's law and under a changed lawbook: who changes, and how. Nothing is saved."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.facts import Facts
from tipstaff.sorna.findings import KEY
from tipstaff.sorna.lawbook import Lawbook, load

# What a reader of the list is told of each finding, before and after. A finding that says the same in all of them has
# not changed, whatever else is different in the lawbook.
COMPARED = ("status", "due_on", "grace_through_on", "tier", "interval", "missing", "flags")
SHOWN = (*COMPARED, "rule")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`changes`: a row each finding that differs, its values as `<name>_before` and `<name>_after`.

    A finding that only one of the laws gives has nulls on the other side. `summary` counts findings and people for
    each duty and change of status, the largest first.
    """

    changes: pl.DataFrame
    summary: pl.DataFrame
    people: int
    people_changed: int


def whatif(
    facts: Facts, as_of: date, changed: Lawbook, *, book: Lawbook | None = None, jurisdiction: str | None = None
) -> WhatIf:
    """Judge everybody twice and compare. Raises UnknownJurisdiction as `evaluate` does."""
    before = evaluate(facts, as_of, book=book or load(), jurisdiction=jurisdiction)
    after = evaluate(facts, as_of, book=changed, jurisdiction=jurisdiction)
    changes = compare(before, after)
    people = pl.concat([before["person"], after["person"]]).n_unique()
    return WhatIf(changes, _summary(changes), people, changes["person"].n_unique())


def compare(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The findings that differ between two evaluations of the same facts, in the order of their keys."""
    joined = _sided(before, "before").join(_sided(after, "after"), on=KEY, how="full", coalesce=True)
    differs = pl.any_horizontal(pl.col(f"{name}_before").ne_missing(pl.col(f"{name}_after")) for name in COMPARED)
    sides = [f"{name}_{side}" for name in SHOWN for side in ("before", "after")]
    return joined.filter(differs).select(*KEY, *sides).sort(KEY)


def _sided(findings: pl.DataFrame, side: str) -> pl.DataFrame:
    """Key and compared values, the values named for their side. Categories become text: each frame has its own."""
    plain = findings.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return plain.select(*KEY, *(pl.col(name).alias(f"{name}_{side}") for name in SHOWN))


def _summary(changes: pl.DataFrame) -> pl.DataFrame:
    return (
        changes.group_by("track", "duty", "status_before", "status_after")
        .agg(pl.len().alias("findings"), pl.col("person").n_unique().alias("people"))
        .sort(["people", "track", "duty", "status_before"], descending=[True, False, False, False])
    )
