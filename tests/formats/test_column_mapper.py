"""A spreadsheet with other headings: proposed with reasons and samples, edited, saved, applied again."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rosters import JURISDICTIONS, TODAY, Read

from tipstaff.formats.registry import (
    ROSTER,
    ColumnMapping,
    ReadOptions,
    Refused,
    fingerprint,
    propose,
    read_dataset,
    read_sample,
)
from tipstaff.formats.registry.mapping import WHOLE_NAME, apply, join_place, split_name

HEADINGS = [
    "SOR No.", "Offender Name", "DOB", "Gender", "Risk Level", "Date Registered", "Last Verif Dt", "Address", "City",
    "State", "Zip Code", "Shoe size",
]  # fmt: skip
ROWS = [
    [
        "17", "O'Brien-Ñandú, Rosa", "02/29/1984", "Female", "2", "4/12/2019", "06/30/2026",
        "12 Juniper Road", "Shiprock", "NM", "87420", "9",
    ],
    [
        "18", "Begaye, Jo", "12/31/1970", "Male", "SVP", "1/2/2020", "07/01/2026",
        "3 Mesa Way", "Tuba City", "AZ", "86045", "10",
    ],
]  # fmt: skip
EXPECTED = {
    "SOR No.": "person_id", "Offender Name": WHOLE_NAME, "DOB": "date_of_birth", "Gender": "sex", "Risk Level": "tier",
    "Date Registered": "registered_on", "Last Verif Dt": "last_verified_on", "Address": "residence_address",
    "City": "residence_address", "State": "residence_address", "Zip Code": "residence_address",
}  # fmt: skip


def as_csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in (headings, *rows)) + "\n"


def test_a_foreign_roster_is_proposed_with_reasons_and_samples() -> None:
    proposal = propose(HEADINGS, ROWS)
    assert dict(proposal.mapping.columns) == EXPECTED
    assert proposal.mapping.missing == ("jurisdiction",)
    assert proposal.mapping.date_order == "mdy"
    assert "above 12 in the second place" in proposal.date_order_because
    by_heading = {one.heading: one for one in proposal.proposed}
    assert by_heading["DOB"].samples == ("02/29/1984", "12/31/1970")
    assert by_heading["Shoe size"].column is None
    assert all(one.confidence > 0.4 and one.reason != "none" for one in proposal.proposed if one.column)
    assert json.loads(json.dumps(proposal.as_data()))["missing"] == ["jurisdiction"]


@pytest.mark.parametrize(
    ("heading", "values", "column"),
    [
        ("LASTNAME", ["Begaye"], "family_name"),
        ("lname", ["Begaye"], "family_name"),
        ("First_Name", ["Rosa"], "given_name"),
        ("birthDate", ["1970-01-01"], "date_of_birth"),
        ("When born (mm/dd/yyyy)", ["01/31/1970"], "date_of_birth"),
        ("Tier Level", ["I", "III"], "tier"),
        ("Reg #", ["12"], "person_id"),
        ("Registering Juris", ["AZ"], "jurisdiction"),
        ("date_of_birth", ["1970-01-01"], "date_of_birth"),
    ],
)
def test_usual_headings_are_recognised(heading: str, values: list[str], column: str) -> None:
    (one,) = propose([heading], [[value] for value in values]).proposed
    assert one.column == column


def test_values_speak_against_a_heading_that_promises_something_else() -> None:
    proposal = propose(["Tier", "Level"], [["north", "1"], ["south", "3"]])
    assert dict(proposal.mapping.columns) == {"Level": "tier"}


def test_values_alone_can_tell_a_date_of_birth() -> None:
    (one,) = propose(["Datum"], [["1970-01-31"], ["1955-12-01"], ["1988-03-04"]]).proposed
    assert (one.column, one.reason) == ("date_of_birth", "values")


def test_an_edited_mapping_is_saved_and_used_again_on_a_file_with_the_same_headings(read: Read, tmp_path: Path) -> None:
    sample_file = tmp_path / "sample.csv"
    sample_file.write_text(as_csv(HEADINGS, ROWS))
    sample = read_sample(sample_file)
    proposal = propose(sample.headings, sample.rows)
    edited = proposal.mapping.as_data() | {"fixed": {"jurisdiction": "AZ"}, "words": {"tier": {"svp": "III"}}}
    saved = json.dumps({proposal.fingerprint: edited})

    again = read_sample(sample_file)
    mapping = ColumnMapping.from_data(json.loads(saved)[fingerprint(again.headings)])
    dataset = read(as_csv(HEADINGS, ROWS), "october.csv", options=ReadOptions(mapping=mapping))

    assert list(dataset.problems) == []
    names = dataset.frames["names"].select("person_id", "family_name", "given_name", "line")
    assert names.rows() == [("17", "O'Brien-Ñandú", "Rosa", 2), ("18", "Begaye", "Jo", 3)]
    assert dataset.frames["registrations"].select("jurisdiction", "tier", "registered_on").rows() == [
        ("AZ", "II", date(2019, 4, 12)),
        ("AZ", "III", date(2020, 1, 2)),
    ]
    assert dataset.frames["addresses"].row(0, named=True)["zip"] == "87420"


def test_problems_of_a_mapped_file_keep_its_lines(read: Read) -> None:
    mapping = ColumnMapping.from_data(
        propose(HEADINGS, ROWS).mapping.as_data() | {"fixed": {"jurisdiction": "AZ"}, "words": {}}
    )
    dataset = read(as_csv(HEADINGS, ROWS), options=ReadOptions(mapping=mapping))
    assert [(problem.line, problem.column) for problem in dataset.problems] == [(3, "tier")]


def test_a_workbook_of_any_title_is_mapped(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Sheet1"
    for row in (HEADINGS, *ROWS):
        book.active.append(row)
    book.create_sheet("Sheet2")
    book.save(tmp_path / "registry.xlsx")
    sample = read_sample(tmp_path / "registry.xlsx")
    data = propose(sample.headings, sample.rows).mapping.as_data() | {"fixed": {"jurisdiction": "AZ"}}
    options = ReadOptions(mapping=ColumnMapping.from_data(data))
    dataset = read_dataset(tmp_path / "registry.xlsx", today=TODAY, known_jurisdictions=JURISDICTIONS, options=options)
    assert dataset.count.rows == 2


def test_a_fingerprint_does_not_depend_on_order_or_case() -> None:
    assert fingerprint(["A ", "b"]) == fingerprint(["B", "a", ""])
    assert fingerprint(["a", "b"]) != fingerprint(["ab"])


@pytest.mark.parametrize("data", [{"sheet": "pets"}, {"sheet": "roster", "columns": {"x": "shoe_size"}}])
def test_a_mapping_to_what_the_layout_lacks_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no"):
        ColumnMapping.from_data(data)


def test_a_mapping_for_one_table_is_not_used_on_a_set(tmp_path: Path) -> None:
    for name in ("persons", "names"):
        (tmp_path / f"{name}.csv").write_text("person_id\nA\n")
    with pytest.raises(Refused, match="several"):
        read_dataset(
            tmp_path, today=TODAY, known_jurisdictions=None, options=ReadOptions(mapping=ColumnMapping("roster"))
        )


@given(
    st.lists(st.sampled_from(ROSTER.names), unique=True, min_size=1),
    st.lists(st.lists(st.text(), min_size=10, max_size=10)),
)
def test_a_mapping_of_the_layout_to_itself_changes_nothing(names: list[str], rows: list[list[str]]) -> None:
    cut = [row[: len(names)] for row in rows]
    headings, applied = apply(ColumnMapping("roster", {name: name for name in names}), names, cut)
    assert headings == names
    assert list(applied) == cut


def test_names_and_places_in_parts() -> None:
    assert split_name("Begaye, Rosa Ann") == ("Begaye", "Rosa Ann")
    assert split_name("Cher") == ("Cher", "")
    assert join_place(["12 Juniper Road", "", "Shiprock", "NM", "87420"]) == "12 Juniper Road, Shiprock, NM 87420"
