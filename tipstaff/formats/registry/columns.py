"""How a sheet of the registry layout is described: its columns, what may stand in them, and how a row is told apart."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "yes_no", "whole", "decimal", "choice"]
# free: kept exactly as given. The others are codes: marks nobody can see are taken out, so they make no new person.
Form = Literal["free", "code", "jurisdiction", "state", "zip"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. An empty cell is unknown, never "no"."""

    name: str
    kind: Kind
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()
    example: str = ""
    citation: str = ""
    max_length: int = 500
    minimum: float | None = None
    maximum: float | None = None
    never_public: bool = False  # SORNA-PUB-1
    future: bool = False  # a date that may lie after today
    form: Form = "free"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One CSV file or one XLSX sheet.

    `key` names the columns that tell one row of a person from another; a row with the same key and other values is
    a correction of the earlier one. `record_id`, where the sheet has it and it is filled, takes the place of `key`.
    `ordered` names pairs of dates of which the second may not lie before the first.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    ordered: tuple[tuple[str, str], ...] = ()

    def column(self, name: str) -> Column:
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)


def text(name: str, about: str, **more: object) -> Column:
    return Column(name, "text", about, **more)  # type: ignore[arg-type]


def date(name: str, about: str, **more: object) -> Column:
    return Column(name, "date", about, **more)  # type: ignore[arg-type]


def yes_no(name: str, about: str, **more: object) -> Column:
    return Column(name, "yes_no", about, **more)  # type: ignore[arg-type]


def whole(name: str, about: str, **more: object) -> Column:
    return Column(name, "whole", about, **more)  # type: ignore[arg-type]


def decimal(name: str, about: str, **more: object) -> Column:
    return Column(name, "decimal", about, **more)  # type: ignore[arg-type]


def choice(name: str, about: str, *choices: str, **more: object) -> Column:
    return Column(name, "choice", about, choices=choices, **more)  # type: ignore[arg-type]
