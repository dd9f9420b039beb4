"""Rosters of invented people, and the day on which they are read."""

from collections.abc import Callable
from datetime import date

from tipstaff.formats.registry import ROSTER, Dataset

Read = Callable[..., Dataset]
TODAY = date(2026, 11, 24)
JURISDICTIONS = frozenset({"AZ", "NM", "UT", "NN"})
HEADINGS = ",".join(ROSTER.names)


def roster_row(number: int, **changed: str) -> str:
    """One good row of a roster, with some cells changed."""
    cells = {
        "person_id": f"RM-{number:05}",
        "family_name": f"Sample{number}",
        "given_name": "Rosa",
        "date_of_birth": "1984-02-29",
        "sex": "F",
        "jurisdiction": "AZ",
        "tier": "II",
        "registered_on": "2019-04-12",
        "last_verified_on": "2026-06-30",
        "residence_address": f'"{number} Juniper Road, Shiprock, NM 87420"',
    } | changed
    return ",".join(cells.values())
