"""How a registry file is to be read: limits that keep a hostile file small, and what the sender declares of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tipstaff.formats.registry.mapping import ColumnMapping

DateOrder = Literal["mdy", "dmy"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask of the machine. `None` is no limit of that kind."""

    packed_bytes: int | None = None
    unpacked_bytes: int | None = None
    entries: int = 1_000
    ratio: int = 100
    ratio_from_bytes: int = 1_000_000  # a small entry may be as regular as it likes
    workbook_part_bytes: int = 100_000_000  # what a workbook keeps beside its sheets is held in memory
    columns: int = 500
    cell_bytes: int = 100_000
    cell_lines: int = 1_000  # more than the longest text has characters


COMMAND_LINE = Limits()
WEB = Limits(packed_bytes=200_000_000, unpacked_bytes=2_000_000_000)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the sender declares. Nothing of it is guessed: a doubtful file is refused with the option to set.

    `known_people` are person_ids that rows may speak of though no row of this file introduces them.
    """

    delimiter: str = ","
    date_order: DateOrder | None = None
    sheet: str | None = None  # which sheet a lone CSV is, where its headings fit several
    mapping: "ColumnMapping | None" = None  # how a lone table with other headings is to be understood
    limits: Limits = COMMAND_LINE
    known_people: Collection[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of a set has come; `share` runs from 0 to 1."""

    sheet: str
    rows: int
    share: float


OnProgress = Callable[[Progress], None]
