"""The officer's journey: list, person, an appearance recorded, the list changed. At two widths, and by keyboard."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tipstaff.compliance.services import evaluate_all
from tipstaff.registry.models import Person
from tipstaff.registry.services import fact_record, person_add, verification_record

WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}
CONVICTION = {
    "conviction_id": "CR-1", "convicting": "federal", "statute": "18USC2244", "victim_age": 15,
    "offense_title": "Abusive sexual contact", "conviction_date": date(2015, 3, 2),
    "sentenced_to_imprisonment": True, "release_date": date(2018, 6, 1),
}  # fmt: skip


@pytest.fixture
def rosa(agency) -> Person:
    """Overdue, under two laws, with custody and a name that turns the text around it."""
    core = {"person_id": "RM-1", "family_name": "Begaye-Sample", "given_name": "Rosa\u202e", "jurisdiction": "RM"}
    person = person_add(
        agency, {**core, "tier": "II", "registered_on": "2019-04-12", "date_of_birth": "1984-02-29"}, by=None
    )
    home = {"kind": "residence", "street": "12 Juniper Road", "city": "Shiprock", "state": "NM", "transient": False}
    fact_record(person, "addresses", {**home, "from_on": "2019-04-12"}, by=None)
    fact_record(person, "convictions", CONVICTION, by=None, source="court, judgment")
    fact_record(person, "custody", {"from_on": date(2020, 1, 5), "to_on": date(2020, 6, 5), "kind": "jail"}, by=None)
    verification_record(
        person, jurisdiction="RM", verified_on=timezone.localdate() - timedelta(days=300), mode="office",
        identity_checked=True, photograph_possible=True, all_fields_reviewed=True, by=None,
    )  # fmt: skip
    evaluate_all(agency, because="a day passed")
    return person


def test_she_finds_who_is_overdue_records_the_appearance_and_the_list_changes(page: Page, rosa, assert_quiet):
    page.goto("/")
    row = page.get_by_role("row").filter(has_text="Verification in person")
    expect(row).to_contain_text("Overdue")
    row.get_by_role("link", name="Begaye-Sample").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Begaye-Sample")
    federal = page.get_by_role("region", name="Federal law")
    expect(federal).to_contain_text("An appearance in person was due")
    federal.get_by_text("Facts and law of Verification in person").first.click()
    expect(federal).to_contain_text("34 USC 20918")

    page.get_by_role("link", name="Record a verification").click()
    for box in ("I checked who the person is", "A photograph was taken", "We went through every field"):
        page.get_by_text(box).click()
    page.get_by_text("Office", exact=True).click()
    page.get_by_role("button", name="Record the appearance").click()

    expect(page.get_by_role("region", name="Federal law")).not_to_contain_text("An appearance in person was due")
    page.get_by_role("link", name="Work list").first.click()
    expect(page.get_by_role("row").filter(has_text="Verification in person")).to_have_count(0)
    assert_quiet()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_are_accessible_and_fit(
    page: Page, rosa, width, assert_accessible, assert_fits, assert_quiet, screenshot
):
    page.set_viewport_size(WIDTHS[width])
    addresses = {
        "work-list": "/work-list/?sort=urgency",
        "work-list-filtered": "/work-list/?duty=verification&status=overdue",
        "work-list-empty": "/work-list/?q=nobody+of+that+name",
        "work-list-export": "/work-list/export/",
        "work-list-print": "/work-list/print/",
        "person": f"/people/{rosa.pk}/",
        "person-status": f"/people/{rosa.pk}/status/",
    }
    for name, address in addresses.items():
        page.goto(address)
        for fold in page.locator("main details:not([open]) > summary").all():
            if fold.is_visible():
                fold.click()
        assert_accessible(page)
        assert_fits(page)
        screenshot(page, f"{name}-{width}")
    assert_quiet()


def test_the_list_is_worked_by_keyboard_alone(page: Page, rosa):
    page.goto("/work-list/?sort=urgency")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith("Begaye-Sample"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Begaye-Sample")


def test_a_kept_view_opens_the_list(page: Page, rosa):
    page.goto("/work-list/?duty=verification")
    page.get_by_text("Views", exact=True).click()
    page.get_by_label("Name of the view").fill("Verifications")
    page.get_by_text("Open my work list in this view").click()
    page.get_by_role("button", name="Keep these filters").click()
    expect(page.get_by_role("status")).to_contain_text("Verifications")

    page.goto("/work-list/")

    expect(page).to_have_url(re.compile(r"duty=verification&view=\d+$"))
