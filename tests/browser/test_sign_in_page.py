"""Signing in as a person does it: by keyboard, with the notice, and with a mistake first."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from tipstaff.audit import services as audit

SECRET = "a sentence only this test would write"
WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_way_in_is_accessible_and_fits(
    visitor: Page, width, assert_accessible, assert_fits, assert_quiet, screenshot
):
    visitor.set_viewport_size(WIDTHS[width])
    visitor.goto("/")
    expect(visitor.get_by_role("heading", name="Before you sign in")).to_be_visible()
    screenshot(visitor, f"sign-in-{width}")
    assert_accessible(visitor)
    assert_fits(visitor)
    assert_quiet()


def test_a_mistake_is_named_and_then_the_right_words_let_in(visitor: Page, registrar, assert_accessible, screenshot):
    visitor.goto("/password/")
    visitor.get_by_label("Name").fill("ana")
    visitor.get_by_label("Password").fill("not this one")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("alert")).to_contain_text("the name or the password is wrong")
    screenshot(visitor, "sign-in-refused")
    assert_accessible(visitor)
    visitor.get_by_label("Password").fill(SECRET)
    visitor.get_by_role("button", name="sign in").click()
    expect(visitor.get_by_role("heading", name="Change password")).to_be_visible()
    screenshot(visitor, "password")
    assert_accessible(visitor)


def test_signing_out_leads_back_to_the_way_in(page: Page, registrar):
    page.goto("/password/")
    page.locator(".ts-menu--user summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.goto("/password/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_that_is_not_there_is_a_page_one_can_read(
    visitor: Page, width, assert_accessible, assert_fits, screenshot
):
    visitor.set_viewport_size(WIDTHS[width])
    visitor.goto("/nowhere/")
    screenshot(visitor, f"not-found-{width}")
    assert_accessible(visitor)
    assert_fits(visitor)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_trail_is_readable(page: Page, registrar, width, assert_accessible, assert_fits, assert_quiet, screenshot):
    registrar.role = "supervisor"
    registrar.save()
    for action, outcome in (("registry.person.viewed", "done"), ("accounts.permission.refused", "refused")):
        with transaction.atomic():
            audit.record(action, registrar, by=registrar, outcome=outcome, source_address="203.0.113.7")
    page.set_viewport_size(WIDTHS[width])
    page.goto("/trail/")
    screenshot(page, f"trail-{width}")
    assert_accessible(page)
    assert_fits(page)
    assert_quiet()
