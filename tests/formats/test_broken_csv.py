"""Files that must not be read as they stand: open quotes, wrong encodings, giant cells, headings (T01-T03)."""

import pytest
from rosters import HEADINGS, Read, roster_row

from tipstaff.formats.registry import ReadOptions, Refused

GOOD = [roster_row(number) for number in range(1, 10_001)]


def refusal(read: Read, content: str | bytes, **options: object) -> Refused:
    with pytest.raises(Refused) as refused:
        read(content, **options)
    return refused.value


def test_an_unclosed_quote_on_line_2_of_10_000_refuses_the_file_with_its_line(read: Read) -> None:
    broken = roster_row(1, family_name='"Sample')
    for rest in (GOOD[1:], [row.replace('"', "") for row in GOOD[1:]], GOOD[1:20]):
        refused = refusal(read, "\n".join([HEADINGS, broken, *rest]) + "\n")
        assert refused.problem.line == 2
        assert "quotation mark" in refused.problem.fix


def test_a_quote_that_closes_rows_later_by_chance_never_makes_one_giant_cell(read: Read) -> None:
    swallowing = roster_row(1, residence_address='"open')
    closing = roster_row(4, residence_address='closed"')
    lines = [HEADINGS, swallowing, roster_row(2, residence_address="x"), roster_row(3, residence_address="y"), closing]
    dataset = read("\n".join([*lines, *GOOD[10:12]]) + "\n")
    assert dataset.count.accepted == 2
    assert [problem.line for problem in dataset.problems] == [2]
    assert "swallowed" in next(dataset.problems).reason


def test_cells_over_several_lines_keep_the_physical_line_of_their_row(read: Read) -> None:
    two_lines = roster_row(1, residence_address='"12 Juniper Road\nShiprock"')
    dataset = read("\r\n".join([HEADINGS, two_lines, roster_row(2, tier="4")]))
    assert [(problem.line, problem.column) for problem in dataset.problems] == [(4, "tier")]
    assert dataset.frames["addresses"]["street"].to_list() == ["12 Juniper Road\nShiprock"]


def test_windows_1252_sent_as_utf_8_is_refused_and_the_likely_encoding_named(read: Read) -> None:
    rows = [roster_row(1, family_name="José Peña"), roster_row(2, family_name="Nuñez")]
    refused = refusal(read, "\n".join([HEADINGS, GOOD[0], *rows]).encode("cp1252"))
    assert refused.problem.line == 3
    assert "cp1252" in refused.problem.fix


def test_the_same_file_is_read_once_its_encoding_is_declared(read: Read) -> None:
    content = "\n".join([HEADINGS, roster_row(1, family_name="Nuñez")]).encode("cp1252")
    assert read(content, encoding="cp1252").frames["names"]["family_name"].to_list() == ["Nuñez"]


def test_utf_16_is_named_by_its_mark(read: Read) -> None:
    assert "utf-16" in refusal(read, "\n".join([HEADINGS, GOOD[0]]).encode("utf-16")).problem.fix
    assert read("\n".join([HEADINGS, GOOD[0]]).encode("utf-16"), encoding="utf-16").count.accepted == 1


@pytest.mark.parametrize("name", ["José", "Peña", "Nuñez"])
def test_utf_8_sent_as_windows_1252_is_warned_of_cell_by_cell(read: Read, name: str) -> None:
    wrong = name.encode().decode("cp1252")
    dataset = read("\n".join([HEADINGS, roster_row(1, family_name=wrong), GOOD[1]]))
    (warning,) = dataset.problems
    assert (warning.severity, warning.line, warning.column) == ("warning", 2, "family_name")
    assert name in warning.reason
    assert dataset.count.accepted == 2


def test_a_nul_is_refused_with_line_and_column(read: Read) -> None:
    refused = refusal(read, "\n".join([HEADINGS, GOOD[0], roster_row(2, given_name="Ro\0sa")]))
    assert (refused.problem.line, refused.problem.column) == (3, "given_name")


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("size", [110_000, 2_000_000, 6_000_000])
def test_a_giant_cell_is_refused_or_its_row_rejected_naming_the_column(read: Read, size: int, quote: str) -> None:
    content = "\n".join([HEADINGS, GOOD[0], roster_row(2, given_name=quote + "x" * size + quote)])
    if size < 131_072:  # what the csv module still takes in: the row alone is rejected
        (problem,) = read(content).problems
    else:
        problem = refusal(read, content).problem
    assert (problem.line, problem.column) == (3, "given_name")
    assert "longer than 100,000 bytes" in problem.reason


