"""The one planted change of those who reported late or not at all, and the room for everybody's ordinary changes."""

import datetime as dt

import polars as pl

from tipstaff.world.days import after, before, days_between
from tipstaff.world.dice import Dice
from tipstaff.world.planted import SLIP_EVENTS, SLIPS


def add(frame: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """Adds the `slip_event`, and from when until when there is `room` for what was in order.

    `settled_on` is the first day in the land, `opened_on` the day the registry opened its file.
    """
    planted = pl.col("planted")
    residence = planted.is_in(["unreported_move", "absconder_like"])
    event = (
        pl.when(residence)
        .then(pl.lit("change_residence"))
        .otherwise(
            pl.when(planted == "late_change")
            .then(dice.among("slip", SLIP_EVENTS))
            .otherwise(dice.among("slip", SLIP_EVENTS[1:]))
        )
    )
    ago = (
        pl.when(planted == "late_change")
        .then(dice.between("slip_late", 60, 400))
        .when(planted == "absconder_like")
        .then(dice.between("slip_gone", 12, 150))
        .otherwise(dice.between("slip_known", 12, 38))
    )
    frame = frame.with_columns(
        slip_event=pl.when(planted.is_in(SLIPS)).then(event),
        slip_on=pl.when(planted.is_in(SLIPS)).then(before(as_of, ago)),
        settled_on="initial_event_on",
        opened_on=pl.coalesce("registered_on", "initial_event_on"),
    )
    frame = frame.with_columns(
        # Nine days are beyond three business days whatever the holidays (SORNA-CHG-1, BD-1).
        slip_reported_on=pl.when(planted == "late_change").then(
            after(pl.col("slip_on"), dice.between("slip_after", 9, 45))
        ),
        free_until=before(pl.min_horizontal("active_until", "slip_on"), 15),
    )
    return frame.with_columns(room=days_between(pl.col("settled_on"), pl.col("free_until")))
