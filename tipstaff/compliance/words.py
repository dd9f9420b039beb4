"""Words for duties, tracks and statuses, used alike by pages, exports and the timeline (guardrail G14)."""

from functools import cache

from tipstaff.sorna.findings import DUTIES, STATUSES
from tipstaff.sorna.lawbook import UnknownJurisdiction, load

DUTY: dict[str, str] = {
    "registration": "Initial registration",
    "tier": "Tier",
    "duration": "Duration of the duty",
    "reduction": "Reduction for a clean record",
    "verification": "Verification in person",
    "residence": "Change of residence",
    "name": "Change of name",
    "employment": "Change of employment",
    "school": "Change of school",
    "vehicle": "Change of vehicle",
    "remote_identifier": "Change of e-mail, telephone or handle",
    "temporary_lodging": "Temporary lodging",
    "departure": "Notice before leaving",
    "termination": "Notice before an end of work or school",
    "travel": "Notice of international travel",
    "information": "Information on file",
}
STATUS: dict[str, str] = {
    "overdue": "Overdue",
    "contradicted": "Facts disagree",
    "unknown": "Cannot be judged",
    "incomplete": "Incomplete",
    "due_soon": "Due soon",
    "late": "Done late",
    "proposed": "Decision needed",
    "current": "Current",
    "met": "Met",
    "suspended": "Suspended in custody",
    "not_required": "Not required",
}
# The kernel's words, no more and no fewer.
assert set(DUTY) == set(DUTIES)
assert set(STATUS) == set(STATUSES)


def duty(name: str) -> str:
    return DUTY.get(name) or name.replace("_", " ").capitalize()


def status(name: str) -> str:
    return STATUS.get(name) or name.replace("_", " ").capitalize()


@cache
def track(code: str) -> str:
    """Federal, or the jurisdiction by its name; a code that the lawbook lacks stays a code."""
    if code == "federal":
        return "Federal"
    try:
        return load().jurisdiction(code).name
    except UnknownJurisdiction:
        return code


def tier(code: str) -> str:
    return f"Tier {code}" if code else "No tier"
