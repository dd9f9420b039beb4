"""The roster, one row a person, read as the rows of the other sheets that it stands for."""

import polars as pl

from tipstaff.formats.registry.dataset import schema
from tipstaff.formats.registry.layout import SHEETS
from tipstaff.formats.registry.problems import SCHEMA as PROBLEMS
from tipstaff.formats.registry.words import STATES

# The row of a roster has no number of its own: next month's roster corrects this month's under this one.
RECORD_ID = "roster"
# A line that ends in "City ST 12345" is taken apart; any other stays whole in `street`.
ONE_LINE = r"^(?P<street>.+), *(?P<city>[^,0-9]+?),? +(?P<state>[A-Z]{2}) +(?P<zip>[0-9]{5}(?:-[0-9]{4})?)$"
# Where the detailed sheet has a row of the same kind, it says more than the roster and is used instead.
GIVES_WAY_ON = {
    "persons": ("person_id",),
    "names": ("person_id", "kind"),
    "dates_of_birth": ("person_id", "kind"),
    "registrations": ("person_id", "jurisdiction"),
    "addresses": ("person_id", "kind"),
    "verifications": ("person_id", "jurisdiction", "verified_on"),
}


def expand(roster: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of the other sheets. The roster's last verification is by its definition a full one (SORNA-VER-8)."""
    mark = pl.lit(RECORD_ID).alias("record_id")
    yes = (pl.lit(True).alias(name) for name in ("identity_checked", "photograph_possible", "all_fields_reviewed"))
    return {
        "persons": _rows("persons", roster, "sex"),
        "names": _rows("names", roster, pl.lit("legal").alias("kind"), "family_name", "given_name", mark),
        "dates_of_birth": _rows(
            "dates_of_birth",
            roster.filter(pl.col("date_of_birth").is_not_null()),
            pl.lit("actual").alias("kind"), "date_of_birth", mark,
        ),
        "registrations": _rows("registrations", roster, "jurisdiction", "registered_on", "tier"),
        "addresses": _rows(
            "addresses",
            roster.filter(pl.col("residence_address").is_not_null()),
            pl.lit("residence").alias("kind"), *_address(), mark,
        ),
        "verifications": _rows(
            "verifications",
            roster.filter(pl.col("last_verified_on").is_not_null()),
            "jurisdiction", pl.col("last_verified_on").alias("verified_on"), *yes,
        ),
    }  # fmt: skip


def merge(
    frames: dict[str, pl.DataFrame], expanded: dict[str, pl.DataFrame], file: str
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The frames with the roster's rows added where no detailed row says the same kind of thing, and what gave way."""
    merged = dict(frames)
    given_way = []
    for name, rows in expanded.items():
        detailed = frames.get(name)
        added = rows if detailed is None else rows.join(detailed, on=GIVES_WAY_ON[name], how="anti")
        if added.height < rows.height:
            given_way.append((name, rows.height - added.height))
        merged[name] = added if detailed is None else pl.concat([detailed, added])
    return {name: merged[name] for name in SHEETS if name in merged}, _said(given_way, file)


def _said(given_way: list[tuple[str, int]], file: str) -> pl.DataFrame:
    rows = [
        (file, None, None, "", f"{count:,} of its rows also stand in the sheet {name}, which was used for them",
         "Nothing, if that sheet is the better source", "warning")
        for name, count in given_way
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=PROBLEMS, orient="row")


def _rows(name: str, roster: pl.DataFrame, *filled: str | pl.Expr) -> pl.DataFrame:
    """Rows of the sheet with these columns filled and the others unknown."""
    have = roster.select("person_id", *filled, "sheet", "line")
    return have.select(
        pl.col(column).cast(kind) if column in have.columns else pl.lit(None, kind).alias(column)
        for column, kind in schema(SHEETS[name], origin=True).items()
    )


def _address() -> list[pl.Expr]:
    """Street, city, state and ZIP of a line that plainly ends in them; else the whole line as the street."""
    line = pl.col("residence_address")
    parts = line.str.extract_groups(ONE_LINE).struct
    plain = parts.field("state").is_in(list(STATES)) & (parts.field("city").str.len_chars() <= 100)
    street = pl.when(plain).then(parts.field("street")).otherwise(line).alias("street")
    return [street, *(pl.when(plain).then(parts.field(name)).alias(name) for name in ("city", "state", "zip"))]
