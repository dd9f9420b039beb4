"""Vehicles and the ways to reach people: plates, telephone numbers and addresses that nobody can have."""

import datetime as dt

import polars as pl

from tipstaff.world.dice import Dice
from tipstaff.world.places import STATE_OF, words
from tipstaff.world.sheets.occasions import events, occasions, told, until_next

AREA_CODES = {"RM": "928", "TR": "701", "AZ": "602", "NM": "505", "SD": "605", "GU": "671"}
MAIL = ("example.com", "example.net", "example.org")
COLORS = ("white", "black", "silver", "red", "blue", "grey", "tan", "green")


def vehicles(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> tuple[pl.DataFrame, pl.DataFrame]:
    owners = people.filter(dice.chance("owner", 0.66) | (pl.col("slip_event") == "change_vehicle").fill_null(False))
    more = dice.chance("bought", 0.3).cast(pl.Int64)
    rows = until_next(occasions(owners, dice, "vehicles", regular=more, slip="change_vehicle", from_the_start=True))
    thrown = dice.on("row")
    make = thrown.among("make", words("make"))
    rows = told(rows, dice, as_of).with_columns(
        kind=thrown.weighted("vehicle", {"land": 96, "water": 4}),
        plate=pl.format(
            "{}{}", thrown.among("letters", ("XQA", "XQB", "XRT", "XVN", "XZK")), thrown.between("plate", 1_000, 9_999)
        ),
        plate_state=pl.col("home").replace(STATE_OF),
        vin=pl.format("0INVENTED{}", thrown.between("vin", 10_000_000, 99_999_999)),
        year=thrown.between("model_year", 1998, as_of.year - 1),
        color=thrown.among("color", COLORS),
        kept_at=pl.lit("at home"),
        make=make,
    )
    land = pl.col("kind") == "land"
    rows = rows.with_columns(
        make=pl.when(land).then(pl.col("make").str.split(" ").list.first()).otherwise(pl.lit("Lakeland")),
        model=pl.when(land).then(pl.col("make").str.split(" ").list.slice(1).list.join(" ")).otherwise(pl.lit("Skiff")),
    )
    return rows, events(rows, "change_vehicle", in_person=None)


def remote_identifiers(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A telephone for nearly everybody, which some replace; e-mail and handles for many."""
    replaced = dice.chance("new_phone", 0.2).cast(pl.Int64)
    phones = occasions(people, dice, "telephones", regular=replaced, slip=None, from_the_start=True)
    phones = until_next(phones).with_columns(
        kind=pl.lit("telephone"),
        value=pl.format(
            "{}-555-{}",
            pl.col("home").replace(AREA_CODES),
            dice.on("row").between("line", 100, 199).cast(pl.String).str.zfill(4),
        ),
    )
    # Of the hundred reserved numbers of an area two could be the same; then nothing was replaced.
    phones = phones.unique(["person_id", "value"], keep="first", maintain_order=True)
    mail = _online(people, dice, "email", 0.7, slip=None)
    handles = _online(people, dice, "handle", 0.3, slip="change_remote_identifier")
    rows = told(pl.concat([phones, mail, handles], how="diagonal"), dice, as_of)
    return rows, events(rows, "change_remote_identifier", in_person=None)


def _online(people: pl.DataFrame, dice: Dice, kind: str, share: float, *, slip: str | None) -> pl.DataFrame:
    slipped = (pl.col("slip_event") == slip).fill_null(False) if slip else pl.lit(False)
    users = people.filter(dice.chance(f"has_{kind}", share) | slipped)
    rows = occasions(users, dice, f"{kind}s", regular=pl.lit(0), slip=slip, from_the_start=True)
    thrown = dice.on("row")
    name = pl.format(
        "{}{}", thrown.among(f"{kind}_word", words("handle")), thrown.between(f"{kind}_number", 100, 9_999_999)
    )
    value = pl.format("{}@{}", name, thrown.among("domain", MAIL)) if kind == "email" else pl.format("@{}", name)
    return rows.with_columns(kind=pl.lit(kind), value=value, to_on=pl.lit(None, pl.Date))
