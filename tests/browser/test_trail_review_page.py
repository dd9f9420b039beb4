"""The list of unusual use, as an auditor meets it."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from tipstaff.audit import services as audit

WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}


@pytest.mark.parametrize("width", WIDTHS)
def test_unusual_use_is_readable(
    page: Page, registrar, width, assert_accessible, assert_fits, assert_quiet, screenshot
):
    registrar.role = "auditor"
    registrar.save()
    for _ in range(10):
        with transaction.atomic():
            audit.record("accounts.permission.refused", by=registrar, outcome="refused")
    page.set_viewport_size(WIDTHS[width])
    page.goto("/trail/")
    page.get_by_role("link", name="Unusual use").click()
    expect(page.get_by_role("heading", name="Unusual use")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("refused 10 times")
    screenshot(page, f"trail-review-{width}")
    assert_accessible(page)
    assert_fits(page)
    assert_quiet()
