"""From people's facts to the rows that are kept: what the law says of each duty, and what of it needs somebody.

Frames in, frames out; nothing is read or written here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from tipstaff.compliance.facts import Columns, People
from tipstaff.sorna import findings as law
from tipstaff.sorna.evaluate import evaluate

KEY = list(law.KEY)
DATES = ("due_on", "grace_through_on", "since_on", "basis_on")
FINDING: Columns = {
    name: pl.UInt32 if name == "person" else pl.Date if name in DATES else pl.String for name in law.SCHEMA
}
ITEM: Columns = {
    "person": pl.UInt32, "track": pl.String, "duty": pl.String, "subject": pl.String, "status": pl.String,
    "urgency": pl.Int32, "order_on": pl.Date, "due_on": pl.Date, "since_on": pl.Date, "tier": pl.String,
    "is_lead": pl.Boolean, "number": pl.String, "family_name": pl.String, "given_name": pl.String,
    "county": pl.String, "officer": pl.String,
}  # fmt: skip

# What stands on a work list, in the order of tipstaff.sorna.findings.STATUSES.
NEEDS_SOMEBODY = ("overdue", "contradicted", "unknown", "incomplete", "due_soon", "late", "proposed")
LATE_SHOWN_DAYS = 90  # a duty done late is news for a while, then history
NO_DATE = date(9999, 12, 31)


@dataclass(frozen=True)
class Judged:
    """The rows that should stand for some people: FINDING and ITEM, each with `agency`."""

    findings: pl.DataFrame
    items: pl.DataFrame


def judge(people: People, as_of: date) -> Judged:
    """Ask the law about these people for one day."""
    findings = kept(evaluate(people.facts, as_of))
    return Judged(findings.join(people.roster.select("person", "agency"), on="person"), _items(people, findings, as_of))


def kept(findings: pl.DataFrame) -> pl.DataFrame:
    """The kernel's rows as the table of findings holds them: text is never null."""
    return findings.select(
        pl.col(name).cast(kind).fill_null("") if kind == pl.String else pl.col(name).cast(kind)
        for name, kind in FINDING.items()
    )


def _items(people: People, findings: pl.DataFrame, as_of: date) -> pl.DataFrame:
    urgency = {status: law.urgency(status) for status in NEEDS_SOMEBODY}
    recent = pl.col("since_on") >= as_of - timedelta(days=LATE_SHOWN_DAYS)
    rows = findings.filter(
        pl.col("status").is_in(NEEDS_SOMEBODY), (pl.col("status") != "late") | recent.fill_null(True)
    )
    rows = _without_echoes(rows).with_columns(
        urgency=pl.col("status").replace_strict(urgency, default=None, return_dtype=pl.Int32),
        order_on=pl.coalesce("due_on", "since_on", pl.lit(NO_DATE)),
    )
    rows = rows.join(_tiers(findings), on=["person", "track"], how="left", suffix="_of_track").with_columns(
        tier=pl.when(pl.col("tier") == "").then(pl.col("tier_of_track").fill_null("")).otherwise("tier")
    )
    return (
        rows.sort("person", "duty", "subject", "urgency", "order_on", pl.col("track") != "federal", "track")
        .with_columns(is_lead=pl.struct("person", "duty", "subject") != pl.struct("person", "duty", "subject").shift())
        .with_columns(pl.col("is_lead").fill_null(True))
        .join(people.roster, on="person")
        .join(_offices(people.offices), on="person", how="left")
        .with_columns(pl.col("family_name", "given_name", "county", "officer").fill_null(""))
        .select("agency", *ITEM)
    )


def _without_echoes(rows: pl.DataFrame) -> pl.DataFrame:
    """One line for each missing fact: a duty that waits for what an earlier duty already asks for is not listed again.

    The findings keep them all, and the person's page shows them.
    """
    rank = pl.col("duty").replace_strict({duty: at for at, duty in enumerate(law.DUTIES)}, return_dtype=pl.Int32)
    rows = rows.with_columns(_rank=rank, _asks=(pl.col("status") == "unknown") & (pl.col("missing") != ""))
    first = (
        rows.filter("_asks", pl.col("subject") == "")
        .group_by("person", "track", "missing")
        .agg(_first=pl.col("_rank").min())
    )
    rows = rows.join(first, on=["person", "track", "missing"], how="left")
    echo = pl.col("_asks") & (pl.col("_rank") > pl.col("_first")).fill_null(False)
    return rows.filter(~echo).drop("_rank", "_asks", "_first")


def _tiers(findings: pl.DataFrame) -> pl.DataFrame:
    """The tier of each person on each track, for duties whose own finding names none."""
    return (
        findings.filter(pl.col("tier") != "")
        .unique(["person", "track"], keep="first", maintain_order=True)
        .select("person", "track", "tier")
    )


def _offices(offices: pl.DataFrame) -> pl.DataFrame:
    """County and officer of the open registration that began last, else of the one that ended last."""
    return (
        offices.filter(pl.col("county").is_not_null() | pl.col("officer").is_not_null())
        .sort(
            "person",
            pl.col("ended_on").is_not_null(),
            "registered_on",
            descending=[False, False, True],
            nulls_last=True,
        )
        .unique("person", keep="first", maintain_order=True)
        .select("person", "county", "officer")
    )
