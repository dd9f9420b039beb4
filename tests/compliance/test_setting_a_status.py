"""A status word is a person's decision with reasons; "absconded" needs the steps that the Guidelines put before it."""

import inspect

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tipstaff.audit.models import Event
from tipstaff.compliance.models import PersonStatus
from tipstaff.compliance.services import person_status_set
from tipstaff.compliance.services.status import StatusConflict
from tipstaff.registry.models import Person

pytestmark = pytest.mark.django_db

REASON = "Her landlord says that she left on 2 November."
EVIDENCE = {
    "search_evidence": "Called 555-0142 on 3, 5 and 9 November; visited on 10 November, door locked.",
    "police_evidence": "Red Mesa police told on 12 November by A. Begay, case 26-1142.",
    "sender_evidence": "Nobody had sent word that she would come.",
}


@pytest.fixture
def rosa(register) -> Person:
    return register()


def test_a_status_keeps_who_set_it_and_why(rosa, ana):
    made = person_status_set(rosa, "could_not_locate", reason=REASON, by=ana)

    assert (made.set_by, made.reason, made.superseded_at) == (ana, REASON, None)
    event = Event.objects.get(action="compliance.person_status.set")
    assert (event.actor_id, event.detail["status"]) == (ana.pk, "could_not_locate")


@pytest.mark.parametrize("missing", list(EVIDENCE))
def test_absconded_without_evidence_of_a_step_is_refused(rosa, ana, missing):
    with pytest.raises(ValidationError) as refused:
        person_status_set(rosa, "absconded", reason=REASON, by=ana, **{**EVIDENCE, missing: "yes"})

    assert "SORNA-ENF-3" in str(refused.value.message_dict[missing])
    assert not PersonStatus.objects.exists()


def test_absconded_with_its_steps_is_kept_and_can_be_taken_back(rosa, ana):
    first = person_status_set(rosa, "absconded", reason=REASON, by=ana, **EVIDENCE)
    person_status_set(rosa, "registered", reason="She came to the counter on 24 November.", by=ana, expected=first.pk)

    rows = PersonStatus.objects.all()
    assert [(row.status, row.superseded_at is None) for row in rows] == [("registered", True), ("absconded", False)]


@pytest.mark.parametrize("reason", ["", "   ", "gone", " " * 40])
def test_no_status_without_reasons(rosa, ana, reason):
    with pytest.raises(ValidationError):
        person_status_set(rosa, "unverified", reason=reason, by=ana)


def test_whoever_looked_at_an_older_status_does_not_overwrite_a_newer(rosa, ana):
    person_status_set(rosa, "unverified", reason=REASON, by=ana)

    with pytest.raises(StatusConflict) as conflict:
        person_status_set(rosa, "registered", reason="She wrote a letter to the office.", by=ana, expected=None)
    assert conflict.value.now.status == "unverified"


def test_only_those_who_may_change_the_record_of_their_own_agency(rosa, olga, ben):
    with pytest.raises(PermissionDenied):
        person_status_set(rosa, "unverified", reason=REASON, by=olga)
    with pytest.raises(Person.DoesNotExist):
        person_status_set(rosa, "unverified", reason=REASON, by=ben)


@pytest.mark.parametrize("bad", [{"reason": "short"}, {"status": "absconded"}, {"set_by": None}])
def test_the_database_itself_refuses_a_status_without_person_reason_or_evidence(rosa, ana, bad):
    row = {"person": rosa, "agency": rosa.agency, "status": "unverified", "reason": REASON, "set_by": ana}

    with pytest.raises(IntegrityError), transaction.atomic():
        PersonStatus.objects.create(**{**row, **bad}, set_at=timezone.now())


def test_no_code_sets_a_status_but_the_service_that_takes_a_person():
    """Guardrail G2 by static scan: one place makes the rows, and its `by` has no default."""
    import pathlib

    import tipstaff

    package = pathlib.Path(tipstaff.__file__).parent
    makers = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "PersonStatus.objects.create" in path.read_text()
        or "PersonStatus(" in path.read_text().replace("class PersonStatus(", "")
    ]
    assert makers == ["compliance/services/status.py"]
    assert inspect.signature(person_status_set).parameters["by"].default is inspect.Parameter.empty


def test_the_form_sends_back_what_lacks_and_then_sets_the_status(client, rosa, ana):
    client.force_login(ana)
    address = reverse("person-status", args=[rosa.pk])

    page = client.post(address, {"status": "absconded", "reason": REASON}).content.decode()
    assert "Needed before anybody is called an absconder" in page

    answer = client.post(address, {"status": "absconded", "reason": REASON, "expected": "", **EVIDENCE})
    assert answer.url == reverse("person", args=[rosa.pk])
    page = client.get(answer.url).content.decode()
    assert "Absconded" in page
    assert "door locked" in page
