"""Some rows of one table, whatever kind of file it stands in."""

from collections.abc import Iterator, Sequence

from tipstaff.formats.registry.problems import Problem

CHUNK_ROWS = 50_000


class Chunk:
    """Rows of the same width, each with its line; and what was said of rows whose very shape is wrong.

    The cells lie in one list, row after row: millions of small lists would keep the garbage collector busy for a
    quarter of the time it takes to read a file.
    """

    __slots__ = ("cells", "lines", "misshapen", "problems", "width")

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[int] = []
        self.cells: list[str] = []
        self.problems: list[Problem] = []
        self.misshapen = 0

    def add(self, line: int, row: Sequence[str]) -> None:
        self.lines.append(line)
        self.cells.extend(row)

    def refuse(self, problem: Problem) -> None:
        """Note a row that is not among the rows."""
        self.problems.append(problem)
        self.misshapen += 1

    @property
    def is_full(self) -> bool:
        return len(self.lines) >= CHUNK_ROWS

    def column(self, at: int) -> list[str]:
        return self.cells[at :: self.width]

    def rows(self) -> Iterator[list[str]]:
        return (self.cells[at : at + self.width] for at in range(0, len(self.cells), self.width))
