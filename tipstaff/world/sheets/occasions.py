"""What changes in the course of a life: residences, jobs, vehicles and the like, each with when it was reported."""

import datetime as dt

import polars as pl

from tipstaff.world.days import after, along, before, open_day
from tipstaff.world.dice import Dice

KNOWN_FROM = (
    "officer, home visit",
    "returned letter",
    "employer, by telephone",
    "motor vehicle department",
    "relative, by telephone",
)
KEPT = (
    "person_id",
    "home",
    "key",
    "identity",
    "planted",
    "settled_on",
    "registered_on",
    "free_until",
    "active_until",
    "slip_event",
    "slip_on",
    "slip_reported_on",
    "room",
)


def occasions(
    people: pl.DataFrame,
    dice: Dice,
    sheet: str,
    *,
    regular: pl.Expr,
    slip: str | None,
    from_the_start: bool,
    more: tuple[str, ...] = (),
) -> pl.DataFrame:
    """One row an occasion, in the order of time: `i`, `row` (its dice key), `from_on`, `reported_on`, `is_change`.

    `regular` says how many ordinary changes there were, reported in time. `from_the_start` puts one before them that
    was true at registration. Where the planted change is a `slip` of this sheet, it comes last.
    """
    first = 1 if from_the_start else 0
    slipped = (pl.col("slip_event") == slip).fill_null(False) if slip else pl.lit(False)
    # A new life in a registry has no room for changes yet.
    ordinary = pl.when(pl.col("room") > 120).then(regular).otherwise(0).cast(pl.Int64)
    rows = (
        people.select(*KEPT, *more, ordinary=ordinary, slipped=slipped)
        .with_columns(n=first + pl.col("ordinary") + pl.col("slipped").cast(pl.Int64))
        .filter(pl.col("n") > 0)
        .with_columns(i=pl.int_ranges(0, "n"))
        .explode("i", empty_as_null=False)
        .with_columns(row=pl.col("key") + pl.col("i").cast(pl.UInt64) + 1)
    )
    thrown = dice.on("row")
    is_slip = pl.col("slipped") & (pl.col("i") == pl.col("n") - 1)
    at_start = (pl.col("i") == 0) if from_the_start else pl.lit(False)
    place = (pl.col("i") - first + 0.1 + 0.8 * thrown.share(f"{sheet}_when")) / pl.col("ordinary")
    ordinary_on = along(after(pl.col("settled_on"), 30), pl.col("free_until"), place)
    rows = rows.with_columns(
        is_slip=is_slip,
        is_change=~at_start,
        from_on=pl.when(is_slip).then("slip_on").when(at_start).then("settled_on").otherwise(ordinary_on),
        record_id=pl.format("{}-{}{}", "person_id", pl.lit(sheet[0].upper()), pl.col("i") + 1),
    )
    reported = open_day(after(pl.col("from_on"), thrown.between(f"{sheet}_reported", 0, 1)))
    return rows.with_columns(
        reported_on=pl.when("is_slip")
        .then("slip_reported_on")
        .when(pl.col("is_change"))
        .then(reported)
        .otherwise("registered_on")
    )


def told(rows: pl.DataFrame, dice: Dice, as_of: dt.date) -> pl.DataFrame:
    """Adds `source` and `learned_on`: the registrant's own report, or whoever else it came from."""
    thrown = dice.on("row")
    own = pl.col("reported_on").is_not_null()
    found_out = pl.min_horizontal(after(pl.col("from_on"), thrown.between("found_out", 3, 11)), pl.lit(as_of, pl.Date))
    return rows.with_columns(
        source=pl.when(own).then(pl.lit("registrant, in person")).otherwise(thrown.among("known_from", KNOWN_FROM)),
        learned_on=pl.when(own).then("reported_on").otherwise(found_out),
    )


def until_next(rows: pl.DataFrame, gap: int | pl.Expr = 1) -> pl.DataFrame:
    """Adds `to_on`: so many days before the next row of the same person, null for the last."""
    following = pl.col("from_on").shift(-1)
    return rows.with_columns(
        to_on=pl.when(pl.col("i") < pl.col("n") - 1).then(pl.max_horizontal(before(following, gap), "from_on"))
    )


def events(rows: pl.DataFrame, event: str, *, in_person: bool | None) -> pl.DataFrame:
    """The rows of the sheet of changes that these occasions make."""
    return rows.filter("is_change").select(
        "person_id",
        "source",
        "learned_on",
        "reported_on",
        jurisdiction="home",
        event=pl.lit(event),
        event_date="from_on",
        in_person=pl.when(pl.col("reported_on").is_not_null()).then(pl.lit(in_person, pl.Boolean)),
        record_id=pl.format("{}-C", "record_id"),
        planted=pl.when("is_slip").then("planted"),
    )
