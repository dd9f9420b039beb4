"""Workbooks (XLSX): read row by row, no formula ever run, no link followed, no DTD accepted."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from tipstaff.formats.registry.chunk import Chunk
from tipstaff.formats.registry.options import Limits, ReadOptions
from tipstaff.formats.registry.problems import Problem, refuse, visible

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

# Office writes characters that XML cannot hold, and its own escapes, as _xHHHH_.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MOST_ROWS = 1_048_576
HOW_TO_SAVE = "Save it anew as an Excel workbook (.xlsx) without a password"


def is_workbook(archive: zipfile.ZipFile) -> bool:
    names = set(archive.namelist())
    return "[Content_Types].xml" in names and "xl/workbook.xml" in names


def check_parts(archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
    """Refuse a workbook with macros, or with a DTD in any part: nothing that a registry sends needs either."""
    for entry in archive.infolist():
        if entry.file_size > limits.workbook_part_bytes and not entry.filename.startswith("xl/worksheets/"):
            raise refuse(file, f"the part {entry.filename} is too large", "Send the sheets as CSV files in a zip")
        if entry.filename.casefold().endswith("vbaproject.bin"):
            raise refuse(file, "the workbook holds macros", HOW_TO_SAVE)
        if entry.filename.casefold().endswith((".xml", ".rels", ".vml")):
            _check_prolog(archive, entry, file)


def _check_prolog(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> None:
    """A DTD can only stand before the first element, so reading stops there."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append("doctype")
    parser.StartElementHandler = lambda *_: found.append("element")
    try:
        with archive.open(entry) as part:
            while not found and (data := part.read(4096)):
                parser.Parse(data, False)
    except (expat.ExpatError, zipfile.BadZipFile) as broken:
        if not found:
            raise refuse(file, f"the part {entry.filename} is damaged ({broken})", HOW_TO_SAVE) from broken
    if found and found[0] == "doctype":
        raise refuse(file, f"the part {entry.filename} declares a DTD", HOW_TO_SAVE)


def open_workbook(content: IO[bytes], file: str) -> "Workbook":
    """The workbook in read-only mode; its links to other files are dropped. `content` stays open while it is read.

    Bytes and not a path: openpyxl refuses a path by its ending, and a kept upload has none.
    """
    from openpyxl import load_workbook

    try:
        return load_workbook(content, read_only=True, data_only=False, keep_links=False, keep_vba=False)
    except Exception as broken:  # openpyxl raises whatever its parsers do; the sender needs one answer
        raise refuse(file, f"the workbook cannot be read ({type(broken).__name__})", HOW_TO_SAVE) from broken


class WorksheetTable:
    """One worksheet, read once from top to bottom."""

    def __init__(self, sheet: "ReadOnlyWorksheet", file: str, options: ReadOptions) -> None:
        self.file = file
        self._options = options
        self._line = 0
        sheet.reset_dimensions()  # what the file says of its size may be wrong, and would hide columns
        self._rows = sheet.iter_rows()
        self.headings = self._read_headings()

    def close(self) -> None:
        self._rows.close()

    @property
    def work_done(self) -> int:
        return self._line

    def chunks(self) -> Iterator[Chunk]:
        """The rows below the headings, cells as the text that a CSV file would hold."""
        width = len(self.headings)
        chunk = Chunk(width)
        for cells in self._next_rows():
            said = len(chunk.problems)
            row = [self._text(cell, chunk) for cell in cells]
            if not any(row) and len(chunk.problems) == said:
                continue
            if any(row[width:]):
                del chunk.problems[said:]
                chunk.refuse(self._beyond(row, width))
                continue
            chunk.add(self._line, row[:width] + [""] * (width - len(row)))
            if chunk.is_full:
                yield chunk
                chunk = Chunk(width)
        yield chunk

    def _next_rows(self) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, as long as they stand where a worksheet may have rows and columns."""
        limit = self._options.limits.columns
        for cells in self._rows:
            self._line += 1
            if len(cells) > limit:
                reason = f"it has {len(cells):,} columns; {limit} are allowed"
                raise refuse(self.file, reason, "Delete the columns to the right of the last heading", line=self._line)
            if self._line > MOST_ROWS:
                raise refuse(self.file, "a row stands below the end of a worksheet", HOW_TO_SAVE, line=self._line)
            yield cells

    def _read_headings(self) -> list[str]:
        for cells in self._next_rows():
            row = [str(cell.value or "") for cell in cells]
            while row and not row[-1].strip():
                row.pop()
            if row:
                return row
        raise refuse(self.file, "the sheet is empty", "The first row has to hold the names of the columns")

    def _beyond(self, row: list[str], width: int) -> Problem:
        value = visible(next(filter(None, row[width:])))
        reason = f"a cell stands beyond the last heading (column {width})"
        return Problem(self.file, self._line, None, value, reason, "Clear it, or give its column a heading")

    def _text(self, cell: Any, chunk: Chunk) -> str:
        value = cell.value
        if value is None:
            return ""
        return self._not_a_value(cell, chunk) if cell.data_type in ("f", "e") else as_text(value)

    def _not_a_value(self, cell: Any, chunk: Chunk) -> str:
        """Formulas and errors stand for no value; the row will be rejected if the column is one of the layout."""
        number = int(cell.column)
        column = self.headings[number - 1].strip() if number <= len(self.headings) else f"column {number}"
        reason = "a formula stands here; formulas are not run" if cell.data_type == "f" else "the cell shows an error"
        value = visible(str(cell.value))
        chunk.problems.append(Problem(self.file, self._line, column, value, reason, "Paste the value in its place"))
        return ""


def as_text(value: object) -> str:
    """What a CSV file would hold for a cell's value."""
    if isinstance(value, str):
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
