"""What the registry must hold of each person, and what of it is not on file (section 7, SORNA-INFO-1)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from tipstaff.sorna.facts import Facts
from tipstaff.sorna.lawbook import Lawbook

BITS = pl.UInt32


def names(book: Lawbook) -> tuple[str, ...]:
    """The items, in the order of their bits."""
    return tuple(field["name"] for field in _fields(book))


def labels(book: Lawbook) -> dict[str, str]:
    """What each item is called on a page."""
    return {field["name"]: field["label"] for field in _fields(book)}


def of_persons(book: Lawbook) -> pl.Expr:
    """The items missing among the columns of `persons`, as bits."""
    return _bits((place, _absent(field)) for place, field in enumerate(_fields(book)) if field["check"] in _IN_PERSONS)


def of_tables(people: pl.DataFrame, facts: Facts, as_of: date, book: Lawbook) -> pl.DataFrame:
    """Adds to `_missing` what no row of another table holds; `_home` says whether a residence is on file."""
    absent = []
    for place, field in enumerate(_fields(book)):
        if field["check"] == "row":
            rows: pl.DataFrame = getattr(facts, field["table"])
            held = rows.filter(pl.col(field["column"]).is_not_null())["person"]
            absent.append((place, ~pl.col("person").is_in(held.implode())))
        elif field["check"] == "residence":
            absent.append((place, ~pl.col("_home").fill_null(False)))
    return people.with_columns(pl.col("_missing") | _bits(absent))


@lru_cache(maxsize=16)
def _fields(book: Lawbook) -> tuple[dict[str, Any], ...]:
    return tuple(book.topic("information")["field"])


_IN_PERSONS = ("column", "columns", "yes")


def _absent(field: dict[str, Any]) -> pl.Expr:
    if field["check"] == "yes":
        return ~pl.col(field["column"]).fill_null(False)
    return pl.any_horizontal(pl.col(field.get("columns", [field.get("column")])).is_null())


def _bits(absent: Iterable[tuple[int, pl.Expr]]) -> pl.Expr:
    found = pl.lit(0, BITS)
    for place, holds in absent:
        found = found | pl.when(holds).then(pl.lit(1 << place, BITS)).otherwise(pl.lit(0, BITS))
    return found
