"""The table of offences as look-up columns: what coverage and tier follow from offence, conduct, age and parenthood.

A cell for an unknown fact holds what all its possible values agree on, so an answer is unknown only if it turns on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import polars as pl

from tipstaff.sorna.frames import CODE
from tipstaff.sorna.lawbook import Lawbook
from tipstaff.sorna.lawbook.policy import TIERS

PROFILES = ("smart_model", "statute_strict")
_BANDS = ("under_13", "minor", "adult")
_UNKNOWN_BAND, _UNKNOWN_PARENT = 3, 2


@dataclass(frozen=True, slots=True)
class OffenseTable:
    """Outcomes by place; `outcomes` gives the three columns for rows of convictions."""

    keys: pl.DataType
    conducts: pl.DataType
    n_conducts: int
    child: int
    adult: int
    covered: pl.Series
    tiers: tuple[pl.Series, pl.Series]  # one a profile

    def outcomes(self) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
        """covered, tier code under smart_model, tier code under statute_strict, before the gate, at `_place`."""
        smart, strict = self.tiers
        return (
            pl.lit(self.covered).gather("_place"),
            pl.lit(smart).gather("_place"),
            pl.lit(strict).gather("_place"),
        )

    def place(self) -> pl.Expr:
        key = pl.coalesce(_code(pl.col("statute"), self.keys), _code(pl.col("category"), self.keys)).fill_null(0)
        conduct = _code(pl.col("conduct"), self.conducts).fill_null(0)
        age = pl.col("victim_age")
        banded = pl.when(age < self.child).then(0).when(age < self.adult).then(1).when(age >= self.adult).then(2)
        parent = pl.col("offender_is_parent").cast(pl.UInt32).fill_null(_UNKNOWN_PARENT)
        band = banded.otherwise(_UNKNOWN_BAND).cast(pl.UInt32)
        return ((key * self.n_conducts + conduct) * 4 + band) * 3 + parent


@lru_cache(maxsize=16)
def offense_table(book: Lawbook) -> OffenseTable:
    entries: list[dict[str, Any]] = book.topic("offenses")["offense"]
    keys = list(dict.fromkeys(key for entry in entries for key in entry["keys"]))
    conducts = list(dict.fromkeys(conduct for entry in entries for conduct in entry.get("conduct", [])))
    ages = book.topic("tiers")["ages"]
    cells = [
        _cell([entry for entry in entries if key in entry["keys"]], conduct, band, parent)
        for key, conduct, band, parent in product([None, *keys], [None, *conducts], range(4), range(3))
    ]
    return OffenseTable(
        pl.Enum(["", *keys]),
        pl.Enum(["", *conducts]),
        len(conducts) + 1,
        ages["child"]["value"],
        ages["adult"]["value"],
        pl.Series([cell[0] for cell in cells], dtype=pl.Boolean),
        (
            pl.Series([cell[1] for cell in cells], dtype=CODE),
            pl.Series([cell[2] for cell in cells], dtype=CODE),
        ),
    )


def _cell(entries: list[dict[str, Any]], conduct: str | None, band: int, parent: int) -> tuple[Any, ...]:
    """(covered, tier by smart_model, tier by statute_strict), None where not known."""
    if not entries:
        return None, None, None
    named = [entry for entry in entries if conduct in entry.get("conduct", [conduct])]
    bands = range(3) if band == _UNKNOWN_BAND else [band]
    parents = range(2) if parent == _UNKNOWN_PARENT else [parent]
    possible = list(product(named or entries, bands, parents))
    smart, strict = ({_outcome(e, b, p, profile) for e, b, p in possible} for profile in PROFILES)
    covered = None if {"none"} < smart else smart != {"none"}
    return covered, _tier(smart, covered), _tier(strict, covered)


def _outcome(entry: dict[str, Any], band: int, parent: int, profile: str) -> str:
    if parent == 1 and entry.get("not_if_parent"):
        return "none"
    outcome = entry.get(profile, entry["smart_model"])
    return outcome if isinstance(outcome, str) else str(outcome[_BANDS[band]])


def _tier(outcomes: Iterable[str], covered: bool | None) -> int | None:
    tiers = {TIERS.index(outcome) for outcome in outcomes if outcome != "none"}
    return tiers.pop() if covered is not False and len(tiers) == 1 else None


def _code(words: pl.Expr, kind: pl.DataType) -> pl.Expr:
    return words.cast(kind, strict=False).to_physical().cast(pl.UInt32)
