"""Sheets against one another: rows of people nobody introduced, dates outside of a life, a roster beside the sheets."""

import io
import zipfile
from datetime import date

import polars as pl
import pytest
from rosters import HEADINGS, Read, roster_row

from tipstaff.formats.registry import SHEETS, Dataset, ReadOptions, Refused, schema, to_facts_frames
from tipstaff.formats.registry.headings import recognise

PERSONS = "person_id,sex,height_inches,died_on\n"


def together(read: Read, **sheets: str) -> Dataset:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in sheets.items():
            made.writestr(f"{name}.csv", text)
    return read(buffer.getvalue(), "set.zip", options=ReadOptions(known_people={"KNOWN"}))


def test_a_row_of_a_person_whom_nothing_introduces_is_rejected(read: Read) -> None:
    dataset = together(
        read,
        persons=PERSONS + "A,M,70,\nB,M,7000,\n",
        custody="person_id,from_on\nA,2020-01-01\nB,2020-01-01\nC,2020-01-01\nKNOWN,2020-01-01\n",
    )
    reasons = {problem.line: problem.reason for problem in dataset.problems if problem.file == "custody.csv"}
    assert reasons == {
        3: "the row that introduces this person was rejected (persons.csv, line 3)",
        4: "no row of persons or roster introduces this person",
    }
    assert dataset.frames["custody"]["person_id"].to_list() == ["A", "KNOWN"]


def test_no_date_lies_before_birth_or_after_death(read: Read) -> None:
    dataset = together(
        read,
        persons=PERSONS + "A,M,70,2020-05-01\n",
        dates_of_birth="person_id,kind,date_of_birth\nA,actual,1970-01-01\nA,purported,1960-01-01\n",
        registrations="person_id,jurisdiction,registered_on\nA,AZ,1969-12-31\nA,NM,2020-05-02\nA,UT,2020-05-01\n",
        verifications="person_id,jurisdiction,verified_on\nA,AZ,2021-01-01\n",
        convictions="person_id,conviction_id,offense_date,conviction_date\nA,1,1975-12-31,1999-01-01\n",
    )
    found = [(problem.file, problem.line, problem.column, problem.reason) for problem in dataset.problems]
    assert found == [
        ("convictions.csv", 2, "offense_date", "the person would be 5 years old on 1975-12-31"),
        ("registrations.csv", 2, "registered_on", "the date is before the person's birth on 1970-01-01"),
        ("registrations.csv", 3, "registered_on", "the date is after the person's death on 2020-05-01"),
        ("verifications.csv", 2, "verified_on", "the date is after the person's death on 2020-05-01"),
    ]
    assert dataset.frames["registrations"]["jurisdiction"].to_list() == ["UT"]


def test_an_end_before_its_start_is_rejected_in_every_sheet_that_has_both(read: Read) -> None:
    dataset = together(
        read,
        persons=PERSONS + "A,M,70,\n",
        addresses="person_id,kind,from_on,to_on\nA,residence,2020-02-02,2020-02-01\n",
        custody="person_id,from_on,to_on\nA,2020-02-02,2020-02-01\n",
        travel="person_id,departs_on,returns_on\nA,2027-02-02,2027-02-01\n",
    )
    assert [problem.column for problem in dataset.problems] == ["to_on", "to_on", "returns_on"]


def test_a_roster_gives_way_to_detailed_sheets_and_that_is_said(read: Read) -> None:
    dataset = together(
        read,
        roster=f"{HEADINGS}\n{roster_row(1)}\n{roster_row(2)}\n",
        names="person_id,kind,family_name\nRM-00001,legal,Detailed\nRM-00001,alias,Other\n",
    )
    names = dataset.frames["names"].sort("person_id", "kind").select("person_id", "kind", "family_name", "sheet")
    assert names.rows() == [
        ("RM-00001", "alias", "Other", "names"),
        ("RM-00001", "legal", "Detailed", "names"),
        ("RM-00002", "legal", "Sample2", "roster"),
    ]
    assert "1 of its rows also stand in the sheet names" in next(dataset.problems).reason


def test_a_roster_row_says_what_it_says_and_no_more(read: Read) -> None:
    dataset = read("\n".join([HEADINGS, roster_row(1), roster_row(2, residence_address="Under the bridge")]))
    first, second = dataset.frames["addresses"].select("street", "city", "state", "zip", "record_id", "line").rows()
    assert first == ("1 Juniper Road", "Shiprock", "NM", "87420", "roster", 2)
    assert second == ("Under the bridge", None, None, None, "roster", 3)
    verified = dataset.frames["verifications"].row(0, named=True)
    assert verified["verified_on"] == date(2026, 6, 30)
    assert verified["identity_checked"] and verified["photograph_possible"] and verified["all_fields_reviewed"]
    assert verified["mode"] is None


def test_rows_with_numbers_of_their_own_are_told_apart_by_them(read: Read) -> None:
    events = "\n".join(f"A,change_vehicle,2026-01-05,{number}" for number in ("1", "2", "1", ""))
    dataset = together(read, persons=PERSONS + "A,M,70,\n", changes=f"person_id,event,event_date,record_id\n{events}")
    assert dataset.counts["changes"].accepted == 3
    assert dataset.counts["changes"].duplicate == 1


def test_frames_for_the_law_are_numbered_and_their_numbers_listed(read: Read) -> None:
    dataset = read("\n".join([HEADINGS, *(roster_row(number) for number in range(5))]))
    frames, people = to_facts_frames(dataset)
    assert people.schema == {"person": pl.UInt32, "person_id": pl.String}
    assert frames["registrations"].join(people, on="person")["person_id"].to_list() == people["person_id"].to_list()


def test_batches_hold_all_rows_of_their_people_and_every_row_once(read: Read) -> None:
    dataset = read("\n".join([HEADINGS, *(roster_row(number) for number in range(25))]))
    batches = list(dataset.by_person(people=10))
    assert [batch["persons"].height for batch in batches] == [10, 10, 5]
    for batch in batches:
        assert set(batch["names"]["person_id"]) == set(batch["persons"]["person_id"])
    together_again = pl.concat([batch["names"] for batch in batches])
    assert together_again.equals(dataset.frames["names"])


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "persons"])
def test_a_sheet_is_recognised_by_its_headings(name: str) -> None:
    assert recognise(SHEETS[name].names, "upload.csv").name == name


def test_headings_that_fit_several_sheets_are_asked_about(read: Read) -> None:
    with pytest.raises(Refused, match="--sheet"):
        read("person_id,kind,from_on\nA,treatment,2020-01-01\n", "upload.csv")
    says = ReadOptions(sheet="supervision", known_people={"A"})
    dataset = read("person_id,kind,from_on\nA,treatment,2020-01-01\n", "upload.csv", options=says)
    assert dataset.counts["supervision"].accepted == 1


def test_an_unknown_file_in_a_set_is_left_aside_with_a_word(read: Read) -> None:
    dataset = together(read, persons=PERSONS + "A,M,70,\n", adress="person_id\nA\n", notes="x\n")
    assert [(problem.file, problem.severity) for problem in dataset.problems] == [
        ("adress.csv", "warning"),
        ("notes.csv", "warning"),
    ]


def test_frames_have_all_columns_of_the_layout_in_their_types(read: Read) -> None:
    dataset = read(PERSONS + "A,M,70,\n", "persons.csv")
    assert dataset.frames["persons"].schema == schema(SHEETS["persons"], origin=True)
