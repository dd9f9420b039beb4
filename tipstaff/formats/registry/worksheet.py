"""Rows into worksheets: text as text, numbers as numbers, never a formula or a link, and memory for one row only."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

# A fixed time, so that the same record gives the same file.
LONG_AGO = datetime(1980, 1, 1)
MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class ExactWorksheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter rounds numbers to 16 digits and overlooks overlapping escapes (`_x0041_x0041_`): neither here."""

    @staticmethod
    def _escape_control_characters(data: object) -> object:
        if not isinstance(data, str):
            return data
        escaped = LOOKS_ESCAPED.sub("_x005F_", data)
        return NOT_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", escaped)

    def _xml_number_element(self, number: float, attributes: Sequence[tuple[str, object]] = ()) -> None:
        marks = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        self.fh.write(f"<c{marks}><v>{number!r}</v></c>")


def new_workbook(target: Path | IO[bytes]) -> Any:
    """A workbook that writes each row to disk when the next begins."""
    literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(str(target) if isinstance(target, Path) else target, {"constant_memory": True, **literal})
    book.worksheet_class = ExactWorksheet
    book.set_properties({"created": LONG_AGO})
    return book


def add_rows(worksheet: Any, rows: Iterable[Sequence[object]], first: int) -> int:
    """Write the rows from row `first` on (0 is the top); returns the row after the last."""
    at = first
    for row in rows:
        if at >= MOST_ROWS:
            raise ValueError(f"a worksheet holds at most {MOST_ROWS:,} rows; write a zip of CSV files instead")
        for column, value in enumerate(row):
            if isinstance(value, str) and value:
                _add_text(worksheet, at, column, value)
            elif isinstance(value, int | float):
                worksheet.write_number(at, column, value)
        at += 1
    return at


def _add_text(worksheet: Any, row: int, column: int, text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"a worksheet cell holds at most {LONGEST_TEXT:,} characters")
    worksheet.write_string(row, column, text)
