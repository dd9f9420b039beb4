"""The trail page: own agency, newest first, narrowed, and recorded itself."""

import pytest
from django.db import transaction

from tipstaff.accounts import services
from tipstaff.audit import services as audit
from tipstaff.audit.models import Event


@pytest.fixture
def people(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = {}
    for name in ("red-mesa", "arizona"):
        agency = services.agency_create(name=name.title(), slug=name, kind="STATE_REGISTRY")
        made[name] = services.user_create(
            username=f"auditor-{name}", password="a sentence only this test would write", agency=agency, role="auditor"
        )
    return made


def act(action: str, by, **more) -> None:
    with transaction.atomic():
        audit.record(action, by=by, **more)


def test_an_auditor_reads_the_own_agency_s_acts_and_no_other(client, people):
    act("registry.person.viewed", people["red-mesa"], purpose="Counter")
    act("registry.export.made", people["arizona"])
    client.force_login(people["red-mesa"])
    html = client.get("/trail/").content.decode()
    assert "registry.person.viewed" in html and "Counter" in html
    assert "registry.export.made" not in html


def test_reading_the_trail_is_recorded(client, people):
    client.force_login(people["red-mesa"])
    client.get("/trail/")
    assert Event.objects.filter(action="audit.trail.viewed", actor_id=people["red-mesa"].pk).count() == 1


def test_filters_narrow_it_and_an_empty_answer_says_how_to_widen(client, people):
    act("registry.person.viewed", people["red-mesa"])
    act("registry.person.changed", people["red-mesa"], outcome="refused")
    client.force_login(people["red-mesa"])
    html = client.get("/trail/?outcome=refused").content.decode()
    assert "person.changed" in html and "person.viewed" not in html
    assert "No act meets these filters" in client.get("/trail/?action=nothing.like.it").content.decode()


def test_it_costs_the_same_few_queries_however_many_rows(client, people, django_assert_max_num_queries):
    for _ in range(60):
        act("registry.person.viewed", people["red-mesa"])
    client.force_login(people["red-mesa"])
    with django_assert_max_num_queries(8):
        client.get("/trail/")


def test_who_may_not_read_it_is_refused(client, people):
    people["arizona"].role = "officer"
    people["arizona"].save()
    client.force_login(people["arizona"])
    assert client.get("/trail/").status_code == 403


def test_an_act_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("registry.person.viewed", by=None)
