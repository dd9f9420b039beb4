"""The jurisdictions whose law is known, and the day it is at an agency."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tipstaff.accounts.models import Agency
from tipstaff.sorna import lawbook


def known_jurisdictions() -> frozenset[str]:
    """The codes that the lawbook has; a row that names another stops with a reason."""
    return frozenset(lawbook.load().jurisdictions)


def today_at(agency: Agency, now: datetime) -> date:
    """The calendar day in the agency's own zone."""
    return now.astimezone(ZoneInfo(agency.timezone)).date()
