"""One row from a form or a service, checked by the same rules as the rows of a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from tipstaff.formats.registry import Problem, ReadOptions, Sheet
from tipstaff.formats.registry.cells import Context
from tipstaff.formats.registry.check import check_cells
from tipstaff.formats.registry.problems import from_frame
from tipstaff.formats.registry.rows import against_birth, against_death, problems_of, within_a_row
from tipstaff.registry.jurisdictions import known_jurisdictions


def checked(
    sheet: Sheet, values: Mapping[str, Any], *, today: date, born: date | None = None, died: date | None = None
) -> tuple[pl.DataFrame, list[Problem]]:
    """One typed row (layout columns, `sheet`, `line`) and what is wrong with it; errors leave a cell empty.

    Values are text as in a file, or dates, yes/no and numbers; raises KeyError for a column the sheet does not have.
    """
    unknown = set(values) - set(sheet.names)
    if unknown:
        raise KeyError(f"{sheet.name} has no column {', '.join(sorted(unknown))}")
    texts = {name: pl.Series([_text(value)], dtype=pl.String) for name, value in values.items()}
    raw = pl.DataFrame({"line": pl.Series([1], dtype=pl.UInt32), **texts})
    context = Context(today, known_jurisdictions(), ReadOptions())
    read = check_cells(raw, sheet, sheet.name, context)
    rules = within_a_row(sheet, today)
    if sheet.name != "roster":
        rules += against_birth(sheet) + against_death(sheet)
    life = read.frame.with_columns(born=pl.lit(born, pl.Date), died=pl.lit(died, pl.Date))
    return read.frame, list(from_frame(pl.concat([read.problems, problems_of(life, rules, sheet.name)])))


def errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
