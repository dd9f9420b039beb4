"""What is known of the pretend nation because it was made so: who was planted as what, and what date each duty has.

The dates come from the hand-written intervals of `visits`, not from the law kernel, which is tested with them.
"""

import datetime as dt

import polars as pl

from tipstaff.world.days import add_months, after, days_between
from tipstaff.world.dice import Dice
from tipstaff.world.sheets.personal import missing
from tipstaff.world.visits import BIRTH_MONTH, LOCAL_MONTHS, TRANSIENT_DAYS

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "person_id": pl.String,
    "jurisdiction": pl.String,  # whose file holds the person
    "what": pl.String,  # a key of `planted.RATES`, "compliant", "local_equivalence", "duplicate", or "verification_due"
    "track": pl.String,  # of a due date: "federal" or a jurisdiction
    "subject": pl.String,  # the record in question: a change, a journey, the other registry's person
    "on": pl.Date,  # the due date, or the day of what happened
    "days": pl.Int32,  # days past the due date on the day of asking, negative before it
    "details": pl.String,
}
JUDGED = (
    "compliant",
    "due_soon",
    "overdue",
    "absconder_like",
    "homeless",
    "information_missing",
    "late_change",
    "unreported_change",
    "unreported_move",
    "travel_late",
    "travel_unannounced",
    "reduction_eligible",
)


def tell(people: pl.DataFrame, changes: pl.DataFrame, travel: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """All that is known of these people, in the order of the people."""
    parts = [_planted(people, changes, travel, dice), _twins(people), _due(people, as_of)]
    table = pl.concat([part.select(_conform(part)) for part in parts])
    order = people.select("person_id", "k")
    return table.join(order, on="person_id", maintain_order="left").sort("k", maintain_order=True).drop("k")


def _conform(part: pl.DataFrame) -> list[pl.Expr]:
    return [
        (pl.col(name) if name in part.columns else pl.lit(None)).cast(kind).alias(name) for name, kind in SCHEMA.items()
    ]


def _planted(people: pl.DataFrame, changes: pl.DataFrame, travel: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    slips = changes.filter(pl.col("planted").is_not_null()).select("person_id", slip="record_id")
    journeys = travel.select("person_id", journey="record_id")
    rows = people.join(slips, on="person_id", how="left").join(journeys, on="person_id", how="left")
    rows = rows.join(missing(people, dice), on="person_id", how="left")
    planted = pl.col("planted")
    travelling = planted.is_in(["travel_late", "travel_unannounced"])
    event_on = pl.coalesce(
        "slip_on",
        "died_on",
        "custody_from",
        "expired_on",
        pl.when(planted == "never_registered").then("initial_event_on"),
    )
    contradiction = planted.is_in(["tier_contradicted", "local_equivalence"])
    return rows.select(
        "person_id",
        jurisdiction="home",
        what="planted",
        on=event_on,
        track=pl.when(planted == "local_equivalence").then("home"),
        subject=pl.coalesce("slip", pl.when(travelling).then("journey")),
        details=pl.coalesce(
            "details",
            "slip_event",
            pl.when(contradiction).then(
                pl.format(
                    "recorded {}, computed {}",
                    "recorded",
                    pl.when(planted == "local_equivalence").then(pl.lit("II")).otherwise("tier"),
                )
            ),
        ),
    )


def _twins(people: pl.DataFrame) -> pl.DataFrame:
    return people.filter("twin").select("person_id", jurisdiction="home", what=pl.lit("duplicate"), subject="twin_of")


def _due(people: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The next verification of everybody whose tier is clear: federal, at home, and where else registered."""
    judged = people.filter(pl.col("planted").is_in(JUDGED)).with_columns(seen=pl.coalesce("last_on", "registered_on"))
    floor = add_months(pl.col("seen"), pl.col("interval"))
    tracks = judged.select(
        "person_id",
        "second_place",
        jurisdiction="home",
        federal=floor,
        local=pl.min_horizontal(floor, _stricter(pl.col("seen")), _transient(pl.col("seen"))),
    )
    rows = pl.concat(
        [
            tracks.select("person_id", "jurisdiction", track=pl.lit("federal"), on="federal"),
            tracks.select("person_id", "jurisdiction", track="jurisdiction", on="local"),
            tracks.filter(pl.col("second_place").is_not_null()).select(
                "person_id", "jurisdiction", track="second_place", on="federal"
            ),
        ]
    )
    days = days_between(pl.col("on"), pl.lit(as_of, pl.Date))
    return rows.with_columns(what=pl.lit("verification_due"), days=days)


def _stricter(seen: pl.Expr) -> pl.Expr:
    """What the two tribes ask beyond the federal floor."""
    local: pl.Expr = pl.lit(None, pl.Date)
    for home in LOCAL_MONTHS:
        local = pl.when(pl.col("home") == home).then(add_months(seen, pl.col("local_interval"))).otherwise(local)
    return pl.when(pl.col("home").is_in(BIRTH_MONTH)).then(_birth_month(seen)).otherwise(local)


def _birth_month(seen: pl.Expr) -> pl.Expr:
    """The end of the first month of the schedule that begins after the appearance (SORNA-VER-2)."""
    birth, month = pl.col("born_on").dt.month().cast(pl.Int32), seen.dt.month().cast(pl.Int32)
    ahead = (birth - month - 1) % pl.col("local_interval") + 1
    end: pl.Expr = pl.lit(None, pl.Date)
    for months in range(1, 13):
        end = (
            pl.when(ahead == months)
            .then(seen.dt.month_start().dt.offset_by(f"{months}mo").dt.month_end())
            .otherwise(end)
        )
    return end


def _transient(seen: pl.Expr) -> pl.Expr:
    due: pl.Expr = pl.lit(None, pl.Date)
    for home, days in TRANSIENT_DAYS.items():
        due = (
            pl.when((pl.col("planted") == "homeless") & (pl.col("home") == home)).then(after(seen, days)).otherwise(due)
        )
    return due
