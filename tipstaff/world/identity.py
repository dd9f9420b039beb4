"""Who a person is: name, sex, birth, looks. Drawn for the identity, so that one person in two registries agrees."""

from functools import cache

import polars as pl

from tipstaff.world.dice import Dice, Table, read

# Whose names are borne where, by weight. The groups are of names, not of people.
NAME_GROUPS = {
    "RM": {"native": 66, "hispanic": 8, "general": 22, "marked": 3, "single": 1},
    "TR": {"plains": 30, "native": 34, "general": 32, "marked": 3, "single": 1},
    "AZ": {"general": 58, "hispanic": 33, "native": 6, "marked": 3},
    "NM": {"general": 40, "hispanic": 46, "native": 11, "marked": 3},
    "SD": {"general": 82, "plains": 4, "native": 9, "hispanic": 3, "marked": 2},
    "GU": {"guam": 62, "general": 28, "hispanic": 6, "marked": 4},
}
RACES = {"native": "I", "plains": "I", "single": "I", "hispanic": "W", "guam": "A", "marked": "W", "general": "W"}
EYES = {"BRO": 60, "BLU": 15, "HAZ": 12, "GRN": 8, "BLK": 5}
HAIR = {"BLK": 40, "BRO": 38, "GRY": 12, "BLN": 7, "RED": 3}


@cache
def surname_table() -> Table:
    invented = read("invented_names").rename({"weight": "count"}).cast({"count": pl.Int64})
    return Table(pl.concat([read("surnames"), invented]), weight="count", group="group")


@cache
def given_table() -> Table:
    names = read("given_names").with_columns(born=pl.format("{}{}", "sex", "decade"))
    return Table(names, weight="n", group="born")


@cache
def nickname_table() -> dict[str, str]:
    return dict(read("nicknames").iter_rows())


def add(frame: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """Adds sex, names and looks to records that already have `identity`, `origin` and `born_on`."""
    thrown = dice.on("identity")
    group_tables = {home: thrown.weighted("name_group", weights) for home, weights in NAME_GROUPS.items()}
    group: pl.Expr = pl.lit(None, pl.String)
    for home, drawn in group_tables.items():
        group = pl.when(pl.col("origin") == home).then(drawn).otherwise(group)
    frame = frame.with_columns(
        name_group=group, sex=pl.when(thrown.chance("sex", 0.06)).then(pl.lit("F")).otherwise(pl.lit("M"))
    )
    return _looks(_names(frame, thrown), thrown)


def _names(frame: pl.DataFrame, thrown: Dice) -> pl.DataFrame:
    surnames, given = surname_table(), given_table()
    decade = (pl.col("born_on").dt.year() // 10 * 10).clip(1930, 2010)
    born = pl.format("{}{}", "sex", decade)
    surname, second, first, middle = (
        surnames.take("name", surnames.row(thrown.share("surname"), pl.col("name_group"))),
        surnames.take("name", surnames.row(thrown.share("second_surname"), pl.col("name_group"))),
        given.take("name", given.row(thrown.share("given"), born)),
        given.take("name", given.row(thrown.share("middle"), born)),
    )
    single = pl.col("name_group") == "single"
    double = thrown.chance("double", pl.when(pl.col("name_group") == "hispanic").then(0.35).otherwise(0.04))
    joint = pl.when(pl.col("name_group") == "hispanic").then(pl.lit(" ")).otherwise(pl.lit("-"))
    plain = pl.col("name_group").is_in(["native", "hispanic", "general"])
    return frame.with_columns(
        family_name=pl.when(double & plain).then(pl.concat_str(surname, joint, second)).otherwise(surname),
        given_name=pl.when(~single).then(first),
        middle_name=pl.when(~single & thrown.chance("has_middle", 0.75)).then(middle),
        suffix=pl.when(~single & (pl.col("sex") == "M") & thrown.chance("has_suffix", 0.06)).then(
            thrown.weighted("suffix", {"Jr": 6, "Sr": 2, "III": 2})
        ),
    )


def _looks(frame: pl.DataFrame, thrown: Dice) -> pl.DataFrame:
    man = pl.col("sex") == "M"
    other = thrown.weighted("other_race", {"B": 6, "A": 3, "I": 3, "W": 88})
    race = pl.col("name_group").replace_strict(RACES, return_dtype=pl.String)
    return frame.with_columns(
        race=pl.when(pl.col("name_group") == "general").then(other).otherwise(race),
        height_inches=thrown.between(
            "height", pl.when(man).then(63).otherwise(58), pl.when(man).then(77).otherwise(71)
        ),
        weight_pounds=thrown.between(
            "weight", pl.when(man).then(125).otherwise(100), pl.when(man).then(310).otherwise(250)
        ),
        eye_color=thrown.weighted("eyes", EYES),
        hair_color=thrown.weighted("hair", HAIR),
        fbi_number=pl.format("{}ZZ{}", thrown.between("fbi", 100000, 999999), thrown.between("fbi2", 0, 9)),
    )
