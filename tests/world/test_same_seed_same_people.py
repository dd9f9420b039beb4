"""The same seed and day give the same people, however many are made and in whatever pieces."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tipstaff.world import World, generate, publish, stream

AS_OF = dt.date(2026, 11, 24)


def digest(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        publish([generate(400, seed=5, as_of=AS_OF)], tmp_path / name, "zip", errors=12)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_another_seed_gives_other_people(nation: World) -> None:
    other = generate(100, seed=2, as_of=AS_OF)
    assert other.frames["names"]["family_name"].to_list() != nation.frames["names"]["family_name"].head(100).to_list()


@pytest.mark.parametrize("chunk", [1, 7, 100, 499])
def test_people_are_the_same_whatever_the_chunks(nation: World, chunk: int) -> None:
    people = 3 * chunk + 1 if chunk < 100 else 500
    pieces = list(stream(people, seed=1, as_of=AS_OF, chunk=chunk))
    whole = generate(people, seed=1, as_of=AS_OF)
    for sheet, frame in whole.frames.items():
        assert_frame_equal(pl.concat([piece.frames[sheet] for piece in pieces]), frame)
    assert_frame_equal(pl.concat([piece.truth for piece in pieces]), whole.truth)


def test_the_first_people_of_a_large_nation_are_those_of_a_small_one(nation: World) -> None:
    small = generate(50, seed=1, as_of=AS_OF)
    ids = small.frames["persons"]["person_id"].implode()
    for sheet, frame in small.frames.items():
        assert_frame_equal(nation.frames[sheet].filter(pl.col("person_id").is_in(ids)), frame)


@pytest.mark.parametrize("as_of", [dt.date(2024, 2, 29), dt.date(2027, 1, 1), dt.date(2031, 8, 31)])
def test_any_day_of_asking_gives_the_same_kinds_of_truth(as_of: dt.date) -> None:
    world = generate(2000, seed=3, as_of=as_of)
    overdue = world.truth.filter(pl.col("what") == "overdue").select("person_id")
    late = (
        world.truth.filter((pl.col("what") == "verification_due") & (pl.col("days") > 0)).select("person_id").unique()
    )
    assert set(late["person_id"]) >= set(overdue["person_id"])


def test_a_duplicate_is_one_person_in_two_registries(nation: World) -> None:
    pairs = nation.truth.filter(pl.col("what") == "duplicate").select("person_id", other="subject")
    born = nation.frames["dates_of_birth"].filter(pl.col("kind") == "actual").select("person_id", "date_of_birth")
    legal = nation.frames["names"].filter(pl.col("kind") == "legal").select("person_id", "family_name", "given_name")
    facts = born.join(legal, on="person_id")
    both = pairs.join(facts, on="person_id").join(facts, left_on="other", right_on="person_id", suffix="_other")
    assert both.height == pairs.height > 50
    for column in ("date_of_birth", "family_name", "given_name"):
        assert both.filter(pl.col(column).ne_missing(pl.col(f"{column}_other"))).is_empty()
    assert both.filter(pl.col("person_id").str.head(2) == pl.col("other").str.head(2)).is_empty()
