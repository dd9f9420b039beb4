"""A first look at a table with unknown headings, for the column mapper."""

from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tipstaff.formats.registry.options import ReadOptions
from tipstaff.formats.registry.problems import refuse
from tipstaff.formats.registry.source import open_source

AS_DECLARED = ReadOptions()


@dataclass(frozen=True, slots=True)
class Sample:
    """The headings of a lone table and its first rows."""

    file: str
    headings: list[str]
    rows: list[list[str]]


def read_sample(
    path: Path | str,
    *,
    encoding: str = "utf-8",
    options: ReadOptions = AS_DECLARED,
    name: str | None = None,
    rows: int = 500,
) -> Sample:
    """The beginning of the only table of a file. Raises Refused where there are several, or none can be read."""
    with open_source(Path(path), encoding, options, name) as source:
        if len(source.members) > 1:
            raise refuse(
                name or Path(path).name, "it holds several tables", "Send the table that is to be mapped alone"
            )
        with closing(source.members[0].open()) as table:
            chunk = next(table.chunks())
            return Sample(table.file, list(table.headings), list(islice(chunk.rows(), rows)))
