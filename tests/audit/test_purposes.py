"""A sensitive look asks for its purpose once, then remembers it for that work."""

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from tipstaff.accounts import services
from tipstaff.accounts.permissions import permission_required
from tipstaff.accounts.purpose import purpose_required
from tipstaff.audit.models import Event
from tipstaff.config import urls as product


@permission_required("registry.view")
@purpose_required("documents")
def documents(request, pk: int, *, purpose: str):
    return HttpResponse(f"documents of {pk} for {purpose}")


urlpatterns = [*product.urlpatterns, path("people/<int:pk>/documents/", documents)]
ADDRESS = "/people/7/documents/?page=2"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def ana(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    agency = services.agency_create(name="Red Mesa", slug="red-mesa", kind="TRIBAL_REGISTRY")
    return services.user_create(
        username="ana", password="a sentence only this test would write", agency=agency, role="registrar"
    )


@pytest.fixture
def client(ana) -> Client:
    client = Client()
    client.force_login(ana)
    return client


def answer(client: Client, address: str = ADDRESS, **said):
    return client.post(address, {"purpose-answer": "documents", **said})


def test_the_purpose_is_asked_once_and_leads_back(client, ana):
    assert "What is it for?" in client.get(ADDRESS).content.decode()
    back = answer(client, purpose="investigation", words="26-0113")
    assert (back.status_code, back["Location"]) == (302, ADDRESS)
    for _ in range(2):
        assert client.get(ADDRESS).content.decode() == "documents of 7 for Investigation: 26-0113"
    event = Event.objects.get(action="accounts.purpose.given")
    assert (event.actor_id, event.purpose, event.detail["about"]) == (ana.pk, "Investigation: 26-0113", "7")


def test_another_person_is_another_purpose(client):
    answer(client, purpose="counter")
    assert "What is it for?" in client.get("/people/8/documents/").content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "This field is required"),
        ({"purpose": "curiosity"}, "not one of the available choices"),
        ({"purpose": "other"}, "Say what it is for."),
        ({"purpose": "investigation", "words": "  "}, "Give the case number."),
    ],
)
def test_no_purpose_or_half_of_one_opens_nothing_and_says_what_is_missing(client, said, told):
    page = answer(client, **said)
    assert page.status_code == 200 and told in page.content.decode()
    assert "What is it for?" in client.get(ADDRESS).content.decode()
    assert not Event.objects.filter(action="accounts.purpose.given").exists()


def test_after_eight_hours_it_is_asked_again(client):
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False) as clock:
        answer(client, purpose="counter")
        clock.shift(8 * 3600 - 1)
        assert "for Appearance" in client.get(ADDRESS).content.decode()
        clock.shift(1)
        assert "What is it for?" in client.get(ADDRESS).content.decode()


def test_it_ends_with_the_session(client, ana):
    answer(client, purpose="counter")
    client.logout()
    client.force_login(ana)
    assert "What is it for?" in client.get(ADDRESS).content.decode()


def test_who_may_not_see_the_record_is_not_asked(client, ana):
    ana.role = "auditor"
    ana.save()
    assert client.get(ADDRESS).status_code == 403
    assert answer(client, purpose="counter").status_code == 403