def test_5_000_columns_are_refused_naming_the_first_too_many(read: Read) -> None:
    headings = HEADINGS + "," + ",".join(f"extra{number}" for number in range(4_990))
    refused = refusal(read, headings + "\n" + GOOD[0] + "," * 4_990)
    assert "5,000 columns" in refused.problem.reason
    assert refused.problem.column == "extra490"


@pytest.mark.parametrize("twice", ["tier", " Tier "])
def test_a_heading_that_stands_twice_is_refused_by_name(read: Read, twice: str) -> None:
    refused = refusal(read, f"{HEADINGS},{twice}\n{GOOD[0]},II\n")
    assert refused.problem.column == "tier"


def test_a_byte_order_mark_and_outer_spaces_in_headings_are_tolerated(read: Read) -> None:
    headings = "\ufeff" + HEADINGS.replace("tier", "  Tier ")
    dataset = read(f"{headings}\n{GOOD[0]}\n")
    assert dataset.count.accepted == 1
    assert list(dataset.problems) == []


def test_an_unknown_heading_is_warned_of_with_a_suggestion(read: Read) -> None:
    dataset = read(f"{HEADINGS.replace('given_name', 'given_names')},nickname\n{GOOD[0]},Ro\n")
    assert [(problem.column, problem.severity) for problem in dataset.problems] == [
        ("given_names", "warning"),
        ("nickname", "warning"),
    ]
    assert "given_name was meant" in next(dataset.problems).fix
    assert dataset.frames["names"]["given_name"].to_list() == [None]


def test_a_missing_required_column_is_refused_by_name(read: Read) -> None:
    refused = refusal(read, HEADINGS.replace("family_name", "surname") + "\n" + GOOD[0])
    assert refused.problem.column == "family_name"


@pytest.mark.parametrize(("mark", "option"), [(";", "';'"), ("\t", "tab")])
def test_another_delimiter_is_asked_about_not_guessed(read: Read, mark: str, option: str) -> None:
    content = "\n".join([HEADINGS, roster_row(1, residence_address="x")]).replace(",", mark)
    assert f"--delimiter {option}" in refusal(read, content).problem.fix
    assert read(content, options=ReadOptions(delimiter=mark)).count.accepted == 1


def test_a_row_with_too_few_or_too_many_cells_is_rejected_alone(read: Read) -> None:
    dataset = read("\n".join([HEADINGS, "RM-1,Sample", GOOD[1], GOOD[2] + ",extra", GOOD[3] + ",,", ",,,,", ""]))
    assert (dataset.count.rows, dataset.count.accepted, dataset.count.rejected) == (4, 2, 2)
    assert [problem.line for problem in dataset.problems] == [2, 4]


def test_an_empty_file_and_an_unknown_encoding_are_refused(read: Read) -> None:
    assert "empty" in refusal(read, "").problem.reason
    assert "klingon" in refusal(read, HEADINGS, encoding="klingon").problem.reason


@pytest.mark.parametrize("declared", ["||", "", "a", '"', "\n"])
def test_a_delimiter_that_cannot_be_one_is_refused(read: Read, declared: str) -> None:
    refused = refusal(read, "\n".join([HEADINGS, GOOD[0]]), options=ReadOptions(delimiter=declared))
    assert "cannot stand between cells" in refused.problem.reason


def test_the_word_tab_is_understood_as_the_sign(read: Read) -> None:
    rows = "\n".join(line.replace('"', "").replace(", ", " ") for line in (HEADINGS, GOOD[0]))
    assert read(rows.replace(",", "\t"), options=ReadOptions(delimiter="tab")).count.accepted == 1


def test_a_sheet_that_the_layout_does_not_have_is_refused(read: Read) -> None:
    assert (
        "no sheet called zork"
        in refusal(read, "\n".join([HEADINGS, GOOD[0]]), options=ReadOptions(sheet="zork")).problem.reason
    )
