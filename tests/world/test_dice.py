"""Draws depend on seed, name and key alone, and fall as their weights say."""

from hashlib import blake2b

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.world.dice import Dice, Table

KEYS = pl.DataFrame({"key": pl.int_range(0, 20_000, dtype=pl.UInt64, eager=True)})
ALL_BITS = 2**64 - 1


def by_hand(seed: int, name: str, key: int) -> int:
    """SplitMix64 in plain whole numbers."""
    salt = int.from_bytes(blake2b(f"{seed}:{name}".encode(), digest_size=8).digest(), "big")
    z = (key * 0x9E3779B97F4A7C15 + salt) & ALL_BITS
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & ALL_BITS
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & ALL_BITS
    return (z ^ (z >> 31)) >> 32


@given(seed=st.integers(0, 2**40), name=st.text(max_size=20), key=st.integers(0, ALL_BITS))
def test_a_column_draws_what_plain_arithmetic_gives(seed: int, name: str, key: int) -> None:
    frame = pl.DataFrame({"key": pl.Series([key], dtype=pl.UInt64)})
    assert frame.select(Dice(seed).whole(name)).item() == by_hand(seed, name, key)


def test_a_chance_of_a_tenth_comes_true_a_tenth_of_the_time() -> None:
    assert abs(KEYS.select(Dice(7).chance("rain", 0.1).mean()).item() - 0.1) < 0.01


def test_two_names_are_drawn_independently() -> None:
    both = KEYS.select(a=Dice(7).share("a"), b=Dice(7).share("b"))
    assert abs(both.select(pl.corr("a", "b")).item()) < 0.03


@given(low=st.integers(-1000, 1000), width=st.integers(0, 50))
def test_a_number_between_two_includes_both(low: int, width: int) -> None:
    drawn = KEYS.head(5_000).select(n=Dice(1).between("n", low, low + width))["n"]
    assert (drawn.min(), drawn.max()) == (low, low + width)


def test_rows_are_drawn_by_weight_within_their_group_only() -> None:
    table = Table(
        pl.DataFrame({"land": ["x", "y", "x", "y"], "town": ["A", "B", "C", "D"], "people": [3, 1, 1, 0]}),
        weight="people",
        group="land",
    )
    row = table.row(Dice(5).share("town"), pl.lit("x"))
    towns = KEYS.select(town=table.take("town", row))["town"]
    assert set(towns) == {"A", "C"}
    assert abs((towns == "A").mean() - 0.75) < 0.02
    assert set(KEYS.select(table.take("town", table.row(Dice(5).share("town"), pl.lit("y")))).to_series()) == {"B"}
