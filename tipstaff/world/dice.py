"""Chance without a generator that runs on: every draw is a pure function of the seed, its name and the row's key.

So person number 41 is the same whether a hundred people are made or a million, in one piece or in chunks, and whole
columns are drawn at once. The mixing function is SplitMix64 (Steele, Lea and Flood, 2014).
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import polars as pl

DATA = Path(__file__).parent / "data"
GOLDEN = 0x9E3779B97F4A7C15
RESOLUTION = 2**32  # exact in a Float64, also after a group number is added to it


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, pl.UInt64)


def _mix(z: pl.Expr) -> pl.Expr:
    z = (z ^ (z // _u64(2**30))) * _u64(0xBF58476D1CE4E5B9)
    z = (z ^ (z // _u64(2**27))) * _u64(0x94D049BB133111EB)
    return z ^ (z // _u64(2**31))


class Dice:
    """Draws for rows whose `key` column (UInt64) tells them apart."""

    def __init__(self, seed: int, key: str | pl.Expr = "key") -> None:
        self.seed = seed
        self.key = pl.col(key) if isinstance(key, str) else key

    def on(self, key: str | pl.Expr) -> "Dice":
        """The same dice thrown for another key."""
        return Dice(self.seed, key)

    def whole(self, name: str) -> pl.Expr:
        """A whole number below 2**32."""
        salt = int.from_bytes(blake2b(f"{self.seed}:{name}".encode(), digest_size=8).digest(), "big")
        return _mix(self.key * _u64(GOLDEN) + _u64(salt)) // _u64(RESOLUTION)

    def share(self, name: str) -> pl.Expr:
        """A number in [0, 1)."""
        return self.whole(name).cast(pl.Float64) / RESOLUTION

    def chance(self, name: str, probability: float | pl.Expr) -> pl.Expr:
        return self.share(name) < probability

    def between(self, name: str, low: int | pl.Expr, high: int | pl.Expr) -> pl.Expr:
        """A whole number from low to high, both included; low where high lies below it."""
        low, high = (pl.lit(v, pl.Int32) if isinstance(v, int) else v.cast(pl.Int32) for v in (low, high))
        return low + (self.share(name) * (high - low + 1).clip(1)).floor().cast(pl.Int32)

    def among(self, name: str, options: Sequence[str]) -> pl.Expr:
        """One of the options, all alike likely."""
        values = pl.Series(options, dtype=pl.String)
        return pl.lit(values).gather((self.share(name) * len(values)).floor().cast(pl.UInt32))

    def weighted(self, name: str, options: Mapping[str, float]) -> pl.Expr:
        """One of the options by its weight."""
        table = Table(pl.DataFrame({"option": list(options), "weight": list(options.values())}), weight="weight")
        return table.take("option", table.row(self.share(name)))


class Table:
    """Rows of which one is drawn by its weight, within a group if the table has groups."""

    def __init__(self, frame: pl.DataFrame, *, weight: str, group: str | None = None) -> None:
        grouped = frame.with_columns(pl.col(group) if group else pl.lit("").alias("_group"))
        by = group or "_group"
        self.frame = grouped.sort(by, maintain_order=True)
        self.groups = {name: place for place, name in enumerate(self.frame[by].unique(maintain_order=True))}
        self._by_group = group is not None
        running = pl.col(weight).cum_sum().over(by) / pl.col(weight).sum().over(by)
        place = pl.col(by).replace_strict(self.groups, return_dtype=pl.Float64)
        last = pl.int_range(pl.len()).over(by) == pl.len().over(by) - 1
        self.edges = self.frame.select(place + pl.when(last).then(1.0).otherwise(running)).to_series()

    def row(self, share: pl.Expr, group: pl.Expr | None = None) -> pl.Expr:
        """The place of the drawn row. Raises InvalidOperationError for a group that the table lacks."""
        if group is not None:
            share = share + group.replace_strict(self.groups, return_dtype=pl.Float64)
        return pl.lit(self.edges).search_sorted(share, side="right")

    def take(self, column: str, row: pl.Expr) -> pl.Expr:
        return pl.lit(self.frame[column]).gather(row)


def read(name: str, **kinds: pl.DataType | type[pl.DataType]) -> pl.DataFrame:
    """One of the tables in `data/`."""
    return pl.read_csv(DATA / f"{name}.csv", schema_overrides=kinds)
