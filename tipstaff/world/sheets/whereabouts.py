"""Where people live, work and learn."""

import datetime as dt

import polars as pl

from tipstaff.world.days import after, along, before
from tipstaff.world.dice import Dice
from tipstaff.world.places import locate, words
from tipstaff.world.sheets.occasions import events, occasions, told, until_next

Sheet = tuple[pl.DataFrame, pl.DataFrame]  # the sheet's rows, and the changes that they make


def addresses(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> Sheet:
    """Residences one after another; the homeless are now in an area that words describe; some have a post box."""
    moves = dice.between("moves", 0, 3)
    rows = occasions(people, dice, "addresses", regular=moves, slip="change_residence", from_the_start=True)
    rows = told(locate(until_next(rows), dice, "addresses"), dice, as_of).with_columns(jurisdiction=pl.col("home"))
    roofless = (pl.col("planted") == "homeless") & (pl.col("i") == pl.col("n") - 1)
    rows = rows.with_columns(
        kind=pl.when(roofless).then(pl.lit("transient_area")).otherwise(pl.lit("residence")),
        transient=roofless,
        street=pl.when(~roofless).then("street"),
        description=pl.when(roofless).then(dice.on("row").among("area", words("area"))),
    )
    post = rows.filter((pl.col("i") == 0) & dice.on("row").chance("post_box", 0.1)).with_columns(
        kind=pl.lit("mailing"),
        street=pl.format("PO Box {}", dice.on("row").between("box", 1, 2999)),
        transient=pl.lit(None, pl.Boolean),
        latitude=None,
        longitude=None,
        description=None,
        to_on=pl.lit(None, pl.Date),
        record_id=pl.format("{}M", "record_id"),
    )
    lodging, stays = _lodging(people, as_of, dice)
    changes = pl.concat([events(rows, "change_residence", in_person=True), stays], how="diagonal")
    return pl.concat([rows, post, lodging], how="diagonal"), changes


def _lodging(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> Sheet:
    """Stays away from home, of less than seven days and of more (SORNA-LODG-1), the longer ones told in time."""
    away = people.filter((pl.col("room") > 200) & dice.chance("lodging", 0.04)).with_columns(row=pl.col("key") + 40)
    days = dice.between("lodging_days", 2, 20)
    away = locate(away, dice, "lodging").with_columns(
        kind=pl.lit("temporary_lodging"),
        jurisdiction=pl.col("home"),
        days=days,
        from_on=along(pl.col("settled_on"), before(pl.col("free_until"), 40), dice.share("lodging_when")),
        record_id=pl.format("{}-L1", "person_id"),
        transient=pl.lit(None, pl.Boolean),
    )
    away = away.with_columns(
        to_on=after(pl.col("from_on"), pl.col("days") - 1),
        reported_on=pl.when(pl.col("days") >= 7).then(before(pl.col("from_on"), dice.between("lodging_told", 0, 3))),
    )
    away = told(away, dice, as_of)
    stays = away.select(
        "person_id",
        "source",
        "learned_on",
        "reported_on",
        jurisdiction="home",
        event=pl.lit("temporary_lodging"),
        event_date="from_on",
        planned_days="days",
        actual_days="days",
        record_id=pl.format("{}-C", "record_id"),
    )
    return away, stays


def employment(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> Sheet:
    jobs = dice.weighted("jobs", {"0": 40, "1": 40, "2": 20}).cast(pl.Int64)
    rows = occasions(people, dice, "employment", regular=jobs, slip="begin_employment", from_the_start=False)
    rows = until_next(rows, dice.on("row").between("between_jobs", 5, 15))
    rows = told(locate(rows, dice, "employment"), dice, as_of)
    thrown = dice.on("row")
    roving = thrown.chance("roving", 0.06)
    rows = rows.with_columns(
        employer=thrown.among("employer", words("employer")),
        jurisdiction="home",
        volunteer=thrown.chance("volunteer", 0.05),
        street=pl.when(~roving).then("street"),
        description=pl.when(roving).then(pl.format("Jobs in and around {}, by call", "city")),
    )
    left = (
        rows.filter(pl.col("to_on").is_not_null())
        .select(
            "person_id",
            "source",
            jurisdiction="home",
            event=pl.lit("terminate_employment"),
            event_date="to_on",
            reported_on=before(pl.col("to_on"), thrown.between("gave_notice", 0, 2)),
            record_id=pl.format("{}-T", "record_id"),
        )
        .with_columns(learned_on="reported_on")
    )
    return rows, pl.concat([events(rows, "begin_employment", in_person=True), left], how="diagonal")


def schools(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> Sheet:
    enrolled = dice.chance("enrolled", 0.04).cast(pl.Int64)
    rows = occasions(people, dice, "schools", regular=enrolled, slip="begin_school", from_the_start=False)
    rows = told(locate(rows, dice, "schools"), dice, as_of)
    rows = rows.with_columns(school=dice.on("row").among("school", words("school")), jurisdiction="home")
    return rows, events(rows, "begin_school", in_person=True)
