"""A folder, a zip, a workbook or one CSV file, opened safely: what tables it holds, and which sheet each of them is."""

import contextlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from tipstaff.formats.registry import archive, headings, workbook
from tipstaff.formats.registry.chunk import Chunk
from tipstaff.formats.registry.columns import Sheet
from tipstaff.formats.registry.csvfile import CsvTable
from tipstaff.formats.registry.options import ReadOptions
from tipstaff.formats.registry.problems import Problem, refuse

ZIP_MAGIC = b"PK"
OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0"
KEEP_ONE = "Keep one of them"
KINDS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".zip": "zip", ".xlsx": "xlsx"}


class Table(Protocol):
    """One table as it is being read."""

    file: str
    headings: list[str]

    @property
    def work_done(self) -> int: ...  # in the unit of Member.size
    def chunks(self) -> Iterator[Chunk]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Found:
    """One CSV file, wherever it stands."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


@dataclass(frozen=True, slots=True)
class Member:
    """One table of a source. `sheet` is None where only its headings can tell; `size` is its share of the work."""

    file: str
    sheet: Sheet | None
    size: int
    open: Callable[[], Table]


@dataclass(frozen=True, slots=True)
class Source:
    """What was found, in the order of the layout, and what was left aside."""

    members: tuple[Member, ...]
    warnings: tuple[Problem, ...] = ()


@contextlib.contextmanager
def open_source(path: Path, encoding: str, options: ReadOptions, name: str | None = None) -> Iterator[Source]:
    """Open by content, not by trust in the name; `name` is what the sender called the file. Raises Refused."""
    file = name or path.name
    with contextlib.ExitStack() as stack:
        yield _open(path, file, encoding, options, stack)


def _open(path: Path, file: str, encoding: str, options: ReadOptions, stack: contextlib.ExitStack) -> Source:
    if not path.exists():
        raise refuse(file, "there is no such file or folder", "Check the path")
    if path.is_dir():
        return _folder(path, encoding, options)
    packed = options.limits.packed_bytes
    if packed is not None and path.stat().st_size > packed:
        raise refuse(
            file,
            f"it has {path.stat().st_size:,} bytes; {packed:,} are allowed here",
            "Send it in parts, or import it on the command line",
        )
    kind = _kind(path, file)
    if kind == "csv":
        alone = Found(file, path.stat().st_size, partial(open_bytes, path))
        return Source((_csv(alone, headings.sheet_named(options.sheet or alone.stem), encoding, options),))
    opened = stack.enter_context(archive.open_archive(path, file, options.limits))
    if workbook.is_workbook(opened):
        workbook.check_parts(opened, file, options.limits)
        return _workbook(path, file, options, stack)
    return _zip(opened, file, encoding, options)


def _kind(path: Path, file: str) -> str:
    """csv or zip by content; raises Refused where the name says another thing."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(OLD_OFFICE_MAGIC):
        raise refuse(file, "it is a workbook of an old kind, or locked with a password", workbook.HOW_TO_SAVE)
    found = "zip" if start.startswith(ZIP_MAGIC) else "csv"
    suffix = PurePosixPath(file).suffix.casefold()
    said = KINDS.get(suffix)
    if said is None and suffix:
        raise refuse(
            file, f"files of the kind {suffix} are not read", "Send a CSV file, a zip of CSV files or an .xlsx workbook"
        )
    if said is not None and (said == "csv") != (found == "csv"):
        raise refuse(file, f"its name ends in {suffix}, but its content is of another kind", "Give it its right ending")
    return found


def _csv(found: Found, sheet: Sheet | None, encoding: str, options: ReadOptions) -> Member:
    return Member(found.name, sheet, found.size, lambda: CsvTable(found.open, found.name, encoding, options))


def _folder(path: Path, encoding: str, options: ReadOptions) -> Source:
    files = sorted(entry for entry in path.iterdir() if entry.is_file() and entry.suffix.casefold() == ".csv")
    found = [Found(entry.name, entry.stat().st_size, partial(open_bytes, entry)) for entry in files]
    return _set_of_files(found, path.name, encoding, options)


def _zip(opened: zipfile.ZipFile, file: str, encoding: str, options: ReadOptions) -> Source:
    found = []
    for entry in archive.entries(opened):
        inside = PurePosixPath(entry.filename)
        if inside.suffix.casefold() == ".csv":
            found.append(Found(inside.name, entry.file_size, partial(opened.open, entry)))
    return _set_of_files(found, file, encoding, options)


def _set_of_files(found: Sequence[Found], file: str, encoding: str, options: ReadOptions) -> Source:
    if not found:
        raise refuse(file, "it holds no CSV file", "Put in the sheets of the layout, such as roster.csv")
    if len(found) == 1:
        return Source((_csv(found[0], headings.sheet_named(options.sheet or found[0].stem), encoding, options),))
    members: dict[str, Member] = {}
    warnings = []
    for one in found:
        sheet = headings.sheet_named(one.stem)
        if sheet is None:
            warnings.append(not_a_sheet(one.name, one.stem))
        elif sheet.name in members:
            raise refuse(
                file, f"two files are the sheet {sheet.name}: {members[sheet.name].file} and {one.name}", KEEP_ONE
            )
        else:
            members[sheet.name] = _csv(one, sheet, encoding, options)
    return _in_order(members, warnings, file)


def _workbook(path: Path, file: str, options: ReadOptions, stack: contextlib.ExitStack) -> Source:
    book = workbook.open_workbook(stack.enter_context(path.open("rb")), file)
    stack.callback(book.close)
    sheets = book.worksheets
    if len(sheets) == 1:
        named = headings.sheet_named(options.sheet or sheets[0].title)
        return Source((_worksheet(sheets[0], f"{file}: {sheets[0].title}", named, options),))
    if not any(headings.sheet_named(worksheet.title) for worksheet in sheets):
        left = [not_a_sheet(f"{file}: {worksheet.title}", worksheet.title) for worksheet in sheets[1:]]
        alone = _worksheet(sheets[0], f"{file}: {sheets[0].title}", None, options)
        return Source((alone,), tuple(left))
    members: dict[str, Member] = {}
    warnings = []
    for worksheet in sheets:
        sheet = headings.sheet_named(worksheet.title)
        label = f"{file}: {worksheet.title}"
        if sheet is None:
            warnings.append(not_a_sheet(label, worksheet.title))
        elif sheet.name in members:
            raise refuse(file, f"two worksheets are the sheet {sheet.name}", KEEP_ONE)
        else:
            members[sheet.name] = _worksheet(worksheet, label, sheet, options)
    return _in_order(members, warnings, file)


def _worksheet(worksheet: object, label: str, sheet: Sheet | None, options: ReadOptions) -> Member:
    size = int(getattr(worksheet, "max_row", None) or 1)
    return Member(label, sheet, size, lambda: workbook.WorksheetTable(worksheet, label, options))


def _in_order(members: dict[str, Member], warnings: list[Problem], file: str) -> Source:
    if not members:
        raise refuse(
            file, "none of its tables is a sheet of the layout", "Name them after the sheets, such as roster or persons"
        )
    in_order = [members[name] for name in headings.ALL_SHEETS if name in members]
    return Source(tuple(in_order), tuple(warnings))


def open_bytes(path: Path) -> IO[bytes]:
    return path.open("rb")


def not_a_sheet(file: str, stem: str) -> Problem:
    near = headings.nearest_sheet(stem)
    fix = f"Call it {near} if it is that sheet" if near else "Name it after a sheet of the layout, or leave it out"
    return Problem(file, None, None, "", "it is no sheet of the layout and was not read", fix, "warning")
