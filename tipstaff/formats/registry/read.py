"""Read a registry file: open it safely, check every cell and row, and keep the good rows beside the bad ones."""

import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import ParseError

import polars as pl

from tipstaff.formats.registry import between, roster
from tipstaff.formats.registry.cells import Context
from tipstaff.formats.registry.check import check_cells
from tipstaff.formats.registry.chunk import Chunk
from tipstaff.formats.registry.columns import Sheet
from tipstaff.formats.registry.dataset import Count, Dataset, schema
from tipstaff.formats.registry.headings import ALL_SHEETS, Matched, match, normal, recognise, without_heading
from tipstaff.formats.registry.layout import SHEETS
from tipstaff.formats.registry.mapping import MappedTable
from tipstaff.formats.registry.options import OnProgress, Progress, ReadOptions
from tipstaff.formats.registry.problems import SCHEMA as PROBLEMS
from tipstaff.formats.registry.problems import as_frame, refuse, visible
from tipstaff.formats.registry.repeats import repeats
from tipstaff.formats.registry.rows import problems_of, within_a_row
from tipstaff.formats.registry.source import Member, Source, Table, open_source

NO_MORE_THAN_DECLARED = ReadOptions()


class Part:
    """One sheet while it is being read: its rows that still stand, and what was said of the others."""

    def __init__(self, sheet: Sheet, file: str) -> None:
        self.sheet = sheet
        self.file = file
        self.frame = pl.DataFrame(schema=schema(sheet, origin=True))
        self.rejected = self.frame.select("person_id", "line")
        self.rows = 0
        self.duplicate = 0
        self.problems: list[pl.DataFrame] = []

    def reject(self, problems: pl.DataFrame) -> None:
        """Note the problems, and take out the rows that have an error."""
        if problems.is_empty():
            return
        self.problems.append(problems)
        bad = problems.filter(pl.col("severity") == "error").select("line").unique()
        self.rejected = pl.concat(
            [self.rejected, self.frame.join(bad, on="line", how="semi").select("person_id", "line")]
        )
        self.frame = self.frame.join(bad, on="line", how="anti", maintain_order="left")

    def count_once(self) -> None:
        """Take out repeated rows, and rows that contradict one another."""
        repeated, _, said = repeats(self.frame, self.sheet, self.file)
        self.duplicate = repeated.len()
        self.reject(said)
        self.frame = self.frame.filter(~pl.col("line").is_in(repeated.implode()))

    @property
    def count(self) -> Count:
        return Count(self.rows, self.rows - self.frame.height - self.duplicate, self.duplicate)


def read_dataset(
    path: Path | str,
    *,
    today: date,
    known_jurisdictions: Collection[str] | None,
    encoding: str = "utf-8",
    options: ReadOptions = NO_MORE_THAN_DECLARED,
    progress: OnProgress | None = None,
    name: str | None = None,
) -> Dataset:
    """Read a folder, zip, workbook or CSV file of the registry layout.

    `known_jurisdictions` are the codes whose law is known; a row that names another is rejected (guardrail G23). None
    leaves them unchecked. `name` is what the sender called the file. Raises Refused where it cannot be read at all.
    """
    if options.sheet and options.sheet not in ALL_SHEETS:
        fix = f"Use one of {', '.join(ALL_SHEETS)}"
        raise refuse(name or Path(path).name, f"the layout has no sheet called {visible(options.sheet)}", fix)
    mapped_order = options.mapping.date_order if options.mapping else None
    context = Context(today, known_jurisdictions, replace(options, date_order=mapped_order or options.date_order))
    with open_source(Path(path), encoding, options, name) as source:
        parts = _read_parts(source, context, progress)
    _check_between(parts, options)
    return _dataset(parts, as_frame(source.warnings))


def _read_parts(source: Source, context: Context, progress: OnProgress | None) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    whole = sum(member.size for member in source.members) or 1
    done = 0
    for member in source.members:
        with _readable(member.file), closing(_open_mapped(member, source, context.options)) as table:
            sheet = _sheet_of(member, table, context.options)
            part = parts[sheet.name] = Part(sheet, member.file)
            for _ in _read_part(part, table, context):
                if progress:
                    share = (done + min(member.size, table.work_done)) / whole
                    progress(Progress(sheet.name, part.rows, share))
        part.count_once()
        done += member.size
    return parts


def _open_mapped(member: Member, source: Source, options: ReadOptions) -> Table:
    """The table, seen through the mapping if there is one."""
    if options.mapping is None:
        return member.open()
    if len(source.members) > 1:
        raise refuse(
            member.file, "a mapping was given for a set of several sheets", "Send the one table it is made for"
        )
    return MappedTable(member.open(), options.mapping)


