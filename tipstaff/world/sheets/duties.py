"""What the law asks and what was done: registrations, verifications, changes reported and journeys abroad."""

import datetime as dt

import polars as pl

from tipstaff.world.agencies import REGISTRIES
from tipstaff.world.days import after, before, days_between, open_day, shortest
from tipstaff.world.dice import Dice
from tipstaff.world.places import words
from tipstaff.world.visits import TRANSIENT_DAYS

HISTORY = 8  # so many past verifications are on file at most
ALSO = ("compliant", "overdue", "information_missing", "late_change")  # who may be registered in a second place
NEIGHBOURS = {agency.jurisdiction: agency.neighbour for agency in REGISTRIES}
ABROAD = ("MX", "CA", "PH", "TH", "DO", "CR", "JP", "GB", "DE", "MX GT")


def second_place(dice: Dice) -> pl.Expr:
    """The neighbouring jurisdiction where some people work or learn, and are registered too; null for the others."""
    settled = days_between(pl.col("registered_on"), pl.col("last_on")) > 30
    may = pl.col("planted").is_in(ALSO) & settled & ~pl.col("local_only") & ~pl.col("twin")
    return pl.when(may & dice.chance("second_place", 0.05)).then(
        pl.col("home").replace_strict(NEIGHBOURS, return_dtype=pl.String)
    )


