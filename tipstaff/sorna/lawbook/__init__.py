"""The lawbook: every legal value as dated data with its citation, one file a topic, one file a jurisdiction."""

from tipstaff.sorna.lawbook.book import FEDERAL, Jurisdiction, Lawbook, Rule, Version, load
from tipstaff.sorna.lawbook.errors import LawbookError, PolicyError, UnknownJurisdiction
from tipstaff.sorna.lawbook.policy import Policy

__all__ = [
    "FEDERAL",
    "Jurisdiction",
    "Lawbook",
    "LawbookError",
    "Policy",
    "PolicyError",
    "Rule",
    "UnknownJurisdiction",
    "Version",
    "load",
]
