"""`tipstaff sorna` on real files: what it prints, writes, refuses, and says of rows that cannot be read."""

import csv
import json
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest

DATA = Path(__file__).parents[1] / "data"
DAY = ("--as-of", "2026-11-24")


@pytest.mark.parametrize("name", ["sorna-vectors.csv", "sorna-vectors-more.csv"])
def test_vectors_of_the_project_all_pass(tipstaff, name):
    status, out, err = tipstaff("sorna", "vectors", DATA / name)

    rows = sum(1 for _ in csv.DictReader((DATA / name).open(encoding="utf-8")))
    assert (status, out, err) == (0, f"{rows} passed, 0 failed\n", "")


def test_a_vector_that_differs_is_shown_with_what_was_expected_and_got(tipstaff, folder):
    path = folder / "own cases.csv"
    path.write_text(
        "id,kind,input_json,expected_json,rule_ids,explanation\n"
        'A,jurisdiction,"{""op"":""venue"",""circuit"":""7""}","{""departure"":""supported""}",SORNA-FTR-9,wrong\n'
        'B,jurisdiction,"{""op"":""venue"",""circuit"":""7""}","{""departure"":""rejected""}",SORNA-FTR-9,right\n'
        "C,tier,not json,{},SORNA-TIER-1,broken\n",
        encoding="utf-8",
    )

    status, out, _ = tipstaff("sorna", "vectors", path)

    assert status == 1
    assert 'A  jurisdiction  SORNA-FTR-9\n    departure: expected "supported", got "rejected"\n' in out
    assert "C  tier  SORNA-TIER-1\n    cannot be judged: input_json: not JSON" in out
    assert out.splitlines()[-1] == "1 passed, 2 failed"


@pytest.mark.parametrize("content", [None, "id,kind\n1,tier\n"])
def test_a_vector_file_that_cannot_be_run_is_one_line_and_status_2(tipstaff, folder, content):
    path = folder / "cases.csv"
    if content:
        path.write_text(content)

    status, out, err = tipstaff("sorna", "vectors", path)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert str(path) in err


def test_a_roster_is_judged_and_the_most_urgent_stand_first_with_reasons(tipstaff, roster):
    status, out, err = tipstaff("sorna", "evaluate", roster(), *DAY)

    assert (status, err) == (0, "")
    assert out.startswith("As of 2026-11-24: 4 people, ")
    assert out.splitlines()[0].endswith("tracks federal, AZ, RM")
    first = out.split("\n\n")[2]
    assert first.startswith("RM-1  verification, ")
    assert "overdue" in first
    assert "34 USC 20918" in first


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_folder_and_a_zip_are_judged_like_the_file(tipstaff, roster, folder, form):
    path = roster()
    _, alone, _ = tipstaff("sorna", "evaluate", path, *DAY)
    target = folder
    if form == "zip":
        target = folder.parent / "sent by mail.zip"
        with zipfile.ZipFile(target, "w") as archive:
            archive.write(path, "roster.csv")

    assert tipstaff("sorna", "evaluate", target, *DAY)[1] == alone


def test_every_row_goes_to_csv_json_and_parquet_alike(tipstaff, roster, folder):
    path, targets = roster(), {ending: folder / f"the findings{ending}" for ending in (".csv", ".json", ".parquet")}
    for target in targets.values():
        assert tipstaff("sorna", "evaluate", path, *DAY, "--out", target)[0] == 0

    table = pl.read_parquet(targets[".parquet"])
    as_json = json.loads(targets[".json"].read_text(encoding="utf-8"))
    with targets[".csv"].open(encoding="utf-8", newline="") as stream:
        as_csv = list(csv.DictReader(stream))

    assert set(table["person_id"]) == {"RM-1", "RM-2", "AZ-3", "AZ-4"}
    assert "person" not in table.columns
    assert table["sentence"].null_count() == table["citation"].null_count() == 0
    assert [row["sentence"] for row in as_csv] == [row["sentence"] for row in as_json] == table["sentence"].to_list()
    assert as_csv[0].keys() == as_json[0].keys() == set(table.columns)
    assert sorted(item.name for item in folder.iterdir()) == ["roster.csv", *sorted(t.name for t in targets.values())]


def test_what_a_spreadsheet_would_run_is_written_harmlessly(tipstaff, roster, folder):
    dangerous = ("=1+2", "Sample", "AZ", "I", "2020-01-10", "2026-01-05")
    target = folder / "findings.csv"

    tipstaff("sorna", "evaluate", roster(people=[dangerous]), *DAY, "--out", target)

    with target.open(encoding="utf-8", newline="") as stream:
        assert {row["person_id"] for row in csv.DictReader(stream)} == {"'=1+2"}


def test_one_jurisdiction_gives_its_people_on_its_track_and_the_federal_one(tipstaff, roster, folder):
    target = folder / "rm.parquet"
    tipstaff("sorna", "evaluate", roster(), *DAY, "--jurisdiction", "RM", "--out", target)

    table = pl.read_parquet(target)

    assert set(table["person_id"]) == {"RM-1", "RM-2"}
    assert set(table["track"]) == {"federal", "RM"}


