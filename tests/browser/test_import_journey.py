"""A registrar brings in her roster: she sees what is wrong before anything is saved, commits, and finds the people."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tipstaff.accounts.models import User
from tipstaff.registry.models import Person
from tipstaff.registry.services import fact_record, imports, person_add

WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}
HEADINGS = (
    "person_id,family_name,given_name,date_of_birth,sex,jurisdiction,"
    "tier,registered_on,last_verified_on,residence_address"
)


def roster(*changes: dict[str, str], people: int = 12) -> str:
    """A roster of invented people, some lines changed."""
    lines = [HEADINGS]
    for number in range(people):
        cells = {
            "person_id": f"RM-{number + 1:06d}", "family_name": f"Sample-{'ABCDEFGHIJKL'[number % 12]}",
            "given_name": "José", "date_of_birth": "1980-05-17", "sex": "M", "jurisdiction": "RM", "tier": "II",
            "registered_on": "2019-04-12", "last_verified_on": "2026-06-30",
            "residence_address": f'"{number + 1} Juniper Road, Shiprock NM 87420"',
        }  # fmt: skip
        if number < len(changes):
            cells |= changes[number]
        lines.append(",".join(cells.values()))
    return "\n".join([*lines, ""])


@pytest.fixture
def kept_files(tmp_path: Path, settings) -> None:
    """What is sent stays in the test's own folder. The server of `live` has overridden the other storages."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


@pytest.fixture
def look(assert_accessible, assert_fits, assert_quiet, screenshot):
    """The page as it stands, at both widths."""

    def look(page: Page, name: str) -> None:
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)
            screenshot(page, f"{name}-{width}")
            assert_accessible(page)
            assert_fits(page)
        page.set_viewport_size(WIDTHS["desktop"])
        assert_quiet()

    return look


def test_a_roster_is_sent_looked_at_committed_and_found(page: Page, live: str, kept_files, tmp_path: Path, look):
    file = tmp_path / "november.csv"
    file.write_text(roster({}, {"tier": "IV"}, {"date_of_birth": "2023-05-17"}, {"registered_on": "4/12/2019"}))
    page.goto("/registry/import/")
    look(page, "imports-empty")
    page.get_by_role("link", name="Import a file").first.click()
    look(page, "import-new")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Send and check").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("november.csv")
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    expect(page.get_by_role("row", name="november.csv, line 3")).to_contain_text("IV")
    look(page, "import-preview")
    assert not Person.objects.exists()

    page.get_by_role("button", name="Commit").click()
    expect(page.get_by_role("heading", name="In the record")).to_be_visible()
    assert Person.objects.count() == 9

    page.goto("/registry/people/")
    look(page, "people")
    page.get_by_label("Name or registry number").fill("JOSE sample a")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Sample-A, José")).to_be_visible()
    page.goto("/registry/import/")
    look(page, "imports")


def test_a_second_file_shows_what_it_would_change_and_can_be_withdrawn(
    page: Page, live: str, kept_files, registrar: User, tmp_path: Path, look
):
    first = imports.import_receive(
        registrar.agency, [roster().encode()], file_name="october.csv", options={}, by=registrar
    )
    imports.commit(imports.import_check(first), by=registrar)
    file = tmp_path / "november.csv"
    file.write_text(roster({"tier": "III"}, {"residence_address": '"9 Sage Street, Shiprock NM 87420"'}))
    page.goto("/registry/import/new/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Send and check").click()
    expect(page.get_by_role("row", name="tier")).to_contain_text("III")
    look(page, "import-corrections")
    page.get_by_role("link", name="Withdraw").click()
    look(page, "import-withdraw")
    page.get_by_role("button", name="Withdraw the import").click()
    expect(page.get_by_text("Nothing of it is in the record").first).to_be_visible()
    look(page, "import-withdrawn")


def test_a_file_that_cannot_be_read_and_one_with_other_headings(
    page: Page, live: str, kept_files, tmp_path: Path, look
):
    broken = tmp_path / "broken.csv"
    broken.write_text(roster().replace("José", '"José', 1))
    page.goto("/registry/import/new/")
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_role("button", name="Send and check").click()
    expect(page.get_by_text("The file cannot be read")).to_be_visible()
    look(page, "import-refused")

    foreign = tmp_path / "offenders list.csv"
    foreign.write_text(
        "Reg No,Last Name,First Name,DOB,Level,Notes\nRM-1,Sample,Ann,5/17/1980,2,moved\nRM-2,Sample,Bo,12/31/1981,3,\n"
    )
    page.goto("/registry/import/new/")
    page.locator("input[type=file]").set_input_files(foreign)
    page.get_by_label("How dates are written").select_option("mdy")
    page.get_by_role("button", name="Send and check").click()
    expect(page.get_by_text("The headings are not those of the registry layout")).to_be_visible()
    look(page, "import-mapping")
    page.get_by_label("Jurisdiction, where it is the same in every row").fill("RM")
    page.get_by_role("button", name="Read the file like this").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()


def test_a_fact_is_corrected_and_a_conflict_shows_both_texts(
    page: Page, live: str, registrar: User, heard: list[str], look
):
    core = {"person_id": "RM-1", "family_name": "Begaye-Sample", "given_name": "Rosa", "jurisdiction": "RM",
            "date_of_birth": "1984-02-29", "tier": "II", "registered_on": "2019-04-12"}  # fmt: skip
    rosa = person_add(registrar.agency, core, by=registrar)
    home = fact_record(
        rosa, "addresses", {"kind": "residence", "street": "12 Juniper Road", "from_on": "2024-05-01"}, by=registrar
    )
    page.goto(f"/registry/people/{rosa.pk}/addresses/{home.pk}/correct/")
    look(page, "fact-correct")
    page.get_by_label("Street").fill("21 Juniper Road")
    fact_record(
        rosa, "addresses", {"kind": "residence", "street": "1 First Street", "from_on": "2024-05-01"}, by=registrar
    )
    page.get_by_role("button", name="Correct").click()
    expect(page.get_by_text("Somebody else changed this person")).to_be_visible()
    expect(page.get_by_role("row", name="Street")).to_contain_text("1 First Street")
    assert any("409" in said for said in heard)  # the browser reports the status of a conflict
    heard.clear()
    look(page, "fact-conflict")


def test_the_other_pages_of_the_record(page: Page, live: str, kept_files, registrar: User, look):
    core = {"person_id": "RM-1", "family_name": "Begaye-Sample", "given_name": "Rosa", "jurisdiction": "RM"}
    rosa = person_add(registrar.agency, core, by=registrar)
    name = rosa.name_set.get()
    for path, shown in {
        "people/new/": "person-new",
        f"people/{rosa.pk}/convictions/add/": "fact-add",
        f"people/{rosa.pk}/names/{name.pk}/withdraw/": "fact-withdraw",
        f"people/{rosa.pk}/verification/": "verification-new",
        "export/": "export-new",
    }.items():
        page.goto(f"/registry/{path}")
        look(page, shown)
    page.get_by_role("button", name="Write the file").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.startswith("registry-red-mesa-")
