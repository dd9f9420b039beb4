"""The current record of an agency, sheet by sheet, in a stable order and in batches: memory does not grow with it."""

from collections.abc import Iterator

import polars as pl
from django.db import connection

from tipstaff.formats.registry import SHEETS, schema
from tipstaff.registry.intake import rows
from tipstaff.registry.models import FACTS, Person


def counts(agency_id: int) -> dict[str, int]:
    """How many rows each sheet has; `persons` has one for everybody."""
    told = {name: model.objects.current().filter(person__agency_id=agency_id).count() for name, model in FACTS.items()}
    return told | {"persons": Person.objects.filter(agency_id=agency_id).count()}


def stream(sheet: str, agency_id: int) -> Iterator[pl.DataFrame]:
    """The rows under the columns of the layout, by the agency's own number and then by key."""
    layout = SHEETS[sheet]
    quote = connection.ops.quote_name
    columns = ", ".join(f"f.{quote(name)}" for name in layout.names if name != "person_id")
    # Numbers in the order of their bytes, whatever language the server sorts in.
    bytewise = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    sql = (
        f"SELECT p.person_id, {columns} FROM {rows.table_of(Person)} p "  # noqa: S608 - names come from the models
        f"{'LEFT ' if sheet == 'persons' else ''}JOIN {rows.table_of(FACTS[sheet])} f "
        f"ON f.person_id = p.id AND f.superseded_at IS NULL "
        f"WHERE p.agency_id = %s ORDER BY p.person_id{bytewise}, f.key"
    )
    kinds = {"person_id": pl.String} | {name: kind for name, kind in schema(layout).items() if name != "person_id"}
    for frame in rows.stream(sql, [agency_id], kinds):
        yield frame.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep())
