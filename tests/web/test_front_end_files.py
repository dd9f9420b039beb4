"""Front-end packages are named by version and hash, without the address of any registry; only what is used is kept."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "tipstaff/web/static/vendor"


@pytest.fixture
def vendor() -> Path:
    assert (VENDOR / ".made-from").exists(), "the front-end files are missing: script/assets fetches them"
    return VENDOR


def test_the_lock_names_versions_and_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    outside = {name: package for name, package in packages.items() if name}
    assert {"node_modules/@uswds/uswds", "node_modules/htmx.org"} <= set(outside)
    for name, package in outside.items():
        assert package["integrity"].startswith("sha512-") and "resolved" not in package, name


def test_what_is_asked_for_is_exact():
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())


def test_every_file_that_the_style_sheet_names_is_there_and_no_source_map(vendor):
    css = vendor / "uswds/css/uswds.min.css"
    named = set(re.findall(r"url\((\.\./[^)#?]+)", css.read_text()))
    assert named and all((css.parent / name).is_file() for name in named)
    assert not list(vendor.rglob("*.map"))
    assert (vendor / "uswds/LICENSE.md").is_file() and (vendor / "htmx/LICENSE").is_file()


def test_nothing_is_fetched_again_while_the_lock_is_the_same(vendor):
    answer = subprocess.run(
        [ROOT / "script/assets"], capture_output=True, text=True, timeout=5, env={"PATH": "/usr/bin:/bin"}
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
