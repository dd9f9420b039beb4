"""CSV, strictly: declared encoding and delimiter, quotes that close, no NUL, cells and lines of bounded size.

Every row keeps the physical line on which it begins, also where cells run over several lines.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO

from tipstaff.formats.registry import charset
from tipstaff.formats.registry.chunk import Chunk
from tipstaff.formats.registry.options import ReadOptions
from tipstaff.formats.registry.problems import Problem, Refused, refuse, visible

LONGEST_LINE = 4_000_000
OTHER_DELIMITERS = {";": "a semicolon", "\t": "a tab", "|": "a bar"}
CLOSE_THE_QUOTE = "Close the quotation mark that was opened there; a quotation mark inside a cell is written twice"


def _sign(declared: str, file: str) -> str:
    """The sign that a declared delimiter stands for; `tab` may be written as a word."""
    sign = "\t" if declared == "tab" else declared
    if len(sign) != 1 or sign.isalnum() or sign in '"\r\n\0':
        raise refuse(file, f"{declared!r} cannot stand between cells", "Declare one sign such as ; or the word tab")
    return sign


class CsvTable:
    """One CSV file, read once from front to back. `reopen` gives its bytes again, to say what is wrong with them."""

    def __init__(self, reopen: Callable[[], IO[bytes]], file: str, encoding: str, options: ReadOptions) -> None:
        self.file = file
        self._reopen = reopen
        self._options = replace(options, delimiter=_sign(options.delimiter, file))
        self._encoding = charset.codec_name(encoding, file)
        self._binary = reopen()
        self._line = 0
        self._text = io.TextIOWrapper(self._binary, self._encoding, errors="strict", newline="")
        self._reader = csv.reader(self._lines(), delimiter=self._options.delimiter, strict=True)
        self.headings = self._read_headings()

    def close(self) -> None:
        self._text.close()

    @property
    def work_done(self) -> int:
        return self._binary.tell()

    def chunks(self) -> Iterator[Chunk]:
        """The rows below the headings. Raises Refused where the file cannot be read on."""
        width = len(self.headings)
        chunk = Chunk(width)
        for began, row in self._records():
            if not any(row):
                continue
            if len(row) != width:
                row = self._mend_width(row, began, chunk, width)
                if not row:
                    continue
            if self._line > began and (look_alike := self._swallowed_row(row, began)):
                chunk.refuse(look_alike)
                continue
            chunk.add(began, row)
            if chunk.is_full:
                yield chunk
                chunk = Chunk(width)
        yield chunk

    def _lines(self) -> Iterator[str]:
        readline = self._text.readline
        while line := readline(LONGEST_LINE):
            self._line += 1
            if "\0" in line:
                column = self._column_at(line[: line.index("\0")])
                raise refuse(
                    self.file,
                    "a cell holds a NUL character",
                    "Take it out, or export the file anew",
                    line=self._line,
                    column=column,
                )
            if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
                raise self._cell_too_long(line, self._line)
            yield line

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """The rows, each with the line where it begins. Blank lines are passed over."""
        began, most = self._line + 1, self._options.limits.cell_lines
        while True:
            try:
                row = next(self._reader, None)
            except csv.Error as error:
                raise self._broken(error, began) from error
            except UnicodeDecodeError as error:
                with self._reopen() as again:
                    raise charset.not_decodable(again, self.file, self._encoding) from error
            if row is None:
                return
            if self._line - began >= most:
                raise refuse(
                    self.file,
                    f"a cell that begins here runs on for {self._line - began + 1} lines",
                    CLOSE_THE_QUOTE,
                    line=began,
                )
            if row:
                yield began, row
            began = self._line + 1

    def _read_headings(self) -> list[str]:
        _, row = next(self._records(), (0, None))
        if row is None:
            raise refuse(self.file, "the file is empty", "The first line has to hold the names of the columns")
        limit = self._options.limits.columns
        if len(row) > limit:
            beyond = visible(row[limit].strip())
            raise refuse(
                self.file,
                f"it has {len(row):,} columns; {limit} are allowed",
                "Send only the columns of the layout",
                line=1,
                column=beyond,
            )
        if len(row) == 1 and self._options.delimiter == ",":
            self._ask_for_delimiter(row[0])
        return row

    def _ask_for_delimiter(self, line: str) -> None:
        for mark, name in OTHER_DELIMITERS.items():
            if line.count(mark) >= 1:
                raise refuse(
                    self.file,
                    f"its columns seem to be separated by {name}, not a comma",
                    f"If that is right, say so: --delimiter {'tab' if mark == chr(9) else repr(mark)}",
                    line=1,
                )

    def _mend_width(self, row: list[str], began: int, chunk: Chunk, width: int) -> list[str]:
        """The row without empty cells beyond the headings; empty if it does not fit, which is then on record."""
        if len(row) > width and not any(row[width:]):
            return row[:width]
        if self._line > began:
            raise refuse(
                self.file,
                f"the row from here to line {self._line} has {len(row)} cells; the headings have {width}",
                CLOSE_THE_QUOTE,
                line=began,
            )
        if not any(cell.strip() for cell in row):
            return []
        reason = f"the row has {len(row)} cells, the headings have {width}"
        fix = "Put a text that holds the delimiter in quotation marks; keep empty cells"
        chunk.refuse(Problem(self.file, began, None, visible(self._options.delimiter.join(row)), reason, fix))
        return []

    def _swallowed_row(self, row: list[str], began: int) -> Problem | None:
        """A cell over several lines that has a whole row inside: a quotation mark that closed too late by chance."""
        commas = len(self.headings) - 1
        if commas < 3:
            return None
        for heading, cell in zip(self.headings, row, strict=True):
            if any(line.count(self._options.delimiter) == commas for line in cell.split("\n")[1:-1]):
                reason = f"this cell runs from line {began} to line {self._line} and seems to have swallowed rows"
                return Problem(self.file, began, heading.strip(), visible(cell), reason, CLOSE_THE_QUOTE)
        return None

    def _broken(self, error: csv.Error, began: int) -> Refused:
        said = str(error)
        if "field limit" in said or "end of data" in said or self._line > began:
            long = self._long_cell(began)
            if long is not None:
                return long
            return refuse(
                self.file, "a quotation mark that is opened here is never closed", CLOSE_THE_QUOTE, line=began
            )
        return refuse(self.file, "a quotation mark stands where none may be", CLOSE_THE_QUOTE, line=began)

    def _long_cell(self, began: int) -> Refused | None:
        """If the line where the record begins holds a giant cell by itself: the refusal that names its column."""
        with io.TextIOWrapper(self._reopen(), self._encoding, errors="replace", newline="") as again:
            line = ""
            for _ in range(began):
                line = again.readline(LONGEST_LINE)
        return self._cell_too_long(line, began) if len(line.encode()) > self._options.limits.cell_bytes else None

    def _cell_too_long(self, line: str, number: int) -> Refused:
        mark, start, quoted = self._options.delimiter, 0, False
        for at, character in enumerate(line):
            if character == '"':
                quoted = not quoted
            elif character == mark and not quoted:
                start = at + 1
            if at - start > self._options.limits.cell_bytes:
                break
        return refuse(
            self.file,
            f"a cell is longer than {self._options.limits.cell_bytes:,} bytes",
            "Shorten it; files belong in an attachment, not in a cell",
            line=number,
            column=self._column_at(line[:start]),
        )

    def _column_at(self, before: str) -> str:
        """The heading of the cell that begins after this beginning of a line."""
        number, quoted = 0, False
        for character in before:
            if character == '"':
                quoted = not quoted
            number += character == self._options.delimiter and not quoted
        headings = getattr(self, "headings", [])
        return headings[number].strip() if number < len(headings) else f"column {number + 1}"
