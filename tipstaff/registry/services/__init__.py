"""The verbs of the record. Each is one transaction that checks who may, leaves an event and tells who listens."""

from tipstaff.registry.services.errors import Conflict, Refused
from tipstaff.registry.services.facts import fact_record, fact_withdraw
from tipstaff.registry.services.people import person_add
from tipstaff.registry.services.reports import change_report, verification_record

__all__ = [
    "Conflict",
    "Refused",
    "change_report",
    "fact_record",
    "fact_withdraw",
    "person_add",
    "verification_record",
]
