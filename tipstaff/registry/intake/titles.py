"""The name under which a person stands in lists, and what a search looks through; both made from the current names."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import polars as pl

from tipstaff.registry.intake import rows
from tipstaff.registry.models import Name, Person
from tipstaff.registry.names import search_text

PARTS = ("family_name", "given_name", "middle_name", "suffix")
CHUNK = 500
TITLES = {"family_name": pl.String, "given_name": pl.String, "search_name": pl.String}


class Title(NamedTuple):
    family_name: str
    given_name: str
    search_name: str


def titles(names: pl.DataFrame, by: str) -> pl.DataFrame:
    """One row for each value of the column `by`, from rows of the sheet `names`."""
    if names.is_empty():
        return pl.DataFrame(schema={by: names.schema[by], **TITLES})
    ranked = names.select(by, "kind", *PARTS, "from_on", "to_on").sort(
        by,
        pl.col("kind") != "legal",
        pl.col("to_on").is_not_null(),
        pl.col("from_on").fill_null(pl.date(1, 1, 1)),
        descending=[False, False, False, True],
        maintain_order=True,
    )
    by_person = groupby(ranked.drop("kind", "from_on", "to_on").iter_rows(), _first)
    made = [(key, *_title(group)) for key, group in by_person]
    return pl.DataFrame(made, schema={by: names.schema[by], **TITLES}, orient="row")


def refresh_titles(people: Sequence[int]) -> None:
    """Bring the names repeated in these people's rows into step with their current names."""
    sql = f"UPDATE {rows.table_of(Person)} SET family_name = %s, given_name = %s, search_name = %s WHERE id = %s"  # noqa: S608
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        columns = ("person_id", "kind", *PARTS, "from_on", "to_on")
        current = list(Name.objects.current().filter(person_id__in=chunk).order_by("id").values_list(*columns))
        kinds = [pl.Int64, pl.String, *[pl.String] * len(PARTS), pl.Date, pl.Date]
        frame = pl.DataFrame(current, schema=dict(zip(columns, kinds, strict=True)), orient="row")
        made = titles(frame, "person_id").select("family_name", "given_name", "search_name", "person_id")
        rows.execute_for_each(sql, made.iter_rows())


def _first(row: tuple[object, ...]) -> object:
    return row[0]


def _title(group: Iterable[tuple[str | None, ...]]) -> Title:
    names = [row[1:] for row in group]
    family, given = names[0][0] or "", names[0][1] or ""
    return Title(family, given, search_text(names))
