"""The page about the layout says what the code does."""

from pathlib import Path

from tipstaff.formats.registry.columns import Sheet
from tipstaff.formats.registry.document import document
from tipstaff.formats.registry.layout import ROSTER, SHEETS

PAGE = Path(__file__).parents[2] / "docs" / "registry-layout.md"


def test_the_page_is_what_the_code_makes() -> None:
    assert PAGE.read_text() == document(), "run: python -m tipstaff.formats.registry.document > docs/registry-layout.md"


def test_keys_and_ordered_dates_name_columns_of_their_sheet() -> None:
    def named(sheet: Sheet) -> set[str]:
        return {*sheet.key, *(name for pair in sheet.ordered for name in pair)}

    assert all(named(sheet) <= set(sheet.names) for sheet in (ROSTER, *SHEETS.values()))


def test_an_example_is_what_the_column_takes() -> None:
    for sheet in (ROSTER, *SHEETS.values()):
        for column in sheet.columns:
            assert not column.choices or column.example in ("", *column.choices)
            assert len(column.example) <= column.max_length
