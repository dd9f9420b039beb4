"""Every component, looked at and walked through by keyboard at desktop and phone width."""

import pytest
from playwright.sync_api import Page

WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}


@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_is_accessible_and_fits(
    page: Page, width, assert_accessible, assert_fits, assert_quiet, screenshot
):
    page.set_viewport_size(WIDTHS[width])
    page.goto("/style-guide/")
    screenshot(page, f"style-guide-{width}")
    assert_accessible(page)
    assert_fits(page)
    assert_quiet()
