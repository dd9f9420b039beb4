"""The pages on which an agency follows its long work, and stops it."""

from datetime import UTC, datetime

import job_samples
import pytest
from django.test import Client
from django.urls import reverse

from tipstaff.accounts.models import Agency, User
from tipstaff.jobs import access, services
from tipstaff.jobs.models import Job
from tipstaff.jobs.worker import run_waiting

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tipstaff.config.urls")]


@pytest.fixture(autouse=True)
def plain_static_files(settings: object) -> None:
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def person(name: str, agency: Agency | None, role: str = User.Role.REGISTRAR) -> User:
    return User.objects.create(username=name, agency=agency, role=role)


@pytest.fixture
def ana() -> User:
    return person("ana", Agency.objects.create(slug="tribe", name="Blue Mesa Tribal Registry"))


@pytest.fixture
def eve() -> User:
    return person("eve", Agency.objects.create(slug="state", name="State Registry"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: object, **query: str) -> str:
    answer = signed_in(user).get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_without_work_says_what_will_appear_there(ana: User) -> None:
    assert "No jobs yet" in page(ana, "job-list")
    assert "Nothing is going on" in page(ana, "job-list", show="active")


def test_an_agency_sees_its_own_work_and_no_other(ana: User, eve: User) -> None:
    job = services.enqueue(job_samples.add, by=ana, args=[1, 2], title="Import of march.csv")
    assert "Import of march.csv" in page(ana, "job-list")
    assert "march.csv" not in page(eve, "job-list")
    for name in ("job-detail", "job-progress"):
        assert signed_in(eve).get(reverse(name, args=[job.pk])).status_code == 404
    assert signed_in(eve).post(reverse("job-cancel", args=[job.pk])).status_code == 404


def test_the_list_costs_the_same_number_of_queries_however_long(
    ana: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(40):
        services.enqueue(job_samples.add, by=ana, args=[1, 2])
    client = signed_in(ana)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get(reverse("job-list"))


def test_a_page_asks_for_progress_while_the_job_is_active_and_no_longer(ana: User) -> None:
    job = services.enqueue(job_samples.add, by=ana, args=[1, 2])
    assert 'hx-trigger="every 2s"' in page(ana, "job-detail", job.pk)
    run_waiting()
    assert "hx-trigger" not in page(ana, "job-detail", job.pk)
    last = signed_in(ana).get(reverse("job-progress", args=[job.pk]))
    assert last.status_code == 286
    assert "Done" in last.content.decode()


def test_a_running_job_shows_its_bar_and_words(ana: User) -> None:
    job = services.enqueue(job_samples.add, by=ana, args=[1, 2])
    Job.objects.filter(pk=job.pk).update(status="running", lease_token="x", done=30, total=120, message="Row 30")
    shown = page(ana, "job-progress", job.pk)
    assert "Row 30" in shown
    assert "30 of 120 (25%)" in shown


def test_a_failed_job_says_so_in_plain_words_with_a_number_for_support(ana: User) -> None:
    job = services.enqueue(job_samples.fail, by=ana, now=NOON)
    Job.objects.filter(pk=job.pk).update(max_attempts=1)
    run_waiting()
    shown = page(ana, "job-detail", job.pk)
    assert "It was tried once and did not come to its end." in shown
    assert f"<strong>{job.pk}</strong>" in shown
    assert "RuntimeError" not in shown
    assert "the disk is full" not in shown


def test_a_job_that_failed_once_says_when_it_is_tried_again(ana: User) -> None:
    job = services.enqueue(job_samples.fail, by=ana)
    run_waiting()
    assert "It is tried again at" in page(ana, "job-detail", job.pk)


@pytest.mark.parametrize(("url", "shown"), [("/registry/exports/7", True), ("https://example.org", False)])
def test_a_result_links_only_into_this_site(ana: User, url: str, shown: bool) -> None:
    job = services.enqueue(job_samples.add, by=ana, args=[1, 2])
    run_waiting()
    Job.objects.filter(pk=job.pk).update(result={"message": "3,000 people", "url": url})
    text = page(ana, "job-detail", job.pk)
    assert "3,000 people" in text
    assert (f'href="{url}"' in text) is shown


@pytest.mark.parametrize("address", ["//example.org", "/\\example.org", "javascript:alert(1)", ""])
def test_addresses_that_lead_elsewhere_are_no_results(address: str) -> None:
    assert Job(result={"url": address}).result_url == ""


def test_cancel_is_a_post_of_those_who_may_and_shows_what_became_of_it(ana: User) -> None:
    job = services.enqueue(job_samples.add, by=ana, args=[1, 2])
    officer = person("olga", ana.agency, User.Role.OFFICER)
    url = reverse("job-cancel", args=[job.pk])
    assert signed_in(ana).get(url).status_code == 405
    assert signed_in(officer).post(url).status_code == 403
    answer = signed_in(ana).post(url, follow=True)
    assert "It was cancelled before it began. Nothing was done." in answer.content.decode()
    job.refresh_from_db()
    assert (job.status, job.cancel_asked_by_id) == (Job.Status.CANCELLED, ana.pk)


def test_a_cancel_needs_the_token_of_the_form(ana: User) -> None:
    job = services.enqueue(job_samples.add, by=ana, args=[1, 2])
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert client.post(reverse("job-cancel", args=[job.pk])).status_code == 403


def test_without_a_guard_everybody_is_refused(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "guard", access._refuse_everybody)
    assert signed_in(ana).get(reverse("job-list")).status_code == 403
