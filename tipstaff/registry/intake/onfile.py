"""What is on file now: the people of an agency, and of each fact its place, key and content."""

from collections.abc import Iterator

import polars as pl
from django.db import connection
from django.db.models import Count, Sum

from tipstaff.formats.registry import SHEETS, schema
from tipstaff.registry.intake import rows
from tipstaff.registry.models import FACTS, Person

PEOPLE = {"pk": pl.Int64, "person_id": pl.String}
PLACES = {"id": pl.Int64, "pk": pl.Int64, "key": pl.String, "content": pl.Int64}
CHUNK = 500
FEW = 5_000  # so many people are asked for by number; for more, the whole agency is read


def people(agency_id: int, wanted: pl.Series) -> pl.DataFrame:
    """pk and person_id of those among the wanted numbers whom the agency knows."""
    sql = f"SELECT id, person_id FROM {rows.table_of(Person)} WHERE agency_id = %s"  # noqa: S608
    if wanted.len() > FEW:
        return rows.select(sql, [agency_id], PEOPLE).filter(pl.col("person_id").is_in(wanted.implode()))
    parts = [
        rows.select(f"{sql} AND person_id IN ({_places(len(chunk))})", [agency_id, *chunk], PEOPLE)
        for chunk in _chunks(wanted)
    ]
    return pl.concat([pl.DataFrame(schema=PEOPLE), *parts])


def state(agency_id: int) -> tuple[int, int]:
    """Two numbers that change with every change of the agency's record: how many people, and their versions' sum."""
    told = Person.objects.filter(agency_id=agency_id).aggregate(people=Count("id"), versions=Sum("version"))
    return told["people"], told["versions"] or 0


def numbers(agency_id: int) -> list[str]:
    """Every person_id of the agency."""
    return list(Person.objects.filter(agency_id=agency_id).values_list("person_id", flat=True))


def places(sheet: str, agency_id: int, among: pl.Series) -> pl.DataFrame:
    """id, person, key and content of the current facts of a sheet, of these people."""
    table = rows.table_of(FACTS[sheet])
    if among.len() > FEW:
        sql = (
            f"SELECT f.id, f.person_id, f.key, f.content FROM {table} f "  # noqa: S608
            f"JOIN {rows.table_of(Person)} p ON p.id = f.person_id WHERE p.agency_id = %s AND f.superseded_at IS NULL"
        )
        return rows.select(sql, [agency_id], PLACES)
    sql = f"SELECT id, person_id, key, content FROM {table} WHERE superseded_at IS NULL AND person_id IN"  # noqa: S608
    parts = [rows.select(f"{sql} ({_places(len(chunk))})", chunk, PLACES) for chunk in _chunks(among)]
    return pl.concat([pl.DataFrame(schema=PLACES), *parts])


def contents(sheet: str, ids: pl.Series) -> pl.DataFrame:
    """`id` and the columns of the layout for these facts; an empty text is unknown, as in a file."""
    columns = [name for name in SHEETS[sheet].names if name != "person_id"]
    kinds = {"id": pl.Int64} | {name: kind for name, kind in schema(SHEETS[sheet]).items() if name in columns}
    listed = ", ".join(connection.ops.quote_name(name) for name in ("id", *columns))
    sql = f"SELECT {listed} FROM {rows.table_of(FACTS[sheet])} WHERE id IN"  # noqa: S608
    parts = [rows.select(f"{sql} ({_places(len(chunk))})", chunk, kinds) for chunk in _chunks(ids)]
    return pl.concat([pl.DataFrame(schema=kinds), *parts]).with_columns(
        pl.when(text != "").then(text).name.keep() for text in (pl.col(n) for n, k in kinds.items() if k == pl.String)
    )


def _chunks(values: pl.Series) -> Iterator[list[object]]:
    for start in range(0, values.len(), CHUNK):
        yield values.slice(start, CHUNK).to_list()


def _places(count: int) -> str:
    return ", ".join(["%s"] * count)
