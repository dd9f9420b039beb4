"""What is written in the registry layout reads back as it was: every sheet, nasty text, as folder, zip and workbook."""

import csv
import unicodedata
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tipstaff.formats.registry import SHEETS, Column, Sheet, read_dataset, schema, write_dataset
from tipstaff.formats.registry.cells import CONTROLS
from tipstaff.formats.registry.neutral import BEGINS_DANGEROUS, neutralise, restore

TODAY = date(2026, 11, 24)
JURISDICTIONS = ("AZ", "NM", "NN")
PEOPLE = ("RM-1", "=RM-2", "RM 3")

NASTY = (
    "=HYPERLINK(1)", "+1-505-555-0100", "-Smith", "@cmd", "\tx", "'=x", "''=x", "'Okina", "＝1", " =1", "_x000D_",
    "_x005F_x0041_", "_x0041_x0041_", "a\r\nb", "a\rb", '"', '""', ",", "';--", "\u202eabc", " x ", "JosÃ©", "#N/A",
    "TRUE", "1e5",
)  # fmt: skip
nasty = (
    st.one_of(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), st.sampled_from(NASTY))
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: text.strip() and not CONTROLS.search(text))
)
code = st.from_regex(r"[!-~]([!-~]| [!-~]){0,8}", fullmatch=True)


def cell(column: Column) -> st.SearchStrategy[object]:
    match column.kind, column.form:
        case "date", _:
            value = st.dates(date(2000, 1, 1), date(2026, 11, 23))
        case "yes_no", _:
            value = st.booleans()
        case "whole", _:
            value = st.integers(int(column.minimum or 0), int(column.maximum or 10_000))
        case "decimal", _:
            value = st.floats(column.minimum, column.maximum, allow_nan=False)
        case "choice", _:
            value = st.sampled_from(column.choices)
        case _, "jurisdiction" | "state":
            value = st.sampled_from(JURISDICTIONS[: 3 if column.form == "jurisdiction" else 2])
        case _, "zip":
            value = st.sampled_from(["87420", "01234-5678"])
        case _, "code":
            value = code.map(lambda text: text[: column.max_length].strip())
        case _:
            value = nasty.map(lambda text: text[: column.max_length]).filter(str.strip)
    return value if column.required else st.none() | value


@st.composite
def rows_of(draw: st.DrawFn, sheet: Sheet) -> pl.DataFrame:
    """Rows that contradict neither themselves nor one another."""
    rows: dict[object, dict[str, object]] = {}
    for _ in range(draw(st.integers(1, 4))):
        row = {column.name: draw(cell(column)) for column in sheet.columns}
        row["person_id"] = draw(st.sampled_from(PEOPLE))
        dates = [column.name for column in sheet.columns if column.kind == "date" and row[column.name]]
        row |= zip(dates, sorted(row[name] for name in dates), strict=True)
        row |= {"died_on": None} if sheet.name == "persons" else {}
        row |= {"date_of_birth": date(1970, 5, 5)} if sheet.name == "dates_of_birth" else {}
        key = (row["person_id"], row.get("record_id") or tuple(row[name] for name in sheet.key))
        rows.setdefault(key, row)
    return pl.DataFrame(list(rows.values()), schema=schema(sheet))


@st.composite
def datasets(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    persons = pl.DataFrame({"person_id": PEOPLE}, schema_overrides=schema(SHEETS["persons"]))
    some = draw(st.sets(st.sampled_from(sorted(SHEETS)), min_size=1, max_size=3))
    return {name: draw(rows_of(SHEETS[name])) for name in sorted(some - {"persons"})} | {"persons": persons}


@pytest.mark.parametrize("name", ["folder", "set.zip", "set.xlsx"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(frames=datasets())
def test_every_value_reads_back_as_it_was(name: str, frames: dict[str, pl.DataFrame]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_dataset(frames, path)
        dataset = read_dataset(path, today=TODAY, known_jurisdictions=JURISDICTIONS)
    assert [problem for problem in dataset.problems if problem.severity == "error"] == []
    for sheet, frame in frames.items():
        returned = dataset.frames[sheet].select(frame.columns)
        assert sorted(returned.rows(), key=repr) == sorted(frame.rows(), key=repr)


@given(frame=rows_of(SHEETS["persons"]))
@settings(max_examples=15, deadline=None)
def test_the_description_of_a_person_reads_back_as_it_was(frame: pl.DataFrame) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "persons.zip"
        write_dataset({"persons": frame}, path)
        dataset = read_dataset(path, today=TODAY, known_jurisdictions=JURISDICTIONS)
    assert sorted(dataset.frames["persons"].select(frame.columns).rows(), key=repr) == sorted(frame.rows(), key=repr)


@given(text=st.text())
def test_a_neutral_cell_begins_with_nothing_that_runs_and_is_restored_exactly(text: str) -> None:
    cell = neutralise(text)
    assert restore(cell) == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert BEGINS_DANGEROUS.match(text) is None or cell.startswith("'")


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    frame = pl.DataFrame({"person_id": ["B", "A"], "sex": ["F", "M"]})
    for ending in ("zip", "xlsx"):
        first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
        write_dataset({"persons": frame}, first)
        write_dataset({"persons": frame.reverse()}, second)
        assert first.read_bytes() == second.read_bytes()


def test_a_folder_that_holds_a_sheet_already_is_not_overwritten(tmp_path: Path) -> None:
    frame = pl.DataFrame({"person_id": ["A"]})
    write_dataset({"persons": frame}, tmp_path)
    with pytest.raises(FileExistsError):
        write_dataset({"persons": frame}, tmp_path)


DANGEROUS_NAMES = ["=HYPERLINK(1)", "+1-505-555-0100", "-Smith", "@cmd", "\tindented", "＝1"]


def test_names_that_look_like_formulas_are_neutral_in_the_file_and_themselves_after_it(tmp_path: Path) -> None:
    people = [f"P{number}" for number in range(len(DANGEROUS_NAMES))]
    frames = {
        "persons": pl.DataFrame({"person_id": people}),
        "names": pl.DataFrame({"person_id": people, "kind": "legal", "family_name": DANGEROUS_NAMES}),
    }
    write_dataset(frames, tmp_path / "set")
    write_dataset(frames, tmp_path / "set.xlsx")

    with (tmp_path / "set" / "names.csv").open(newline="") as stream:
        in_the_csv = [row["family_name"] for row in csv.DictReader(stream)]
    rows = load_workbook(tmp_path / "set.xlsx")["names"].iter_rows(min_row=2, min_col=3, max_col=3)
    in_the_workbook = [cell for (cell,) in rows]

    assert in_the_csv == [cell.value for cell in in_the_workbook] == ["'" + name for name in DANGEROUS_NAMES]
    assert {cell.data_type for cell in in_the_workbook} == {"s"}
    for path in (tmp_path / "set", tmp_path / "set.xlsx"):
        dataset = read_dataset(path, today=TODAY, known_jurisdictions=JURISDICTIONS)
        assert dataset.frames["names"]["family_name"].to_list() == DANGEROUS_NAMES
