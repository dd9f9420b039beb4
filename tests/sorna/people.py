"""One person's facts, complete and compliant, from which every test states only what differs."""

from datetime import date
from typing import Any

import polars as pl

from tipstaff.sorna.facts import SCHEMA, Facts

AS_OF = date(2026, 11, 24)
Row = dict[str, Any]
FULL = {"mode": "office", "identity_checked": True, "photograph_possible": True, "all_fields_reviewed": True}

PERSON: dict[str, list[Row]] = {
    "persons": [
        {
            "ssn_on_file": True, "height_inches": 66, "weight_pounds": 150, "eye_color": "BRO", "hair_color": "BLK",
            "sex": "F", "photographed_on": date(2026, 6, 1), "fingerprinted_on": date(2015, 2, 1),
            "palm_printed_on": date(2015, 2, 1), "dna_collected_on": date(2015, 2, 1), "id_copied_on": date(2026, 6, 1),
            "acknowledged_on": date(2015, 2, 1),
        }
    ],
    "names": [{"kind": "legal", "family_name": "Begaye-Sample"}],
    "dates_of_birth": [{"kind": "actual", "date_of_birth": date(1984, 2, 29)}],
    "convictions": [
        {
            "conviction_id": "CR-1", "convicting": "state", "category": "sexual_act_minor", "victim_age": 14,
            "offense_title": "Sexual act with a minor", "offense_date": date(2011, 5, 1),
            "conviction_date": date(2012, 3, 1), "sentencing_date": date(2012, 4, 1),
            "sentenced_to_imprisonment": True, "release_date": date(2015, 2, 1), "punishable_gt_1yr": True,
        }
    ],
    "registrations": [
        {
            "jurisdiction": "AZ", "registered_on": date(2015, 2, 1), "initial_event": "initial_incarcerated",
            "initial_event_on": date(2015, 2, 1), "tier": "II",
        }
    ],
    "addresses": [{"kind": "residence", "street": "12 Juniper Road", "transient": False, "from_on": date(2020, 1, 1)}],
    "verifications": [{"jurisdiction": "AZ", "verified_on": date(2026, 8, 10), **FULL}],
}  # fmt: skip


def make_facts(people: dict[int, dict[str, list[Row]]]) -> Facts:
    frames = {}
    for table, columns in SCHEMA.items():
        rows = [{"person": who, **row} for who, tables in people.items() for row in tables.get(table, [])]
        frames[table] = pl.DataFrame(rows, schema={"person": pl.UInt32, **columns}) if rows else None
    return Facts.from_frames({name: frame for name, frame in frames.items() if frame is not None})


def person(**changed: Any) -> dict[str, list[Row]]:
    """The complete person with tables replaced; a dict in place of a list changes the one row that is there."""
    tables = dict(PERSON)
    for table, rows in changed.items():
        tables[table] = [{**PERSON[table][0], **rows}] if isinstance(rows, dict) else rows
    return tables


def row(findings: pl.DataFrame, duty: str, track: str = "federal", subject: str | None = None) -> Row:
    """The one row of a duty on a track."""
    found = findings.filter((pl.col("duty") == duty) & (pl.col("track") == track))
    if subject is not None:
        found = found.filter(pl.col("subject") == subject)
    assert found.height == 1, f"{found.height} rows of {duty} on {track}"
    return found.row(0, named=True)
