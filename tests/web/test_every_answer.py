"""What every answer carries, what errors say, and where the first page leads."""

import logging
import re

import pytest
from django.test import Client
from django.urls import path

from tipstaff.accounts import services
from tipstaff.accounts.permissions import public
from tipstaff.config import urls as product
from tipstaff.web import errors


@public("a page of this test")
def breaks(request):
    raise RuntimeError("secret detail")


urlpatterns = [*product.urlpatterns, path("breaks/", breaks)]
handler400, handler403, handler404, handler500 = errors.bad_request, errors.forbidden, errors.not_found, errors.failed


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def ana(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    agency = services.agency_create(
        name="Red Mesa", slug="red-mesa", kind="TRIBAL_REGISTRY", timezone_name="Pacific/Guam"
    )
    return services.user_create(
        username="ana", password="a sentence only this test would write", agency=agency, role="registrar"
    )


def assert_guarded(answer) -> None:
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin", "no-referrer would have browsers send forms without an origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/sign-in/", "/", "/healthz", "/nowhere/", "/style-guide/", "/password/"])
def test_every_answer_is_guarded_and_kept_by_nobody(client, ana, address):
    assert_guarded(client.get(address))
    client.force_login(ana)
    assert_guarded(client.get(address))


@pytest.mark.parametrize("address", ["/sign-in/", "/style-guide/", "/nowhere/", "/password/"])
def test_no_page_carries_a_script_or_style_of_its_own(client, ana, address):
    client.force_login(ana)
    html = client.get(address).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\son\w+=|javascript:", html)


def test_health_says_ok_without_signing_in(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.urls(__name__)
def test_a_failure_shows_an_id_and_the_log_holds_the_error_under_it(client, db, caplog):
    with caplog.at_level(logging.ERROR, logger="tipstaff.web.errors"):
        answer = client.get("/breaks/")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "secret detail" not in html and "Traceback" not in html
    support_id = re.search(r"<code>([0-9A-F]{10})</code>", html)[1]
    record = next(r for r in caplog.records if support_id in r.getMessage())
    assert "secret detail" in caplog.text and record.exc_info
    assert_guarded(answer)


def test_a_path_cannot_write_a_line_of_its_own_into_the_log(client, db, caplog):
    with caplog.at_level(logging.INFO, logger="tipstaff.web.errors"):
        client.get("/x%0Asupport id FAKE/")
    ours = [r.getMessage() for r in caplog.records if r.name == "tipstaff.web.errors"]
    assert len(ours) == 1 and "\n" not in ours[0]


def test_a_page_that_is_not_there_says_so_in_plain_words_to_anybody(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404 and "There is no such page" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_a_way_on(db):
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})
    assert answer.status_code == 403 and "This form is no longer valid" in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused(client, db):
    answer = client.get("/sign-in/", headers={"host": "evil.example"})
    assert answer.status_code == 400 and "could not be read" in answer.content.decode()


def test_an_officer_who_may_not_import_reads_whom_to_ask(client, ana):
    ana.role = "auditor"
    ana.save()
    client.force_login(ana)
    answer = client.get("/jobs/")
    assert answer.status_code == 403 and "Your supervisor can say" in answer.content.decode()


def test_the_first_page_leads_to_the_first_room_that_a_person_may_enter(client, ana):
    client.force_login(ana)
    assert client.get("/").status_code == 302
    ana.role = "auditor"
    ana.save()
    assert client.get("/")["Location"] == "/trail/"


@pytest.mark.parametrize(("field", "value", "said"), [("agency", None, "no agency"), ("role", "", "no role")])
def test_who_has_no_agency_or_role_yet_reads_what_to_do(client, ana, field, value, said):
    setattr(ana, field, value)
    ana.save()
    client.force_login(ana)
    answer = client.get("/")
    assert answer.status_code == 200 and said in answer.content.decode()


def test_today_is_the_day_at_the_agency_s_counter(client, ana):
    import time_machine

    client.force_login(ana)
    ana.agency = None
    with time_machine.travel("2026-11-24T15:00:00Z", tick=False):
        assert client.get("/password/").context["today"].isoformat() == "2026-11-25"


def test_every_page_carries_the_lawful_use_line_and_what_this_is_not(client, ana):
    client.force_login(ana)
    for address in ("/sign-in/", "/password/", "/nowhere/"):
        html = client.get(address, follow=True).content.decode()
        assert "must not be used to unlawfully injure" in html
        assert "not affiliated with or endorsed by" in html
