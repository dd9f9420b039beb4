"""Findings made of columns: words for places, flags and what is missing joined into the schema of `findings`.

Two columns ride along until the end: `_own`, the track of the one registry whose law is the federal floor, for which
the same rows hold as well, and `_own_flags`, the flags that they have there.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import polars as pl

from tipstaff.sorna.findings import SCHEMA, STATUS, STATUSES
from tipstaff.sorna.frames import repeated
from tipstaff.sorna.lawbook.policy import TIERS

WORD = pl.Categorical()
FLAGS = (
    "BEFORE_DUTY", "COVERAGE_OPEN", "CUSTODY_READING", "DECEASED", "EXCEPTION_REVIEW", "FEDERAL_PERIOD_EXPIRED",
    "INITIAL_EVENT_NOT_RECORDED", "KNOWN_AFTER_DUE", "LOCAL_LAW_NOT_REVIEWED", "LOCAL_PERIOD_EXPIRED", "NOT_COVERED",
    "NOT_IN_PERSON", "NOT_STARTED", "NO_MECHANISM", "REPORTED_AFTER_DEPARTURE", "TIER_AS_COMPUTED",
    "TIER_AS_RECORDED", "TIER_CONTRADICTED", "TIER_REVIEW", "UNMET_A", "UNMET_B", "UNMET_C", "UNMET_CLOCK", "UNMET_D",
    "UNMET_FULL_PERIOD_ENDS_FIRST", "UNMET_NOT_AVAILABLE",
)  # fmt: skip
UNREVIEWED = "LOCAL_LAW_NOT_REVIEWED"
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {**SCHEMA, "_own": WORD, "_own_flags": WORD}

Value = pl.Expr | str | int | None
Columns = list[pl.Expr]


def status(name: str) -> pl.Expr:
    return pl.lit(STATUSES.index(name), pl.UInt8)


def word(text: str | None) -> pl.Expr:
    return pl.lit(text, WORD)


def words(texts: Iterable[str | None], place: pl.Expr) -> pl.Expr:
    """The text at a place of a short table."""
    return pl.lit(_table(tuple(texts))).gather(place.cast(pl.UInt32))


@lru_cache(maxsize=256)
def _table(texts: tuple[str | None, ...]) -> pl.Series:
    return pl.Series(texts, dtype=WORD)


def tier(code: pl.Expr) -> pl.Expr:
    return words(TIERS, code)


def columns(duty: str | pl.Expr, *, flags: Mapping[str, pl.Expr] | None = None, **values: Value) -> Columns:
    """The columns of rows for a duty, out of a frame with person, track, _own, _unreviewed and _own_unreviewed.

    `status` is a place in STATUSES (see `status`); `flags` says of each whether it holds. Building expressions takes
    longer than judging one person with them, so callers keep what they are given.
    """
    held = flags or {}
    given: dict[str, Value] = {
        "duty": duty,
        "subject": "",
        "flags": _flags(held, "_unreviewed"),
        "_own_flags": _flags(held, "_own_unreviewed"),
        **values,
    }
    return [pl.col(name) if name in _CARRIED else _typed(given.get(name), name, kind) for name, kind in COLUMNS.items()]


def _flags(held: Mapping[str, pl.Expr], unreviewed: str) -> pl.Expr:
    """The names of the flags that hold, joined with ";" in the order of the alphabet; null where none does."""
    names = sorted([*held, UNREVIEWED])
    bits = pl.lit(0, pl.UInt16)
    for place, name in enumerate(names):
        holds = pl.col(unreviewed) if name == UNREVIEWED else held[name]
        bits = bits | pl.when(holds).then(pl.lit(1 << place, pl.UInt16)).otherwise(pl.lit(0, pl.UInt16))
    return words(_sets(tuple(names)), bits)


@lru_cache(maxsize=64)
def _sets(names: tuple[str, ...]) -> tuple[str | None, ...]:
    return tuple(
        ";".join(name for place, name in enumerate(names) if bits >> place & 1) or None
        for bits in range(1 << len(names))
    )


_CARRIED = ("person", "track", "_own")


def _typed(value: Value, name: str, kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    expr = value if isinstance(value, pl.Expr) else pl.lit(value, kind)
    return (expr.cat.to(STATUS) if name == "status" else expr).alias(name)


def joined(bits: pl.Series, names: Sequence[str]) -> pl.Series:
    """For each row the names whose bits are set, joined with ";"; null where none is."""
    distinct = bits.unique().drop_nulls()
    texts = [";".join(name for place, name in enumerate(names) if value >> place & 1) or None for value in distinct]
    if texts == [None]:
        return pl.repeat(None, len(bits), dtype=WORD, eager=True)
    frame = bits.to_frame("bits")
    return frame.select(
        pl.col("bits").replace_strict(distinct, pl.Series(texts, dtype=WORD), default=None, return_dtype=WORD)
    ).to_series()


def most_urgent(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each person and duty where several registries gave one: the most urgent, then the earliest due."""
    several = repeated(rows["person"])
    if not several.any():
        return rows
    chosen = (
        rows.filter(several)
        .sort("person", pl.col("status").to_physical(), pl.col("due_on"), nulls_last=True)
        .unique("person", keep="first", maintain_order=True)
    )
    return pl.concat([rows.filter(~several), chosen])


def finished(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All rows in the schema of findings, and those of each person's own registry beside the federal ones."""
    found = [part for part in parts if part.height]
    if sum(part.height for part in found) < _FEW and found:
        found = [pl.concat(found)]  # one pass over a few rows; many rows are not copied together
    own = [part.filter(pl.col("_own").is_not_null()) for part in found]
    theirs = [pl.col("_own").alias("track") if name == "track" else pl.col("_own_flags").alias("flags")
              if name == "flags" else pl.col(name) for name in SCHEMA]  # fmt: skip
    made = [part.select(SCHEMA.keys()) for part in found] + [part.select(theirs) for part in own]
    return pl.concat(made) if made else pl.DataFrame(schema=SCHEMA)


_FEW = 100_000
