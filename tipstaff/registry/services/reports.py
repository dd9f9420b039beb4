"""What happens at the counter: an appearance in person, a change that a person reports."""

from datetime import date

from tipstaff.accounts.models import User
from tipstaff.registry.models import Change, Person, Verification
from tipstaff.registry.services.errors import refuse
from tipstaff.registry.services.facts import fact_record


def verification_record(
    person: Person,
    *,
    jurisdiction: str,
    verified_on: date,
    mode: str = "office",
    identity_checked: bool | None,
    photograph_possible: bool | None,
    all_fields_reviewed: bool | None,
    officer: str = "",
    by: User | None,
    expected_version: int | None = None,
) -> Verification:
    """Record a periodic verification; what was not done or not noted stays "no" or unknown (SORNA-VER-8)."""
    how = {
        "identity_checked": identity_checked,
        "photograph_possible": photograph_possible,
        "all_fields_reviewed": all_fields_reviewed,
    }
    same_day = Verification.objects.current().filter(person=person, jurisdiction=jurisdiction, verified_on=verified_on)
    if same_day.exclude(**how).exists():  # it must not quietly take the place of a full one
        fix = "If that one was recorded wrongly, correct it on the person's page"
        raise refuse("another appearance on that day is on file", fix, sheet="verifications", column="verified_on")
    fact = fact_record(
        person,
        "verifications",
        {
            "jurisdiction": jurisdiction,
            "verified_on": verified_on,
            "mode": mode,
            **how,
            "officer": officer,
        },
        by=by,
        source="the registry's own officer",
        learned_on=verified_on,
        expected_version=expected_version,
        event="registry.verification.recorded",
    )
    assert isinstance(fact, Verification)
    return fact


def change_report(
    person: Person,
    *,
    event: str,
    event_date: date,
    jurisdiction: str = "",
    reported_on: date | None = None,
    in_person: bool | None = None,
    planned_days: int | None = None,
    by: User | None,
    source: str = "the registrant",
    expected_version: int | None = None,
) -> Change:
    """Record that a change happened and when it was reported: the three-business-day duties (SORNA-CHG-1)."""
    fact = fact_record(
        person,
        "changes",
        {
            "event": event,
            "event_date": event_date,
            "jurisdiction": jurisdiction,
            "reported_on": reported_on,
            "in_person": in_person,
            "planned_days": planned_days,
        },
        by=by,
        source=source,
        learned_on=reported_on,
        expected_version=expected_version,
        event="registry.change.reported",
    )
    assert isinstance(fact, Change)
    return fact