def test_bad_rows_are_named_with_line_reason_and_fix_and_the_good_ones_judged(tipstaff, roster):
    bad_date = ["AZ-5", "Sample", "Leap", "1990-01-01", "M", "AZ", "I", "2023-02-29", "", ""]
    no_tier = ["AZ-6", "Sample", "Four", "1990-01-01", "M", "AZ", "4", "2023-02-28", "", ""]

    status, out, err = tipstaff("sorna", "evaluate", roster(bad_date, no_tier), *DAY)

    assert status == 0
    assert "4 people" in out
    said = err.splitlines()
    assert said[0].startswith("roster.csv, line 6, registered_on: “2023-02-29”")
    assert said[1].startswith("roster.csv, line 7, tier: “4”")
    assert said[-1] == "6 rows: 4 read, 2 rejected, 0 repeated"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--jurisdiction", "ZZ"], "'ZZ' is not in the lawbook"),
        (["--out", "findings.pdf"], "the name must end in .csv, .parquet, .json"),
        (["--out", "nowhere/findings.csv"], "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(tipstaff, roster, arguments, reason):
    status, out, err = tipstaff("sorna", "evaluate", roster(), *DAY, *arguments)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert reason in err


def test_a_file_that_is_no_registry_is_refused_in_one_line(tipstaff, folder):
    picture = folder / "roster.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")

    for path in (picture, folder / "not there"):
        status, out, err = tipstaff("sorna", "evaluate", path, *DAY)
        assert (status, out, err.count("\n")) == (2, "", 1)


def test_a_roster_without_people_is_no_error(tipstaff, roster):
    status, out, err = tipstaff("sorna", "evaluate", roster(people=[]), *DAY)

    assert (status, out, err) == (0, "As of 2026-11-24: 0 people, 0 findings\n", "")


def test_another_encoding_is_declared_not_guessed(tipstaff, roster):
    path = roster()
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))

    refused = tipstaff("sorna", "evaluate", path, *DAY)
    taken = tipstaff("sorna", "evaluate", path, *DAY, "--encoding", "cp1252")

    assert refused[0] == 2
    assert "--encoding" in refused[2]
    assert (taken[0], taken[2]) == (0, "")


def test_one_person_is_explained_duty_by_duty_with_facts_and_citation(tipstaff, roster):
    status, out, _ = tipstaff("sorna", "explain", roster(), "RM-1", *DAY)

    assert status == 0
    assert out.startswith("RM-1, as of 2026-11-24\n")
    assert "Federal law\n" in out
    assert "Red Mesa Nation (RM)\n" in out
    assert "  verification: overdue\n" in out
    assert "Last full appearance: 2026-01-05" in out
    assert "SORNA-VER-1, 34 USC 20918" in out


def test_a_person_who_is_not_in_the_file_is_said_so(tipstaff, roster):
    status, out, err = tipstaff("sorna", "explain", roster(), "RM-99", *DAY)

    assert (status, out) == (2, "")
    assert "no person RM-99 among the 4" in err


def test_a_changed_lawbook_says_who_changes_and_how(tipstaff, roster, folder):
    changed = folder / "changed law.toml"
    changed.write_text("[parameters]\nverification_months = { II = 3 }\n")
    target = folder / "changes.csv"

    status, out, _ = tipstaff("sorna", "whatif", roster(), "--lawbook", changed, *DAY)
    written = tipstaff("sorna", "whatif", roster(), "--lawbook", changed, *DAY, "--out", target)

    assert status == written[0] == 0
    assert "1 of 4 people change" in out
    assert "AZ-3  verification, federal: due soon (due 2026-12-15) -> overdue (due 2026-09-15)" in out
    with target.open(encoding="utf-8", newline="") as stream:
        assert {row["person_id"] for row in csv.DictReader(stream)} == {"AZ-3"}


@pytest.mark.parametrize(
    ("law", "reason"),
    [
        ("[parameters]\nverification_month = { II = 3 }\n", "parameters.verification_month"),
        ("[parameters\n", "cannot be read as TOML"),
        (
            "[[jurisdictions.RM.policy]]\nparameter = 'verification_months'\nvalue = { III = 9 }\nfrom = 2020-01-01\n",
            "asks for less",
        ),
    ],
)
def test_a_lawbook_that_cannot_hold_is_refused_with_file_and_key(tipstaff, roster, folder, law, reason):
    changed = folder / "changed law.toml"
    changed.write_text(law)

    status, out, err = tipstaff("sorna", "whatif", roster(), "--lawbook", changed, *DAY)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert reason in err


def test_a_changed_lawbook_may_be_a_folder(tipstaff, roster, folder):
    law = folder.parent / "changed law"
    (law / "jurisdictions").mkdir(parents=True)
    (law / "parameters.toml").write_text("verification_months = { II = 3 }\n")

    status, out, _ = tipstaff("sorna", "whatif", roster(), "--lawbook", law, *DAY)
    shutil.rmtree(law)

    assert (status, "1 of 4 people change" in out) == (0, True)
