"""Rows that speak of the same thing twice: the same content counts once, other content is a contradiction."""

import polars as pl

from tipstaff.formats.registry.columns import Sheet
from tipstaff.formats.registry.problems import SCHEMA as PROBLEMS
from tipstaff.formats.registry.problems import visible

KEEP_ONE = "Keep the row that is right; a correction of it goes into a later file"


def repeats(frame: pl.DataFrame, sheet: Sheet, file: str) -> tuple[pl.Series, pl.Series, pl.DataFrame]:
    """The lines that repeat an earlier row, the lines that contradict another, and what to say of them.

    Which of two contradicting rows is right cannot be told from the file, so neither is taken.
    """
    lines = frame["line"]
    marked = frame.select("line", *sheet.names).with_columns(_identity=_identity(sheet))
    of_several = marked.filter(pl.struct("person_id", "_identity").is_duplicated())
    if of_several.is_empty():
        return lines.clear(), lines.clear(), pl.DataFrame(schema=PROBLEMS)
    group = ["person_id", "_identity"]
    content = pl.struct(sheet.names)
    judged = of_several.with_columns(
        contents=content.n_unique().over(group),
        first=pl.col("line").min().over(group),
        second=pl.col("line").sort().get(1).over(group),
        earlier=pl.col("line").min().over([*sheet.names]),
    )
    contradicting = judged.filter(pl.col("contents") > 1)
    repeated = judged.filter((pl.col("contents") == 1) & (pl.col("line") > pl.col("earlier")))
    other = pl.when(pl.col("line") == pl.col("first")).then("second").otherwise("first")
    contradicts = pl.format("line {} says other things of the same {}", other, pl.lit(_what(sheet)))
    repeats_it = pl.format("the row says the same as line {}; it is counted once", "earlier")
    said = pl.concat(
        [
            _say(contradicting, sheet, file, contradicts, KEEP_ONE, "error"),
            _say(repeated, sheet, file, repeats_it, "Nothing needs to be done", "warning"),
        ]
    )
    return repeated["line"], contradicting["line"], said


def _identity(sheet: Sheet) -> pl.Expr:
    """What tells a row of a person from another: its record_id if it has one, else the key of the sheet."""
    by_key = pl.concat_str(
        [pl.col(name).cast(pl.String).fill_null("\0") for name in sheet.key if name != "person_id"] or [pl.lit("")],
        separator="\x1f",
    )
    if "record_id" not in sheet.by_name:
        return by_key
    return pl.when(pl.col("record_id").is_not_null()).then(pl.lit("\x1e") + pl.col("record_id")).otherwise(by_key)


def _say(rows: pl.DataFrame, sheet: Sheet, file: str, reason: pl.Expr, fix: str, severity: str) -> pl.DataFrame:
    said = rows.select(
        file=pl.lit(file),
        line="line",
        column=pl.lit(sheet.key[0]),
        value=pl.col(sheet.key[0]).cast(pl.String).fill_null("").map_elements(visible, return_dtype=pl.String),
        reason=reason,
        fix=pl.lit(fix),
        severity=pl.lit(severity),
    )
    return said.select(pl.col(name).cast(kind) for name, kind in PROBLEMS.items())


def _what(sheet: Sheet) -> str:
    return "person" if sheet.key == ("person_id",) else sheet.name.replace("_", " ")
