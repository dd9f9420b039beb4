"""What is wrong with a file, a row or a cell: where it stands, why, and what to do about it.

An error rejects its row; a warning does not. A file that cannot be read at all raises `Refused`.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal

import polars as pl

Severity = Literal["error", "warning"]

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "file": pl.String,
    "line": pl.UInt32,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
    "fix": pl.String,
    "severity": pl.Enum(["error", "warning"]),
}
LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `line` is the physical line of the file, the row of a worksheet; None: all of it."""

    file: str
    line: int | None
    column: str | None
    value: str
    reason: str
    fix: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        if self.column:
            place += f", {self.column}"
        shown = f" “{self.value}”" if self.value else ""
        return f"{place}:{shown} {self.reason}. {self.fix}.".replace("..", ".")


class Refused(ValueError):
    """The whole file cannot be read; nothing of it was taken."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refuse(file: str, reason: str, fix: str, *, line: int | None = None, column: str | None = None) -> Refused:
    """The exception to raise where a file as a whole must not be read."""
    return Refused(Problem(file, line, column, "", reason, fix))


def visible(value: str) -> str:
    """The value as a person can see it: long ones clipped, marks that have no shape of their own spelled out."""
    return spelled_out(value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…")


def spelled_out(value: str) -> str:
    """The whole value, with marks that have no shape of their own spelled out."""
    return "".join(f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in value)


def as_frame(problems: Iterable[Problem]) -> pl.DataFrame:
    return pl.DataFrame([astuple(problem) for problem in problems], schema=SCHEMA, orient="row")


def from_frame(frame: pl.DataFrame) -> Iterable[Problem]:
    return (Problem(*row) for row in frame.select(*SCHEMA).iter_rows())
