"""A real Chromium against a real server with collected static files: what a person at the counter sees and can reach.

Fixtures for pages of any room: `live` (address), `page` (signed in as `registrar`), `visitor` (nobody signed in),
`assert_accessible`, `assert_quiet` (no script, policy or network error), `assert_fits` (no sideways scroll), and
`screenshot`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tipstaff.accounts import services
from tipstaff.accounts.models import Agency, User

# Playwright's synchronous interface runs an event loop in this thread; Django would refuse the ORM beside one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "tipstaff/web/static/vendor"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
SECRET = "a sentence only this test would write"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _missing(what: str) -> None:
    """Without Chromium the rest of the tests is still worth running, except in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not program:
        _missing("Chromium is missing (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def static_settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Settings under which the real storage serves what collectstatic made."""
    if not (VENDOR / ".made-from").exists():
        _missing("the front-end files are missing (script/assets fetches them)")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "tipstaff.web.storage.StaticFiles"}}
    made = {"STATIC_ROOT": tmp_path_factory.mktemp("static"), "STORAGES": storages}
    with override_settings(**made):
        call_command("collectstatic", interactive=False, verbosity=0)
    return made


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """SQLite on disk, so that test and server each have connections of their own, as web and worker have in use.

    pytest keeps SQLite in memory, on one connection, on which two requests at once would share a transaction.
    """
    connection = connections["default"]
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    connection.ensure_connection()
    in_memory, name, on_disk = connection.connection, connection.settings_dict["NAME"], str(tmp_path / "live.sqlite3")
    in_memory.execute("VACUUM INTO ?", (on_disk,))
    connection.settings_dict["NAME"], connection.connection = on_disk, None
    connection.connect()
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = name, in_memory


@pytest.fixture
def live(shared_database: None, static_settings: dict[str, Any]) -> Iterator[str]:
    """The address of a running server on this test's database."""
    with override_settings(**static_settings):
        # WhiteNoise serves the static files, as it does for users, and not a handler of the test server.
        server = LiveServerThread("127.0.0.1", lambda handler: handler.application)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


@pytest.fixture
def agency(shared_database: None) -> Agency:
    return services.agency_create(
        name="Red Mesa Nation Registry",
        slug="red-mesa",
        kind=Agency.Kind.TRIBAL_REGISTRY,
        jurisdiction="RM",
        timezone_name="America/Phoenix",
    )


@pytest.fixture
def registrar(agency: Agency) -> User:
    """Ana, registrar of an invented nation; her password is `SECRET`."""
    return services.user_create(
        username="ana", password=SECRET, agency=agency, role="registrar", first_name="Ana", last_name="Begay"
    )


@pytest.fixture
def context(chromium: Browser, live: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=live, viewport=DESKTOP, locale="en-US", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def heard() -> list[str]:
    """What the browser complained of: errors of scripts, of the content policy and of the network."""
    return []


def _listening(page: Page, heard: list[str]) -> Page:
    page.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(f"failed: {request.url}") if _is_news(request) else None)
    return page


def _is_news(request: Request) -> bool:
    """A request that the browser itself gave up because the page moved on is no failure."""
    return request.failure != "net::ERR_ABORTED"


@pytest.fixture
def visitor(context: BrowserContext, heard: list[str]) -> Page:
    """A page of somebody who has not signed in."""
    return _listening(context.new_page(), heard)


@pytest.fixture
def page(context: BrowserContext, live: str, registrar: User, heard: list[str]) -> Page:
    """A page of the registrar, signed in."""
    client = Client()
    client.force_login(registrar)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live}])
    return _listening(context.new_page(), heard)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """No finding of axe on the page as it stands (WCAG 2.2 A and AA, and axe's good practice)."""

    def check(page: Page) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def assert_quiet(heard: list[str]) -> Callable[[], None]:
    """Nothing in the browser's console: so no inline script or style either, which the policy would report."""

    def check() -> None:
        assert heard == []

    return check


@pytest.fixture
def assert_fits() -> Callable[[Page], None]:
    """The page does not scroll sideways; names the widest offender."""

    def check(page: Page) -> None:
        over = page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return null;
              const all = [...document.querySelectorAll("body *")];
              const wide = all.filter((e) => e.getBoundingClientRect().right > room + 1);
              return wide.map((e) => e.outerHTML.slice(0, 120)).slice(-3).join("\\n") || "page";
            }"""
        )
        assert over is None, over

    return check


@pytest.fixture
def screenshot() -> Callable[..., Path]:
    """Keeps a picture of the page under var/screenshots, or TIPSTAFF_SCREENSHOTS."""
    folder = Path(os.environ.get("TIPSTAFF_SCREENSHOTS") or ROOT / "var/screenshots")

    def take(page: Page, name: str, *, full: bool = True) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=full)
        return folder / f"{name}.png"

    return take
