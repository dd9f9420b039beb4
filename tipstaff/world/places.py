"""Real towns, counties and ZIP codes of the lands of the pretend nation, with invented streets in them."""

from functools import cache

import polars as pl

from tipstaff.world.dice import Dice, Table, read

STATE_OF = {"RM": "AZ", "TR": "SD"}  # whose licences and plates the people of the two tribes mostly have


@cache
def place_table() -> Table:
    places = read("places", zip=pl.String, lat=pl.Float64, lon=pl.Float64, weight=pl.Int64)
    return Table(places, weight="weight", group="jurisdiction")


@cache
def words(kind: str) -> tuple[str, ...]:
    return tuple(read("words").filter(pl.col("kind") == kind)["word"])


def locate(rows: pl.DataFrame, dice: Dice, name: str, home: str = "home") -> pl.DataFrame:
    """Adds `city`, `state`, `zip`, `county`, `street`, `latitude` and `longitude` somewhere in the home's land."""
    table, thrown = place_table(), dice.on("row")
    rows = rows.with_columns(_place=table.row(thrown.share(f"{name}_place"), pl.col(home)))
    place = pl.col("_place")
    return rows.with_columns(
        city=table.take("place", place),
        state=table.take("state", place),
        zip=table.take("zip", place),
        county=table.take("county", place),
        street=pl.format(
            "{} {} {}",
            thrown.between(f"{name}_number", 1, 9899),
            thrown.among(f"{name}_street", words("street")),
            thrown.among(f"{name}_street_end", words("street_end")),
        ),
        latitude=(table.take("lat", place) + (thrown.share(f"{name}_north") - 0.5) * 0.03).round(5),
        longitude=(table.take("lon", place) + (thrown.share(f"{name}_east") - 0.5) * 0.03).round(5),
    ).drop("_place")
