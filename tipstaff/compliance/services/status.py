"""A registrant's status word is set by a person, with reasons (guardrails G2 and G14)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from tipstaff.accounts import permissions
from tipstaff.accounts.models import User
from tipstaff.audit import services as audit
from tipstaff.compliance.models import PersonStatus
from tipstaff.compliance.models.status import REASON_LEAST
from tipstaff.registry.models import Person

# SORNA-ENF-3: the steps that come before anybody may be called an absconder, each with the field of its evidence.
STEPS_BEFORE_ABSCONDED: dict[str, str] = {
    "search_evidence": "What was done to find the person, when and by whom (SORNA-ENF-3, step 1)",
    "police_evidence": "Which law enforcement agency was told, when and by whom (SORNA-ENF-3, step 2)",
    "sender_evidence": "Who had sent word of the person and was told, or that nobody had (SORNA-ENF-3, step 3)",
}


class StatusConflict(Exception):
    """Somebody else set the status while this form was open; `now` is what stands (security rule R2)."""

    def __init__(self, now: PersonStatus | None) -> None:
        super().__init__("The status was set by somebody else in the meantime.")
        self.now = now


@transaction.atomic
def person_status_set(
    person: Person,
    status: str,
    *,
    reason: str,
    by: User,
    expected: int | None = None,
    search_evidence: str = "",
    police_evidence: str = "",
    sender_evidence: str = "",
) -> PersonStatus:
    """Set the status word. `expected` is the row that stood when the form was opened, None if there was none.

    Raises ValidationError naming the fields that lack reasons or evidence, StatusConflict, PermissionDenied, or
    Person.DoesNotExist for a person of another agency.
    """
    permissions.check(by, "registry.change")
    person = Person.objects.visible_to(by).select_for_update().get(pk=person.pk)
    evidence = {
        "search_evidence": search_evidence.strip(),
        "police_evidence": police_evidence.strip(),
        "sender_evidence": sender_evidence.strip(),
    }
    _check(status, reason.strip(), evidence)
    before = PersonStatus.objects.filter(person=person, superseded_at=None).first()
    if (before.pk if before else None) != expected:
        raise StatusConflict(before)
    now = timezone.now()
    if before:
        PersonStatus.objects.filter(pk=before.pk).update(superseded_at=now)
    made = PersonStatus.objects.create(
        person=person, agency=person.agency, status=status, reason=reason.strip(), set_by=by, set_at=now, **evidence
    )
    audit.record(
        "compliance.person_status.set",
        person,
        by=by,
        status=status,
        before=before.status if before else "",
        row=made.pk,
    )
    return made


def _check(status: str, reason: str, evidence: dict[str, str]) -> None:
    wrong: dict[str, str] = {}
    if status not in PersonStatus.Status.values:
        wrong["status"] = "Choose one of the status words."
    if len(reason) < REASON_LEAST:
        wrong["reason"] = f"Give the reasons in {REASON_LEAST} characters or more."
    if status == PersonStatus.Status.ABSCONDED:
        for field, need in STEPS_BEFORE_ABSCONDED.items():
            if len(evidence[field]) < REASON_LEAST:
                wrong[field] = f"Needed before anybody is called an absconder. {need}."
    if wrong:
        raise ValidationError(wrong)
