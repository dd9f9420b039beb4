"""A registry file as read: the rows that are good, sheet by sheet, and everything that was wrong with the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from tipstaff.formats.registry.columns import Column, Sheet
from tipstaff.formats.registry.layout import SHEETS
from tipstaff.formats.registry.problems import Problem, as_frame, from_frame

TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "text": pl.String,
    "choice": pl.String,
    "date": pl.Date,
    "yes_no": pl.Boolean,
    "whole": pl.Int32,
    "decimal": pl.Float64,
}
# Where a row came from: the sheet (a roster's rows stand in the frames of other sheets) and its physical line.
ORIGIN: dict[str, pl.DataType | type[pl.DataType]] = {"sheet": pl.String, "line": pl.UInt32}


def type_of(column: Column) -> pl.DataType | type[pl.DataType]:
    return TYPES[column.kind]


def schema(sheet: Sheet, *, origin: bool = False) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns of a sheet's frame and their types; with `origin`, as `read_dataset` gives them."""
    return {column.name: type_of(column) for column in sheet.columns} | (ORIGIN if origin else {})


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the rows of one sheet as sent: rows = accepted + rejected + duplicate."""

    rows: int = 0
    rejected: int = 0
    duplicate: int = 0

    @property
    def accepted(self) -> int:
        return self.rows - self.rejected - self.duplicate

    def __add__(self, other: "Count") -> "Count":
        return Count(self.rows + other.rows, self.rejected + other.rejected, self.duplicate + other.duplicate)


@dataclass(frozen=True)
class Dataset:
    """The accepted rows as one typed frame a sheet (all columns of the layout, then `sheet` and `line`).

    `counts` has an entry for each sheet that was sent, a roster among them.
    """

    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    counts: Mapping[str, Count] = field(default_factory=dict)
    problem_frame: pl.DataFrame = field(default_factory=lambda: as_frame(()))

    @property
    def count(self) -> Count:
        return sum(self.counts.values(), start=Count())

    @property
    def problems(self) -> Iterator[Problem]:
        """Every problem in the order of files and lines; `problem_frame` has the same as columns."""
        return iter(from_frame(self.problem_frame))

    @property
    def people(self) -> pl.Series:
        """The person_ids of the accepted rows, in the order in which they first appear."""
        ids = [frame["person_id"] for frame in self.frames.values()]
        return pl.concat(ids).unique(maintain_order=True) if ids else pl.Series("person_id", [], pl.String)

    def by_person(self, people: int = 2_000) -> Iterator[dict[str, pl.DataFrame]]:
        """The rows in batches that hold all rows of so many people each, without copying the whole."""
        order = pl.DataFrame({"person_id": self.people}).with_row_index("person")
        sorted_frames = {name: _number(frame, order).sort("person", "line") for name, frame in self.frames.items()}
        for start in range(0, order.height, people):
            batch = {name: _between(frame, start, start + people) for name, frame in sorted_frames.items()}
            yield {name: frame for name, frame in batch.items() if frame.height}


def _number(frame: pl.DataFrame, order: pl.DataFrame) -> pl.DataFrame:
    return frame.join(order, on="person_id", how="left", maintain_order="left")


def _between(frame: pl.DataFrame, start: int, end: int) -> pl.DataFrame:
    first, last = (int(frame["person"].search_sorted(edge, side="left")) for edge in (start, end))
    return frame.slice(first, last - first).drop("person")


def to_facts_frames(dataset: Dataset) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The frames that the law kernel asks for, keyed by `person`, and the list person -> person_id."""
    order = pl.DataFrame({"person_id": dataset.people}).with_row_index("person")
    return {name: _number(frame, order) for name, frame in dataset.frames.items()}, order


def empty(name: str) -> pl.DataFrame:
    """A frame of the sheet with no rows."""
    return pl.DataFrame(schema=schema(SHEETS[name], origin=True))
