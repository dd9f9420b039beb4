"""Whatever is sent: an answer, never a crash; sums that hold; the bulk reading agrees with the reading of one cell."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rosters import HEADINGS, JURISDICTIONS, TODAY, roster_row

from tipstaff.formats.registry import ROSTER, SHEETS, Column, ReadOptions, Refused, read_dataset
from tipstaff.formats.registry.cells import Context, clean_code, read_cell
from tipstaff.formats.registry.check import check_cells
from tipstaff.formats.registry.dates import read_date

CONTEXT = Context(TODAY, JURISDICTIONS, ReadOptions())
COLUMNS = {
    (column.kind, column.form, column.choices, column.future): (sheet.name, column)
    for sheet in SHEETS.values()
    for column in sheet.columns
}
cells = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
    st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}", fullmatch=True),
    st.dates().map(str),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        ["yes", "NO", "y", "II", "tier 4", "AZ", "nm", "87420", "'=1", "'", "-0", "007", "1e3", "+5", "１２"]
    ),
)


@pytest.mark.parametrize(("sheet", "column"), COLUMNS.values(), ids=lambda one: getattr(one, "name", one))
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(cells, min_size=1, max_size=8))
def test_bulk_and_single_reading_agree(sheet: str, column: Column, texts: list[str]) -> None:
    raw = pl.DataFrame({"line": range(len(texts)), column.name: texts}, schema_overrides={"line": pl.UInt32})
    checked = check_cells(raw, SHEETS[sheet], "x.csv", CONTEXT)
    said = dict(checked.problems.filter(column=column.name).select("line", "reason").rows())
    for line, text in enumerate(texts):
        cell = read_cell(column, text, CONTEXT)
        assert checked.frame[column.name][line] == cell.value
        if cell.reason:
            assert said[line] == cell.reason
        elif cell.value is not None or not column.required:
            assert line not in said


@settings(max_examples=200, deadline=None)
@given(
    content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    ending=st.sampled_from(["csv", "zip", "xlsx"]),
)
@example(content=b'person_id,family_name,jurisdiction\n"\n', ending="csv")
@example(content=b"PK\x03\x04", ending="zip")
def test_any_bytes_are_read_or_refused(content: bytes, ending: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"roster.{ending}"
        path.write_bytes(content)
        try:
            dataset = read_dataset(path, today=TODAY, known_jurisdictions=JURISDICTIONS)
        except Refused as refused:
            assert refused.problem.reason
            assert refused.problem.fix
        else:
            assert dataset.count.rows == dataset.count.accepted + dataset.count.rejected + dataset.count.duplicate


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cells | st.just(""), min_size=10, max_size=10), max_size=8))
def test_every_row_is_accepted_rejected_with_a_reason_or_a_repeat(rows: list[list[str]]) -> None:
    lines = [HEADINGS, roster_row(1), *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes("\r\n".join(lines).encode())
        try:
            dataset = read_dataset(path, today=TODAY, known_jurisdictions=JURISDICTIONS)
        except Refused as refused:
            assert refused.problem.line is not None
            return
    rejected = {problem.line for problem in dataset.problems if problem.severity == "error"}
    assert dataset.count.rejected == len(rejected)
    assert dataset.count.accepted == dataset.frames["persons"].height
    blank = sum(not any(row) for row in rows)
    assert dataset.count.rows == 1 + len(rows) - blank


@given(st.dates(), st.sampled_from([None, "mdy", "dmy"]))
def test_an_iso_date_is_itself_in_every_order(day: date, order: str | None) -> None:
    assert read_date(day.isoformat(), order) == day  # type: ignore[arg-type]


@given(st.dates(date(1000, 1, 1)))
def test_a_date_in_another_order_is_taken_only_when_declared(day: date) -> None:
    written = f"{day.month}/{day.day}/{day.year}"
    assert read_date(written, "mdy") == day
    read = read_date(written, None)
    if day.month == day.day:
        assert read == day or str(day) in read[1]  # type: ignore[index]
    else:
        assert isinstance(read, tuple)


@given(st.text())
def test_cleaning_a_code_twice_changes_nothing_more(text: str) -> None:
    once = clean_code(text)
    assert clean_code(once) == once
    assert once == once.strip()


def test_the_roster_needs_three_columns_only() -> None:
    assert ROSTER.required == ("person_id", "family_name", "jurisdiction")
    assert len(ROSTER.columns) == 10
