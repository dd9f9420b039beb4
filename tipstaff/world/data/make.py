"""How the name and place tables in this folder were made from public tables: `python make.py SOURCE_FOLDER`.

SOURCE_FOLDER holds the Census 2020 surname table, the SSA given names by decade, the nickname list and the GeoNames
ZIP and populated-place tables, under the file names used below. README.md says where each comes from.
"""

import sys
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent
STATES = ("AZ", "NM", "SD", "UT", "ND")
# The land of the two invented tribes lies across real counties.
RED_MESA = (("AZ", "Apache"), ("AZ", "Navajo"), ("NM", "San Juan"), ("NM", "McKinley"), ("UT", "San Juan"))
TWO_RIVERS = (("ND", "Sioux"), ("ND", "Grant"), ("SD", "Corson"), ("SD", "Dewey"), ("SD", "Ziebach"))
GUAM_ZIPS = {
    "Hagåtña": "96910", "Asan": "96910", "Agat Village": "96915", "Barrigada Village": "96913",
    "Dededo Village": "96929", "Inarajan Village": "96917", "Mangilao Village": "96923", "Merizo Village": "96916",
    "Piti Village": "96915", "Santa Rita Village": "96915", "Sinajana Village": "96910", "Talofofo Village": "96915",
    "Tamuning": "96913", "Umatac Village": "96915", "Anao": "96929",
}  # fmt: skip


def surnames(source: Path) -> pl.DataFrame:
    """Common names, names often borne by Hispanic people, names often borne by Native people."""
    census = pl.read_csv(source / "surnames_2020.csv").sort("count", "name", descending=[True, False])
    spelled = census.with_columns(
        pl.col("name").str.to_titlecase().str.replace_many([f"Mc{c}" for c in "abcdefghijklmnopqrstuvwxyz"],
                                                           [f"Mc{c.upper()}" for c in "abcdefghijklmnopqrstuvwxyz"])
    )  # fmt: skip
    native, hispanic = pl.col("pctaian") >= 20, pl.col("pcthispanic") >= 60
    groups = {
        "native": spelled.filter(native).head(500),
        "hispanic": spelled.filter(hispanic & ~native).head(500),
        "general": spelled.filter(~native & ~hispanic).head(1200),
    }
    return pl.concat(frame.select(pl.lit(group).alias("group"), "name", "count") for group, frame in groups.items())


def given_names(source: Path) -> pl.DataFrame:
    decades = pl.read_csv(source / "given_names_by_decade.csv")
    best = decades.sort("decade", "sex", "n", "name", descending=[False, False, True, False])
    return best.group_by("decade", "sex", maintain_order=True).head(150).select("decade", "sex", "name", "n")


def nicknames(source: Path, given: pl.DataFrame) -> pl.DataFrame:
    pairs = pl.read_csv(source / "nicknames.csv").filter(pl.col("relationship") == "has_nickname")
    titled = pairs.select(name=pl.col("name1").str.to_titlecase(), nickname=pl.col("name2").str.to_titlecase())
    known = titled.join(given.select("name").unique(), on="name", how="semi")
    return (
        known.filter(pl.col("nickname").str.len_chars() > 2).group_by("name", maintain_order=True).first().sort("name")
    )


def places(source: Path) -> pl.DataFrame:
    text = {"zip": pl.String, "county_fips": pl.String}
    zips = pl.read_csv(source / "zips.csv", schema_overrides=text).filter(pl.col("state").is_in(STATES))
    towns = pl.read_csv(source / "places.csv", schema_overrides={"state": pl.String})
    people = towns.group_by("name", "state").agg(pl.col("population").max())
    rows = zips.join(people, left_on=["place", "state"], right_on=["name", "state"], how="left").with_columns(
        county=pl.col("county") + " County",
        weight=(pl.col("population").fill_null(250).clip(150) / pl.len().over("place", "state")).round().cast(pl.Int64),
    )
    guam = towns.filter((pl.col("tz") == "Pacific/Guam") & pl.col("name").is_in(list(GUAM_ZIPS))).select(
        zip=pl.col("name").replace_strict(GUAM_ZIPS), place=pl.col("name").str.replace(" Village", ""),
        state=pl.lit("GU"), county=pl.lit("Guam"), lat="lat", lon="lon", weight="population",
    )  # fmt: skip
    columns = ("jurisdiction", "zip", "place", "state", "county", "lat", "lon", "weight")
    state_rows = rows.filter(pl.col("state").is_in(["AZ", "NM", "SD"])).with_columns(jurisdiction=pl.col("state"))
    return pl.concat(
        frame.select(columns).sort("state", "zip", "place")
        for frame in (
            state_rows,
            guam.with_columns(jurisdiction=pl.lit("GU")),
            _land(rows, RED_MESA).filter(pl.col("lat") > 35.4).with_columns(jurisdiction=pl.lit("RM")),
            _land(rows, TWO_RIVERS).with_columns(jurisdiction=pl.lit("TR")),
        )
    ).with_columns(pl.col("lat", "lon").round(4))


def _land(rows: pl.DataFrame, counties: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    inside = pl.DataFrame({"state": [s for s, _ in counties], "county": [f"{c} County" for _, c in counties]})
    return rows.join(inside, on=["state", "county"], how="semi")


def main(source: Path) -> None:
    given = given_names(source)
    tables = {
        "surnames": surnames(source),
        "given_names": given,
        "nicknames": nicknames(source, given),
        "places": places(source),
    }
    for name, frame in tables.items():
        frame.write_csv(HERE / f"{name}.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
