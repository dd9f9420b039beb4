"""Checks between sheets: every row's person is introduced, and no date lies before birth or after death."""

import polars as pl

from tipstaff.formats.registry import rows
from tipstaff.formats.registry.columns import Sheet
from tipstaff.formats.registry.problems import SCHEMA as PROBLEMS
from tipstaff.formats.registry.problems import visible

INTRODUCE = "Add the person to persons or roster, or mend the number"


def orphans(frame: pl.DataFrame, sheet: Sheet, file: str, people: pl.Series, rejected: pl.DataFrame) -> pl.DataFrame:
    """Rows of people whom nothing introduces. `rejected` lists person_id and `where` of introductions that failed."""
    lost = frame.select("line", "person_id").filter(~pl.col("person_id").is_in(people.implode()))
    lost = lost.join(rejected, on="person_id", how="left", maintain_order="left")
    failed = pl.format("the row that introduces this person was rejected ({})", "where")
    said = lost.select(
        file=pl.lit(file),
        line="line",
        column=pl.lit("person_id"),
        value=pl.col("person_id").map_elements(visible, return_dtype=pl.String),
        reason=pl.when(pl.col("where").is_null())
        .then(pl.lit("no row of persons or roster introduces this person"))
        .otherwise(failed),
        fix=pl.when(pl.col("where").is_null()).then(pl.lit(INTRODUCE)).otherwise(pl.lit("Mend that row")),
        severity=pl.lit("error"),
    )
    return said.select(pl.col(name).cast(kind) for name, kind in PROBLEMS.items())


def lifetimes(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """person_id, born, died: the earliest actual date of birth on record, so that only what is certain is said."""
    born = pl.DataFrame(schema={"person_id": pl.String, "born": pl.Date})
    parts = []
    if "dates_of_birth" in frames:
        parts.append(
            frames["dates_of_birth"].filter(pl.col("kind") == "actual").select("person_id", born="date_of_birth")
        )
    if "roster" in frames:
        parts.append(frames["roster"].select("person_id", born="date_of_birth").drop_nulls())
    born = pl.concat([born, *parts]).group_by("person_id").agg(pl.col("born").min())
    died = pl.DataFrame(schema={"person_id": pl.String, "died": pl.Date})
    if "persons" in frames:
        died = frames["persons"].select("person_id", died="died_on").drop_nulls()
    return born.join(died, on="person_id", how="full", coalesce=True)


def out_of_lifetime(frame: pl.DataFrame, sheet: Sheet, file: str, lives: pl.DataFrame) -> pl.DataFrame:
    """Dates before the person's birth or after their death, and ages at which nobody is convicted or registered."""
    rules = rows.against_birth(sheet) + rows.against_death(sheet)
    if not rules or lives.is_empty():
        return pl.DataFrame(schema=PROBLEMS)
    return rows.problems_of(frame.join(lives, on="person_id", how="left", maintain_order="left"), rules, file)
