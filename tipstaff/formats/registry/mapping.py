"""A spreadsheet with other headings, met by a mapping: data that a person edits, saves and uses again.

`propose` (in `proposing`) makes one; `apply` turns rows into rows of the layout.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tipstaff.formats.registry.chunk import Chunk
from tipstaff.formats.registry.headings import ALL_SHEETS, normal
from tipstaff.formats.registry.options import DateOrder
from tipstaff.formats.registry.source import Table

# A heading whose cells hold "Last, First" fills two columns.
WHOLE_NAME = "family_name, given_name"


@dataclass(frozen=True)
class ColumnMapping:
    """Which heading goes to which column of a sheet, and how its values are to be understood.

    Several headings of one column are joined in the order of the file. `words` holds, for a column, what the file's
    words mean: {"tier": {"SVP": "III"}}. `fixed` holds what is the same in every row and stands in no column:
    {"jurisdiction": "AZ"}.
    """

    sheet: str
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sheet = ALL_SHEETS.get(self.sheet)
        if sheet is None:
            raise ValueError(f"the layout has no sheet {self.sheet}")
        for name in {*self.columns.values(), *self.words, *self.fixed}:
            if name not in sheet.by_name and not (name == WHOLE_NAME and "given_name" in sheet.by_name):
                raise ValueError(f"the {self.sheet} sheet has no column {name}")
        if self.date_order not in (None, "mdy", "dmy"):
            raise ValueError(f"there is no order of dates {self.date_order}")

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that nothing fills."""
        filled = {part for name in (*self.columns.values(), *self.fixed) for part in name.split(", ")}
        return tuple(name for name in ALL_SHEETS[self.sheet].required if name not in filled)

    def as_data(self) -> dict[str, Any]:
        """What can be saved as JSON."""
        words = {column: dict(meant) for column, meant in self.words.items()}
        return {
            "sheet": self.sheet,
            "columns": dict(self.columns),
            "date_order": self.date_order,
            "words": words,
            "fixed": dict(self.fixed),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "ColumnMapping":
        """The mapping that was saved, or edited; raises ValueError where it names what the layout does not have."""
        return cls(
            data["sheet"],
            data.get("columns", {}),
            data.get("date_order"),
            data.get("words", {}),
            data.get("fixed", {}),
        )


def fingerprint(headings: Iterable[str]) -> str:
    """The same for tables with the same headings in any order: under it a mapping is remembered."""
    plain = sorted(filter(None, map(normal, headings)))
    return hashlib.sha256("\x1f".join(plain).encode()).hexdigest()[:32]


def apply(
    mapping: ColumnMapping, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> tuple[list[str], Iterator[list[str]]]:
    """The headings of the layout, and the rows under them. Headings that the mapping does not name are left out."""
    sources: dict[str, list[int]] = {}
    positions = {normal(heading): at for at, heading in enumerate(headings)}
    for heading, column in mapping.columns.items():
        if (at := positions.get(normal(heading))) is not None:
            sources.setdefault(column, []).append(at)
    makers = [_maker(column, sorted(at), mapping.words.get(column, {})) for column, at in sources.items()]
    makers += [_always(value) for value in mapping.fixed.values()]
    names = [name for column in (*sources, *mapping.fixed) for name in column.split(", ")]
    return names, ([cell for make in makers for cell in make(row)] for row in rows)


Maker = Callable[[Sequence[str]], tuple[str, ...]]


def _maker(column: str, positions: list[int], words: Mapping[str, str]) -> Maker:
    """What makes the cells of a column from a row."""
    if column == WHOLE_NAME:
        return lambda row: split_name(row[positions[0]])
    meant = {normal(word): value for word, value in words.items()}
    if len(positions) == 1:
        only = positions[0]
        return lambda row: (meant.get(normal(row[only]), row[only]),) if meant else (row[only],)
    return lambda row: (join_place([row[at] for at in positions]),)


def _always(value: str) -> Maker:
    return lambda row: (value,)


def split_name(name: str) -> tuple[str, str]:
    """Family and given names of "Last, First"; a name without a comma is a family name by itself."""
    family, _, given = name.partition(",")
    return family.strip(), given.strip()


def join_place(parts: Sequence[str]) -> str:
    """One line from the parts of an address: commas between, a space before the ZIP code."""
    line = ""
    for part in (part.strip() for part in parts):
        if part:
            gap = " " if re.fullmatch(r"\d{5}(-\d{4})?", part) else ", "
            line = f"{line}{gap}{part}" if line else part
    return line


class MappedTable:
    """A table seen through a mapping: the headings of the layout, the lines of the file."""

    def __init__(self, table: Table, mapping: ColumnMapping) -> None:
        self.file = table.file
        self._table = table
        self._mapping = mapping
        self.headings, _ = apply(mapping, table.headings, ())

    @property
    def work_done(self) -> int:
        return self._table.work_done

    def chunks(self) -> Iterator[Chunk]:
        for chunk in self._table.chunks():
            mapped = Chunk(len(self.headings))
            _, rows = apply(self._mapping, self._table.headings, chunk.rows())
            for line, row in zip(chunk.lines, rows, strict=True):
                mapped.add(line, row)
            mapped.problems, mapped.misshapen = chunk.problems, chunk.misshapen
            yield mapped

    def close(self) -> None:
        self._table.close()
