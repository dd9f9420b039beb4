"""Write the registry layout as a folder, a zip or a workbook: batch after batch, sheets in their order, cells harmless.

What is written reads back as the same values (security F6). The same rows give the same bytes.
"""

import contextlib
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self

import polars as pl

from tipstaff.formats.registry.layout import SHEETS
from tipstaff.formats.registry.neutral import neutralised

FileKind = Literal["folder", "zip", "xlsx"]
Target = Path | IO[bytes]
# A fixed time inside archives, so that the same record gives the same file.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def as_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """The values as they stand in a cell: yes and no, ISO dates, text that no spreadsheet runs."""
    return frame.with_columns(_cell(name, kind) for name, kind in frame.schema.items())


def _cell(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Boolean:
        return pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no")).alias(name)
    if kind == pl.Date:
        return column.dt.to_string("%Y-%m-%d")
    return column if kind.is_numeric() else neutralised(column.cast(pl.String)).alias(name)


class Writer(ABC):
    """Takes the rows of one sheet after the other, in the order of the layout; a sheet may come in many batches."""

    def __init__(self) -> None:
        self._sheet: str | None = None

    def write(self, sheet: str, frame: pl.DataFrame) -> None:
        """Add rows. Columns that the frame lacks stay empty, columns that the layout lacks are left out."""
        if sheet != self._sheet:
            order = list(SHEETS)
            if self._sheet is not None and order.index(sheet) < order.index(self._sheet):
                raise ValueError(f"{sheet} comes before {self._sheet} in the layout")
            self._sheet = sheet
            self._begin(sheet)
        have = set(frame.columns)
        rows = frame.select(
            pl.col(name) if name in have else pl.lit(None, pl.String).alias(name) for name in SHEETS[sheet].names
        )
        self._add(as_cells(rows))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def note(self, title: str, lines: Sequence[str]) -> None:
        """Add a text that is no sheet, such as a warning; before or after the sheets. Readers leave it aside."""

    @abstractmethod
    def close(self) -> None:
        """Finish the file."""

    @abstractmethod
    def _begin(self, sheet: str) -> None: ...

    @abstractmethod
    def _add(self, cells: pl.DataFrame) -> None: ...


class CsvWriter(Writer):
    """One CSV file a sheet; where they go is for the two below to say."""

    def __init__(self) -> None:
        super().__init__()
        self._stream: IO[bytes] | None = None

    @abstractmethod
    def _open(self, name: str) -> IO[bytes]: ...

    def _begin(self, sheet: str) -> None:
        self._end()
        self._stream = self._open(f"{sheet}.csv")
        write_csv(pl.DataFrame(schema=dict.fromkeys(SHEETS[sheet].names, pl.String)), self._stream)

    def _add(self, cells: pl.DataFrame) -> None:
        assert self._stream is not None
        cells.write_csv(self._stream, include_header=False, line_terminator="\r\n")

    def note(self, title: str, lines: Sequence[str]) -> None:
        self._end()
        with self._open(f"{title}.txt") as stream:
            stream.write("\r\n".join([*lines, ""]).encode())

    def _end(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def close(self) -> None:
        self._end()


class FolderWriter(CsvWriter):
    """A folder of CSV files. It is made if need be; a sheet that is already there is never overwritten."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        stale = [name for name in SHEETS if (folder / f"{name}.csv").exists()]
        if stale:
            raise FileExistsError(f"{folder} already holds {stale[0]}.csv")
        self._folder = folder

    def _open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("xb")


class ZipWriter(CsvWriter):
    """A zip of CSV files, written front to back."""

    def __init__(self, target: Target) -> None:
        super().__init__()
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)

    def _open(self, name: str) -> IO[bytes]:
        entry = zipfile.ZipInfo(name, LONG_AGO)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return self._archive.open(entry, "w", force_zip64=True)

    def close(self) -> None:
        self._end()
        self._archive.close()


class WorkbookWriter(Writer):
    """One workbook with a worksheet a sheet; a row is on disk as soon as the next begins."""

    def __init__(self, target: Target) -> None:
        super().__init__()
        from tipstaff.formats.registry import worksheet  # XlsxWriter takes an eighth of a second to load

        self._add_rows = worksheet.add_rows
        self._book = worksheet.new_workbook(target)
        self._worksheet: Any = None
        self._row = 0

    def _begin(self, sheet: str) -> None:
        self._worksheet = self._book.add_worksheet(sheet)
        self._row = self._add_rows(self._worksheet, [SHEETS[sheet].names], 0)

    def _add(self, cells: pl.DataFrame) -> None:
        self._row = self._add_rows(self._worksheet, cells.iter_rows(), self._row)

    def note(self, title: str, lines: Sequence[str]) -> None:
        self._add_rows(self._book.add_worksheet(title), [[line] for line in lines], 0)

    def close(self) -> None:
        self._book.close()


def open_writer(target: Target, kind: FileKind | None = None) -> Writer:
    """A writer for the target; without `kind` a path says by its ending which: .zip, .xlsx, else a folder."""
    if kind is None:
        suffix = target.suffix.casefold() if isinstance(target, Path) else ""
        kind = "zip" if suffix == ".zip" else "xlsx" if suffix == ".xlsx" else "folder"
    if kind == "zip":
        return ZipWriter(target)
    if kind == "xlsx":
        return WorkbookWriter(target)
    if not isinstance(target, Path):
        raise TypeError("a folder is written to a path, not to a stream")
    return FolderWriter(target)


def write_dataset(frames: Mapping[str, pl.DataFrame], target: Target, kind: FileKind | None = None) -> None:
    """Write frames of the layout, rows in a stable order: by person, then by the key of the sheet."""
    with open_writer(target, kind) as writer:
        for name, sheet in SHEETS.items():
            if name in frames:
                order = dict.fromkeys(("person_id", *sheet.key, *sheet.names))
                writer.write(name, frames[name].sort(column for column in order if column in frames[name].columns))


def write_csv(frame: pl.DataFrame, target: Target) -> None:
    """Any table as CSV that opens harmlessly in a spreadsheet."""
    as_cells(frame).write_csv(target, line_terminator="\r\n")


def write_workbook(tables: Mapping[str, pl.DataFrame], target: Target) -> None:
    """Any tables as a workbook, one worksheet each, that opens harmlessly in a spreadsheet."""
    from tipstaff.formats.registry.worksheet import add_rows, new_workbook

    with contextlib.closing(new_workbook(target)) as book:
        for title, frame in tables.items():
            worksheet = book.add_worksheet(title)
            first = add_rows(worksheet, [frame.columns], 0)
            add_rows(worksheet, as_cells(frame).iter_rows(), first)