def _sheet_of(member: Member, table: Table, options: ReadOptions) -> Sheet:
    if options.mapping is not None:
        return ALL_SHEETS[options.mapping.sheet]
    return member.sheet or recognise(table.headings, member.file)


def _read_part(part: Part, table: Table, context: Context) -> Iterator[None]:
    """Read the table into the part; a step a chunk, so that progress can be shown."""
    matched = match(table.headings, part.sheet, part.file)
    part.problems.append(as_frame(matched.warnings))
    unnamed = {at: "" for at, heading in enumerate(table.headings) if not heading.strip()}
    frames = []
    for chunk in table.chunks():
        _note_unnamed(unnamed, chunk)
        part.rows += len(chunk.lines) + chunk.misshapen
        checked = check_cells(_raw(chunk, matched), part.sheet, part.file, context)
        broken = problems_of(checked.frame, within_a_row(part.sheet, context.today), part.file)
        shape = as_frame(one for one in chunk.problems if one.column is None or normal(one.column) in matched.positions)
        cells = checked.problems.join(shape, on=["line", "column"], how="anti", maintain_order="left")
        part.problems += [shape, cells, broken]
        frames.append(checked.frame)
        yield
    part.problems.append(as_frame(without_heading([item for item in unnamed.items() if item[1]], part.file)))
    part.frame = pl.concat([part.frame, *frames])
    said, part.problems = pl.concat(part.problems), []
    part.reject(said)


def _raw(chunk: Chunk, matched: Matched) -> pl.DataFrame:
    columns = {name: pl.Series(chunk.column(at), dtype=pl.String) for name, at in matched.positions.items()}
    return pl.DataFrame({"line": pl.Series(chunk.lines, dtype=pl.UInt32), **columns})


def _note_unnamed(unnamed: dict[int, str], chunk: Chunk) -> None:
    for at, value in unnamed.items():
        if not value:
            unnamed[at] = next((cell for cell in chunk.column(at) if cell.strip()), "")


@contextmanager
def _readable(file: str) -> Iterator[None]:
    """Turn what a damaged archive or workbook raises in the middle of reading into a refusal."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, ParseError, KeyError, IndexError) as broken:
        raise refuse(file, f"it is damaged ({broken})", "Make it anew and send it again") from broken


def _check_between(parts: dict[str, Part], options: ReadOptions) -> None:
    """What rows must be to rows of other sheets. Whoever introduces people comes first."""
    introducing = [parts[name] for name in ("persons", "roster") if name in parts]
    known = pl.Series("person_id", list(options.known_people), pl.String)
    people = pl.concat([known, *(part.frame["person_id"] for part in introducing)]).unique()
    rejected = _rejected_introductions(introducing)
    for part in parts.values():
        if part not in introducing:
            part.reject(between.orphans(part.frame, part.sheet, part.file, people, rejected))
    lives = between.lifetimes({name: part.frame for name, part in parts.items()})
    for part in parts.values():
        if part.sheet.name != "roster":
            part.reject(between.out_of_lifetime(part.frame, part.sheet, part.file, lives))


def _rejected_introductions(introducing: list[Part]) -> pl.DataFrame:
    """Whose introduction was rejected, and where it stands."""
    none = pl.DataFrame(schema={"person_id": pl.String, "where": pl.String})
    failed = [
        part.rejected.drop_nulls().select("person_id", where=pl.format("{}, line {}", pl.lit(part.file), "line"))
        for part in introducing
    ]
    return pl.concat([none, *failed]).unique("person_id", keep="first", maintain_order=True)


def _dataset(parts: dict[str, Part], warnings: pl.DataFrame) -> Dataset:
    frames = {name: parts[name].frame for name in SHEETS if name in parts}
    problems = [warnings, *(problem for part in parts.values() for problem in part.problems)]
    if "roster" in parts:
        frames, said = roster.merge(frames, roster.expand(parts["roster"].frame), parts["roster"].file)
        problems.append(said)
    order = {part.file: at for at, part in enumerate(parts.values())}
    together = pl.concat([pl.DataFrame(schema=PROBLEMS), *problems])
    ranked = together.with_columns(_at=pl.col("file").replace_strict(order, default=-1, return_dtype=pl.Int32))
    return Dataset(
        frames=frames,
        counts={name: part.count for name, part in parts.items()},
        problem_frame=ranked.sort("_at", "line", maintain_order=True, nulls_last=False).drop("_at"),
    )