def registrations(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    officer = dice.among("officer", words("officer"))
    home = people.select(
        "person_id",
        "registered_on",
        "initial_event",
        "initial_event_on",
        jurisdiction="home",
        basis=pl.lit("residence"),
        tier="recorded",
        tier_source=pl.when(pl.col("recorded").is_not_null()).then(
            dice.among("tier_by", ("court, judgment", "registry, by offence"))
        ),
        officer=officer,
        source=pl.lit("registry"),
        learned_on="opened_on",
    )
    second = people.filter(pl.col("second_place").is_not_null()).select(
        "person_id",
        jurisdiction="second_place",
        basis=dice.weighted("second_basis", {"employment": 8, "school": 2}),
        registered_on=before(pl.col("last_on"), 20),
        tier="recorded",
        tier_source=pl.lit("as in the home registry"),
        source=pl.lit("registry of the other jurisdiction"),
        learned_on=before(pl.col("last_on"), 20),
    )
    came = (pl.col("initial_event") == "enter_to_reside") & (
        days_between(pl.col("start"), pl.col("initial_event_on")) > 300
    )
    earlier = people.filter(
        came & ~pl.col("code").is_in([*NEIGHBOURS, *NEIGHBOURS.values()]) & pl.col("registered_on").is_not_null()
    )
    former = earlier.select(
        "person_id",
        jurisdiction="code",
        basis=pl.lit("residence"),
        registered_on=open_day(pl.col("start")),
        tier="recorded",
        ended_on="initial_event_on",
        ended_reason=pl.lit("moved away"),
        source=pl.lit("registry of the other jurisdiction"),
        learned_on="registered_on",
    )
    return pl.concat([home, second, former], how="diagonal")


def verifications(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """Full appearances back from the last one, never an interval apart, and letters, which are none (SORNA-VER-8)."""
    often = (pl.col("planted") == "homeless") & pl.col("home").is_in(list(TRANSIENT_DAYS))
    interval = (
        pl.when(often)
        .then(pl.col("home").replace_strict(TRANSIENT_DAYS, default=None))
        .otherwise(shortest(pl.col("local_interval")))
    )
    gap = interval - dice.between("early", 2, 20)
    rows = (
        people.filter(pl.col("last_on").is_not_null())
        .select("person_id", "home", "key", "registered_on", "last_on", "jailed_from", "jailed_to", gap=gap)
        .with_columns(i=pl.int_ranges(0, HISTORY))
        .explode("i", empty_as_null=False)
        .with_columns(
            verified_on=before(pl.col("last_on"), pl.col("gap") * pl.col("i")),
            row=pl.col("key") + pl.col("i").cast(pl.UInt64),
        )
        .filter(pl.col("verified_on") > pl.col("registered_on"))
        .filter(~pl.col("verified_on").is_between("jailed_from", "jailed_to").fill_null(False))
    )
    mode = dice.on("row").weighted("mode", {"office": 80, "police_station": 9, "home_visit": 8, "secure_video": 3})
    full = _visit(rows, pl.col("home"), mode, dice.on("row"))
    second = people.filter(pl.col("second_place").is_not_null()).with_columns(verified_on="last_on", row="key")
    elsewhere = _visit(second, pl.col("second_place"), pl.lit("office"), dice)
    return pl.concat([full, elsewhere, _letters(people, as_of, dice)], how="diagonal")


def _visit(rows: pl.DataFrame, where: pl.Expr, mode: pl.Expr, thrown: Dice) -> pl.DataFrame:
    return rows.select(
        "person_id",
        "verified_on",
        jurisdiction=where,
        mode=mode,
        identity_checked=pl.lit(True),
        photograph_possible=pl.lit(True),
        all_fields_reviewed=pl.lit(True),
        officer=thrown.among("taken_by", words("officer")),
        source=pl.lit("registry"),
        learned_on="verified_on",
    )


def _letters(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """A form returned by post after the last appearance: whoever counts it as one overlooks an overdue person."""
    some = pl.col("planted").is_in(["overdue", "compliant"]) & dice.chance("letter", 0.12)
    posted = after(pl.col("last_on"), dice.between("posted", 10, 80))
    letters = people.with_columns(posted=posted).filter(some & (pl.col("posted") < as_of))
    return letters.select(
        "person_id",
        jurisdiction="home",
        verified_on="posted",
        mode=pl.lit("mail"),
        identity_checked=pl.lit(False),
        photograph_possible=pl.lit(False),
        all_fields_reviewed=pl.lit(False),
        source=pl.lit("form by post"),
        learned_on="posted",
    )


def travel(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """Journeys abroad: most announced 21 days ahead or more, the planted ones late or not at all (SORNA-TRAV-1)."""
    planted = pl.col("planted")
    announced = (
        planted.is_in(["compliant", "information_missing"]) & (pl.col("room") > 600) & dice.chance("journey", 0.05)
    )
    late, unannounced = planted == "travel_late", planted == "travel_unannounced"
    ahead = announced & dice.chance("still_ahead", 0.4)
    leaves = (
        pl.when(ahead)
        .then(after(as_of, dice.between("ahead", 5, 90)))
        .otherwise(before(as_of, dice.between("ago", 60, 350)))
    )
    rows = people.filter(announced | late | unannounced).with_columns(departs_on=leaves)
    in_time = pl.min_horizontal(before(pl.col("departs_on"), dice.between("notice", 22, 70)), before(as_of, 1))
    told_on = (
        pl.when(late)
        .then(before(pl.col("departs_on"), dice.between("short_notice", 1, 18)))
        .when(~unannounced)
        .then(in_time)
    )
    return rows.select(
        "person_id",
        "departs_on",
        destination=dice.among("abroad", ABROAD),
        returns_on=after(pl.col("departs_on"), dice.between("away", 3, 40)),
        reported_on=told_on,
        known_on=before(told_on, dice.between("knew", 1, 12)),
        carrier=dice.among("carrier", ("air", "road", "ship")),
        purpose=dice.among("purpose", ("family", "work", "holiday", "funeral")),
        outcome=pl.when(ahead).then(pl.lit("planned")).otherwise(pl.lit("engaged")),
        record_id=pl.format("{}-R1", "person_id"),
        source=pl.when(unannounced).then(pl.lit("border crossing record")).otherwise(pl.lit("registrant, in person")),
        learned_on=pl.coalesce(told_on, after(pl.col("departs_on"), 4)),
    )
