"""Columns that rules share: the types of tiers and codes, and frames brought to the columns that a rule reads."""

import polars as pl

from tipstaff.sorna.lawbook.policy import TIERS

Schema = dict[str, pl.DataType | type[pl.DataType]]

TIER = pl.Enum(TIERS)
CODE = pl.UInt8  # a tier as its place, 0 for I: what expressions count with
CUSTODY: Schema = {"person": pl.UInt32, "from_on": pl.Date, "to_on": pl.Date}


def conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The frame with every column of the schema: an absent one is all-unknown, a word that is no choice is unknown."""
    had = frame.schema
    wrong = [_as(name, had.get(name), kind) for name, kind in schema.items() if had.get(name) != kind]
    return frame.with_columns(wrong) if wrong else frame


def _as(name: str, had: pl.DataType | None, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    if had is None or had == pl.Null:
        return pl.lit(None, kind).alias(name)
    if had == pl.String and kind == pl.Date:
        return pl.col(name).str.to_date("%Y-%m-%d", strict=False)
    return pl.col(name).cast(kind, strict=False)


_FEW = 1000  # below this, hashing costs less than the steps of comparing neighbours


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame sorted by person, as it was if it is so already."""
    return frame if frame["person"].is_sorted() else frame.sort("person", maintain_order=True)


def repeated(persons: pl.Series) -> pl.Series:
    """Which rows are of a person who has another row; quick where the rows are sorted by person."""
    if len(persons) < _FEW or not persons.is_sorted():
        return persons.is_duplicated()
    same = (persons == persons.shift(1)).fill_null(False)
    return same | same.shift(-1, fill_value=False)


def tier_of(code: pl.Expr) -> pl.Expr:
    """A place as a tier."""
    return code.cast(CODE).cat.to(TIER)


def code_of(tier: pl.Expr) -> pl.Expr:
    """A tier as its place."""
    return tier.to_physical().cast(CODE)
