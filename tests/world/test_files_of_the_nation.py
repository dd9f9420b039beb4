"""What is written reads back without a fault; planted mistakes are found where they stand."""

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tipstaff.formats.registry import SHEETS, read_dataset
from tipstaff.world import World, generate, plant_errors, publish
from tipstaff.world.agencies import REGISTRIES

AS_OF = dt.date(2026, 11, 24)

HOMES = [agency.jurisdiction for agency in REGISTRIES]
CODES = {*HOMES, *["CA", "TX", "CO", "NV", "OK", "MN", "NE", "WY", "WA", "UT", "ND", "HI", "MP", "DC"]}


def read(path: Path) -> Any:
    return read_dataset(path, today=AS_OF, known_jurisdictions=CODES)


@pytest.mark.parametrize("home", HOMES)
def test_a_registry_file_has_no_fault(nation: World, home: str, tmp_path: Path) -> None:
    published = publish([nation], tmp_path, "folder", jurisdictions=[home])
    (path,) = published.files.values()
    dataset = read(path)
    assert [str(problem) for problem in dataset.problems if problem.severity == "error"] == []
    assert dataset.count.rejected == dataset.count.duplicate == 0
    for name, frame in nation.of(home).items():
        back = dataset.frames[name].select(SHEETS[name].names)
        assert_frame_equal(back, frame, check_row_order=False)


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_every_form_holds_the_same_people(kind: Any, tmp_path: Path) -> None:
    world = generate(120, seed=9, as_of=AS_OF)
    published = publish([world], tmp_path, kind, jurisdictions=["AZ"])
    dataset = read(published.files["arizona"])
    assert set(dataset.people) == set(world.of("AZ")["persons"]["person_id"])
    assert not [problem for problem in dataset.problems if problem.severity == "error"]


def test_parquet_keeps_the_frames_as_they_are(tmp_path: Path) -> None:
    world = generate(120, seed=9, as_of=AS_OF)
    published = publish([world], tmp_path, "parquet")
    for name, frame in world.of("AZ").items():
        assert_frame_equal(pl.read_parquet(published.files["arizona"] / f"{name}.parquet"), frame)
    assert published.truth is not None
    assert_frame_equal(pl.read_parquet(published.truth), world.truth)


def test_each_planted_mistake_is_found_at_its_line_and_column(nation: World, tmp_path: Path) -> None:
    published = publish([nation], tmp_path, "folder", errors=37)
    assert published.errors is not None
    planted = pl.read_csv(published.errors, schema_overrides={"value": pl.String})
    assert planted.height == 37
    assert planted["what"].n_unique() == 12
    for slug, path in published.files.items():
        dataset = read(path)
        errors = {(p.file, p.line, p.column) for p in dataset.problems if p.severity == "error"}
        expected = {
            (f"{row['sheet']}.csv", row["line"], row["column"])
            for row in planted.filter(pl.col("agency") == slug).iter_rows(named=True)
        }
        assert errors == expected
        assert dataset.count.rejected == len(expected)


def test_too_few_people_for_the_mistakes_is_said() -> None:
    with pytest.raises(ValueError, match="make more people"):
        plant_errors(generate(3, seed=1, as_of=AS_OF).of("AZ"), 500, seed=1, as_of=AS_OF)


def test_a_registry_file_is_never_written_over(tmp_path: Path) -> None:
    world = generate(30, seed=1, as_of=AS_OF)
    publish([world], tmp_path, "folder", jurisdictions=["AZ"])
    with pytest.raises(FileExistsError, match="already there"):
        publish([world], tmp_path, "folder", jurisdictions=["AZ"])
