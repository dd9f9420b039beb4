"""A registry file read for the law: the facts of its good rows, and what was wrong with the others."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tipstaff.formats.registry import Dataset, ReadOptions, read_dataset, to_facts_frames
from tipstaff.sorna.facts import Facts


@dataclass(frozen=True)
class RegistryFile:
    """`people` lists person (the number that the facts use) and person_id (the sender's own)."""

    facts: Facts
    people: pl.DataFrame
    dataset: Dataset

    def number(self, person_id: str) -> int | None:
        found = self.people.filter(pl.col("person_id") == person_id)["person"]
        return int(found[0]) if found.len() else None

    def report(self) -> Iterator[str]:
        """A line for each problem, with file, line, field, reason and fix; then what was left out, if anything."""
        for problem in self.dataset.problems:
            yield f"{'note: ' if problem.severity == 'warning' else ''}{problem}"
        count = self.dataset.count
        if count.rejected or count.duplicate:
            left_out = f"{count.rejected:,} rejected, {count.duplicate:,} repeated"
            yield f"{count.rows:,} rows: {count.accepted:,} read, {left_out}"


def read_registry_file(
    path: Path, *, today: date, jurisdictions: Collection[str], encoding: str, options: ReadOptions
) -> RegistryFile:
    """Raises Refused where the file cannot be read at all."""
    dataset = read_dataset(path, today=today, known_jurisdictions=jurisdictions, encoding=encoding, options=options)
    frames, people = to_facts_frames(dataset)
    return RegistryFile(Facts.from_frames(frames), people, dataset)
