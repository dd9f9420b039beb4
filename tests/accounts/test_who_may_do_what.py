"""The table of permissions: default deny, own agency only, a trace of each refusal."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from tipstaff.accounts import permissions, services
from tipstaff.accounts.models import User
from tipstaff.audit.models import Event
from tipstaff.jobs import services as jobs
from tipstaff.jobs.models import Job


def ask(user, permission: str):
    request = RequestFactory().get("/somewhere/")
    request.user = user
    view = permissions.permission_required(permission)(lambda request: HttpResponse("in"))
    return view(request)


def test_a_role_opens_what_the_table_says_and_nothing_else(person, red_mesa):
    for role in User.Role:
        user = person(role.value, red_mesa, role)
        granted = permissions.ROLE_PERMISSIONS[role]
        assert {p for p in permissions.PERMISSIONS if permissions.allows(user, p)} == granted
        assert granted <= set(permissions.PERMISSIONS)


def test_an_officer_reads_and_a_registrar_changes(person, red_mesa):
    assert not permissions.allows(person("olu", red_mesa, "officer"), "registry.change")
    assert permissions.allows(person("rae", red_mesa, "registrar"), "registry.change")


def test_an_auditor_reads_the_trail_and_no_case(person, red_mesa):
    assert permissions.of(person("aud", red_mesa, "auditor")) == {"audit.view"}


def test_without_an_agency_a_role_or_being_active_nothing_is_open(person, red_mesa, ana):
    assert permissions.of(person("eve", None)) == frozenset()
    assert permissions.of(User(username="x", agency=red_mesa, role="")) == frozenset()
    assert permissions.of(AnonymousUser()) == frozenset()
    ana.is_active = False
    assert permissions.of(ana) == frozenset()


def test_a_superuser_of_the_framework_has_no_more_than_the_role(red_mesa):
    root = User.objects.create_superuser("root", password="x")
    assert permissions.of(root) == frozenset()


def test_a_refusal_is_recorded_with_who_and_what(person, red_mesa):
    officer = person("olu", red_mesa, "officer")
    with pytest.raises(PermissionDenied):
        ask(officer, "registry.import")
    event = Event.objects.get(action="accounts.permission.refused")
    assert event.actor_id == officer.pk and event.outcome == "refused"
    assert event.detail == {"permission": "registry.import", "path": "/somewhere/"}


def test_who_may_is_let_through(ana):
    assert ask(ana, "registry.import").content == b"in"
    permissions.check(ana, "registry.import")
    with pytest.raises(PermissionDenied):
        permissions.check(ana, "audit.view")


def test_a_word_that_is_not_in_the_table_stops_the_program_not_the_user():
    with pytest.raises(ImproperlyConfigured):
        permissions.permission_required("registry.veiw")


def test_a_person_sees_the_rows_of_the_own_agency_only(ana, ben, person):
    from tipstaff.accounts.queries import AgencyOwned

    people = AgencyOwned(User)
    assert list(people.visible_to(ana)) == [ana]
    assert list(people.visible_to(ben)) == [ben]
    assert not people.visible_to(person("eve", None)).exists()
    assert not people.visible_to(AnonymousUser()).exists()
    ana.is_active = False
    assert not people.visible_to(ana).exists()


def test_making_an_agency_and_a_person_checks_the_words_and_leaves_events(red_mesa, ana):
    with pytest.raises(ValidationError):
        services.agency_create(name="Again", slug="red-mesa", kind="TRIBAL_REGISTRY")
    with pytest.raises(ValidationError):
        services.agency_create(name="Odd", slug="odd", kind="SECRET_POLICE")
    with pytest.raises(ValidationError):
        services.user_create(username="zoe", password="short", agency=red_mesa, role="officer", by=ana)
    assert not User.objects.filter(username="zoe").exists()
    made = list(Event.objects.order_by("pk").values_list("action", flat=True))
    assert made == ["accounts.agency.created", "accounts.user.created"]


def test_the_pages_of_long_work_are_guarded_by_the_same_table(client, person, red_mesa):
    client.force_login(person("olu", red_mesa, "officer"))
    assert client.get("/jobs/").status_code == 200
    client.force_login(person("aud", red_mesa, "auditor"))
    assert client.get("/jobs/").status_code == 403
    assert Event.objects.filter(action="accounts.permission.refused", detail__permission="jobs.view").exists()


def test_who_stops_long_work_leaves_a_trace(ana):
    now = timezone.now()
    job = Job.objects.create(
        task="somewhere.some_task", title="Import", agency_id=ana.agency_id, enqueued_at=now, due_at=now
    )
    with transaction.atomic():
        jobs.cancel(job, by=ana)
    event = Event.objects.get(object_type="jobs.job", object_id=str(job.pk))
    assert event.actor_id == ana.pk and event.action.startswith("jobs.job.")
