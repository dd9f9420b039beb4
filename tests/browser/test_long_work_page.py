"""Long work as the one who asked for it follows it: the bar moves by itself, and the end is said without a reload."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django_tasks import task
from playwright.sync_api import Page, expect

from tipstaff.jobs import services
from tipstaff.jobs.models import Job

WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}


@task(title="Import of registry-march.zip")
def some_work() -> None:
    """Never run here: the tests set the rows as a worker would."""


@pytest.fixture
def works(registrar) -> Iterator[SimpleNamespace]:
    """One job in each state."""
    rows = {state: services.enqueue(some_work, by=registrar) for state in ("waiting", "running", "done", "failed")}

    def become(job: Job, **changes: object) -> None:
        Job.objects.filter(pk=job.pk).update(**changes)

    ended = {"due_at": None, "lease_token": "", "finished_at": rows["done"].enqueued_at}
    running = {"status": "running", "lease_token": "x", "attempts": 1, "started_at": rows["done"].enqueued_at}
    become(rows["running"], **running, done=41_200, total=100_000, message="Checking rows")
    become(rows["done"], status="done", result={"message": "100,000 rows: 99,981 accepted", "url": "/"}, **ended)
    become(rows["failed"], status="failed", problem="It was tried 5 times and did not come to its end.", **ended)
    return SimpleNamespace(**rows, become=become, ended=ended)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", ["waiting", "running", "done", "failed"])
def test_each_state_of_long_work_is_accessible_and_fits(
    page: Page, works, width, state, assert_accessible, assert_fits, assert_quiet, screenshot
):
    page.set_viewport_size(WIDTHS[width])
    page.goto(f"/jobs/{getattr(works, state).pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Import of registry-march.zip")
    screenshot(page, f"long-work-{state}-{width}")
    assert_accessible(page)
    assert_fits(page)
    assert_quiet()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_of_long_work_is_accessible_and_fits(
    page: Page, works, width, assert_accessible, assert_fits, assert_quiet, screenshot
):
    page.set_viewport_size(WIDTHS[width])
    page.goto("/jobs/")
    screenshot(page, f"long-work-list-{width}")
    assert_accessible(page)
    assert_fits(page)
    assert_quiet()


def test_an_empty_list_says_what_will_appear_there(page: Page, assert_accessible, screenshot):
    page.goto("/jobs/")
    expect(page.get_by_text("No jobs yet")).to_be_visible()
    screenshot(page, "long-work-empty")
    assert_accessible(page)


def test_the_bar_moves_and_the_end_is_said_without_a_reload(page: Page, works, assert_quiet):
    # given the page of a job that runs
    page.goto(f"/jobs/{works.running.pk}/")
    expect(page.get_by_text("41,200 of 100,000 (41%)")).to_be_visible()
    # when the worker goes on: then the page shows it by itself
    works.become(works.running, done=80_000, message="Saving")
    expect(page.get_by_text("80,000 of 100,000 (80%)")).to_be_visible()
    # and when it has ended: then the end is said, there is nothing left to cancel, and nothing is asked for any more
    works.become(works.running, status="done", result={"message": "All rows accepted"}, **works.ended)
    expect(page.get_by_text("All rows accepted")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel this work")).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2_500)  # longer than the page would take to ask again
    assert asked == []
    assert_quiet()


def test_long_work_is_cancelled_by_keyboard(page: Page, works, assert_accessible):
    page.goto(f"/jobs/{works.waiting.pk}/")
    button = page.get_by_role("button", name="Cancel this work")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It was cancelled before it began. Nothing was done.")).to_be_visible()
    assert_accessible(page)
