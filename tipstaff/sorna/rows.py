"""Findings made of columns: words for places, flags and what is missing joined into the schema of `findings`.

Two columns ride along until the end: `_mask`, the flags as bits, and `_own`, the track of the one registry whose law is
the federal floor, for which the same rows hold as well.
"""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from tipstaff.sorna.findings import DUTY, SCHEMA, STATUS, STATUSES
from tipstaff.sorna.lawbook.policy import TIERS

WORD = pl.Categorical()
FLAGS = (
    "BEFORE_DUTY", "COVERAGE_OPEN", "CUSTODY_READING", "DECEASED", "EXCEPTION_REVIEW", "FEDERAL_PERIOD_EXPIRED",
    "INITIAL_EVENT_NOT_RECORDED", "KNOWN_AFTER_DUE", "LOCAL_LAW_NOT_REVIEWED", "LOCAL_PERIOD_EXPIRED", "NOT_COVERED",
    "NOT_IN_PERSON", "NOT_STARTED", "NO_MECHANISM", "REPORTED_AFTER_DEPARTURE", "TIER_AS_COMPUTED",
    "TIER_AS_RECORDED", "TIER_CONTRADICTED", "TIER_REVIEW", "UNMET_A", "UNMET_B", "UNMET_C", "UNMET_CLOCK", "UNMET_D",
    "UNMET_FULL_PERIOD_ENDS_FIRST", "UNMET_NOT_AVAILABLE",
)  # fmt: skip
BIT = {flag: 1 << place for place, flag in enumerate(FLAGS)}
RIDERS: dict[str, pl.DataType | type[pl.DataType]] = {"_mask": pl.UInt32, "_own": WORD}
COLUMNS = {name: kind for name, kind in SCHEMA.items() if name != "flags"} | RIDERS

Value = pl.Expr | str | int | None


def status(name: str) -> pl.Expr:
    return pl.lit(STATUSES.index(name), pl.UInt8)


def word(text: str | None) -> pl.Expr:
    return pl.lit(text, WORD)


def words(texts: Sequence[str | None], place: pl.Expr) -> pl.Expr:
    """The text at a place of a short table."""
    return pl.lit(pl.Series(texts, dtype=WORD)).gather(place.cast(pl.UInt32))


def tier(code: pl.Expr) -> pl.Expr:
    return words(TIERS, code)


def mask(flags: Mapping[str, pl.Expr | bool]) -> pl.Expr:
    """The flags that hold, as bits."""
    bits = pl.lit(0, pl.UInt32)
    for flag, holds in flags.items():
        condition = pl.lit(holds) if isinstance(holds, bool) else holds
        bits = bits | pl.when(condition).then(pl.lit(BIT[flag], pl.UInt32)).otherwise(pl.lit(0, pl.UInt32))
    return bits


def finding(
    frame: pl.DataFrame, duty: str | pl.Expr, *, flags: Mapping[str, pl.Expr | bool] | None = None, **columns: Value
) -> pl.DataFrame:
    """Rows for a duty from a frame with person, track and _own. `status` is a place in STATUSES (see `status`)."""
    made: list[pl.Expr] = [pl.col("person", "track", "_own")]
    made.append(pl.lit(duty, DUTY).alias("duty") if isinstance(duty, str) else duty.alias("duty"))
    for name, kind in SCHEMA.items():
        if name in ("person", "track", "duty", "flags"):
            continue
        value = columns.get(name, "" if name == "subject" else None)
        expr = value if isinstance(value, pl.Expr) else pl.lit(value, kind)
        made.append((expr.cat.to(STATUS) if name == "status" else expr).alias(name))
    made.append(mask(flags or {}).alias("_mask"))
    return frame.select(made).select(COLUMNS.keys())


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
    several = rows["person"].is_duplicated()
    if not several.any():
        return rows
    chosen = (
        rows.filter(several)
        .sort("person", pl.col("status").to_physical(), pl.col("due_on"), nulls_last=True)
        .unique("person", keep="first", maintain_order=True)
    )
    return pl.concat([rows.filter(~several), chosen])


def finished(parts: Iterable[pl.DataFrame], unreviewed: Sequence[str]) -> pl.DataFrame:
    """All rows in the schema of findings, and those of each person's own registry beside the federal ones."""
    frames = []
    for part in parts:
        own = part.filter(pl.col("_own").is_not_null())
        for rows, track in ((part, pl.col("track")), (own, pl.col("_own"))):
            if rows.height:
                bits = pl.col("_mask") | pl.when(track.is_in(list(unreviewed))).then(
                    pl.lit(BIT["LOCAL_LAW_NOT_REVIEWED"], pl.UInt32)
                ).otherwise(pl.lit(0, pl.UInt32))
                flags = joined(rows.select(bits.alias("bits")).to_series(), FLAGS)
                frames.append(rows.with_columns(track.alias("track"), flags.alias("flags")).select(SCHEMA.keys()))
    return pl.concat(frames) if frames else pl.DataFrame(schema=SCHEMA)
