"""Every component, looked at and walked through by keyboard at desktop and phone width."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

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
    page.goto("/style-guide/?mistakes")
    screenshot(page, f"mistakes-{width}", full=False)
    assert_accessible(page)
    assert_fits(page)
    for fold in page.locator("main details > summary").all():
        fold.click()
    assert_accessible(page)
    assert_fits(page)
    assert_quiet()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.innerText.trim() || document.activeElement.id")


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(page: Page):
    page.goto("/style-guide/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the main content"
    tops, seen = [], set()
    for _ in range(90):
        page.keyboard.press("Tab")
        box = page.evaluate(
            """() => {
              const e = document.activeElement, box = e.getBoundingClientRect();
              const outline = getComputedStyle(e).outlineStyle;
              return [e.tagName, Math.round(box.top + scrollY), box.width > 0 && box.height > 0, outline];
            }"""
        )
        if box[0] == "BODY":
            break
        assert box[2], f"{focused(page)} has the focus but is not to be seen"
        assert box[3] != "none" or box[0] in ("INPUT", "MAIN"), f"{focused(page)} does not show the focus"
        tops.append(box[1])
        seen.add(focused(page))
    assert {"Tipstaff", "Main action", "Record", "Which facts made it so"} <= seen
    backward = [(a, b) for a, b in pairwise(tops) if b < a - 80]
    assert backward == [], "the focus jumps back up the page"


def test_the_skip_link_leads_past_the_menu(page: Page):
    page.goto("/style-guide/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "Start"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_menu_opens_and_closes_by_keyboard_and_gives_the_focus_back(page: Page, width, assert_accessible):
    page.set_viewport_size(WIDTHS[width])
    page.goto("/style-guide/")
    summary = page.locator(".ts-menu--user summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(summary).to_be_focused()


def test_on_a_phone_the_rooms_are_behind_one_button(page: Page, assert_fits, screenshot):
    page.set_viewport_size(WIDTHS["phone"])
    page.goto("/style-guide/")
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Jobs")).to_be_visible()
    screenshot(page, "menu-phone", full=False)
    assert_fits(page)


def test_after_a_mistake_the_focus_is_on_the_summary_and_its_links_lead_to_the_fields(page: Page):
    page.goto("/style-guide/?mistakes")
    expect(page.get_by_role("alert").filter(has_text="things need correcting")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Seen on").click()
    expect(page.get_by_label("Seen on")).to_be_focused()


def test_at_four_hundred_percent_zoom_nothing_is_lost_sideways(page: Page, assert_fits):
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto("/style-guide/")
    assert_fits(page)


def test_the_page_works_with_scripts_off(chromium, live):
    context = chromium.new_context(base_url=live, java_script_enabled=False)
    page = context.new_page()
    page.goto("/style-guide/")
    page.get_by_text("Filters").click()
    page.get_by_role("button", name="Apply").click()
    assert "status=" in page.url
    context.close()


def test_print_leaves_out_the_furniture_and_keeps_the_lawful_use_line(page: Page, screenshot):
    page.goto("/style-guide/")
    page.emulate_media(media="print")
    screenshot(page, "style-guide-print")
    expect(page.locator(".ts-nav")).to_be_hidden()
    expect(page.get_by_role("button", name="Apply")).to_be_hidden()
    expect(page.locator(".ts-footer")).to_contain_text("must not be used to unlawfully injure")
    expect(page.locator(".ts-status").first).to_have_text("Overdue")
