"""Takes the manual's screenshots from a fresh demonstration: `script/screenshots`."""

import datetime as dt
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tipstaff import world
from tipstaff.commands.demo import ACCOUNT, PASSWORD

HERE = Path(__file__).parent
WIDTHS = {"desktop": (1280, 900), "phone": (360, 780)}
BROWSER = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def main() -> None:
    command = [sys.executable, "-u", "-m", "tipstaff", "demo", "--port", "8790"]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert demo.stdout
        address = next(word for line in demo.stdout for word in line.split() if word.startswith("http://"))
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            file = _file_with_mistakes(Path(folder))
            chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
            for name, (width, height) in WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                _take(page, address.rstrip("/"), name, file)
            browser.close()
    finally:
        demo.terminate()
        demo.wait()


def _take(page: Page, address: str, width: str, file: Path) -> None:
    page.goto(address)
    page.screenshot(path=HERE / f"sign-in-{width}.png")
    page.fill("input[name=username]", ACCOUNT)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/work-list/**")
    page.screenshot(path=HERE / f"work-list-{width}.png")
    page.click("table tbody a >> nth=0")
    page.wait_for_load_state()
    page.screenshot(path=HERE / f"person-{width}.png")
    page.goto(f"{address}/registry/import/new/")
    page.set_input_files("input[type=file]", file)
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=Nothing is saved yet")
    page.screenshot(path=HERE / f"import-preview-{width}.png", full_page=width == "desktop")


def _file_with_mistakes(folder: Path) -> Path:
    """A registry file of sixty people with a dozen mistakes."""
    published = world.publish(
        world.stream(400, seed=7, as_of=dt.date.today()), folder, "zip", jurisdictions=["RM"], errors=12
    )
    return published.files["red-mesa"]


if __name__ == "__main__":
    main()
