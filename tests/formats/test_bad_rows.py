"""Bad rows beside good ones: each named with its line, column, reason and remedy; the sums hold (T08, T09)."""

import random
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from rosters import HEADINGS, Read, roster_row

from tipstaff.formats.registry import Dataset, ReadOptions
from tipstaff.formats.registry.dataset import Count

ReadRoster = Callable[..., Dataset]

BAD_CELLS = (
    ("date_of_birth", "12th of May", "no date"),
    ("tier", "4", "no such tier"),
    ("last_verified_on", "2019-04-11", "before registered_on"),
    ("date_of_birth", "2023-02-29", "2023 has no 29 February"),
    ("jurisdiction", "QQ", "no such jurisdiction"),
    ("date_of_birth", "2023-05-01", "3 years old"),
)


def said(dataset: Dataset) -> list[tuple[int | None, str | None]]:
    return [(problem.line, problem.column) for problem in dataset.problems]


def test_37_bad_rows_among_20_000_are_each_named_and_the_others_kept(read_roster: ReadRoster) -> None:
    bad = {100 + 500 * at: BAD_CELLS[at % len(BAD_CELLS)] for at in range(37)}
    rows = [roster_row(n, **({bad[n][0]: bad[n][1]} if n in bad else {})) for n in range(1, 20_001)]
    rows = [row.replace("2019-04-12", "") if "2023-05-01" in row else row for row in rows]

    dataset = read_roster(*rows)

    assert dataset.count == Count(rows=20_000, rejected=37, duplicate=0)
    assert dataset.count.accepted == dataset.frames["persons"].height == 19_963
    assert said(dataset) == [(number + 1, column) for number, (column, _, _) in sorted(bad.items())]
    for problem, (_, (_, value, reason)) in zip(dataset.problems, sorted(bad.items()), strict=True):
        assert reason in problem.reason
        assert problem.value == value
        assert problem.fix
        assert problem.severity == "error"


def test_the_same_rows_shuffled_are_the_same_record(read_roster: ReadRoster) -> None:
    rows = [roster_row(number) for number in range(200)]
    shuffled = random.Random(1).sample(rows, len(rows))
    first, again = read_roster(*rows), read_roster(*shuffled)
    for sheet, frame in first.frames.items():
        without_line = pl.exclude("line")
        assert frame.select(without_line).equals(again.frames[sheet].select(without_line).sort("person_id"))


def test_a_row_sent_twice_counts_once_and_a_contradiction_is_not_resolved(read_roster: ReadRoster) -> None:
    dataset = read_roster(
        roster_row(1), roster_row(2), roster_row(1), roster_row(3), roster_row(3, tier="III"), roster_row(1)
    )
    assert dataset.count == Count(rows=6, rejected=2, duplicate=2)
    reasons = {problem.line: problem.reason for problem in dataset.problems}
    assert "same as line 2" in reasons[4]
    assert "same as line 2" in reasons[7]
    assert "line 6" in reasons[5]
    assert "line 5" in reasons[6]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tier", " tier 2"),
        ("tier", "2"),
        ("tier", "ii"),
        ("tier", "Level II"),
        ("sex", "female"),
        ("jurisdiction", "arizona"),
        ("jurisdiction", "az"),
        ("registered_on", "2019-04-12T00:00:00"),
        ("registered_on", "２０１９-04-12"),
        ("registered_on", "\u200e2019-04-12\u00a0"),
        ("person_id", "RM\u201100001"),
        ("person_id", "\u200bRM-00001 "),
        ("person_id", "RM-٠٠٠٠١"),
        ("person_id", "ＲＭ-00001"),
    ],
)
def test_what_plainly_means_the_same_is_taken_and_never_makes_a_new_person(
    read_roster: ReadRoster, column: str, value: str
) -> None:
    expected, dataset = read_roster(roster_row(1)), read_roster(roster_row(1, **{column: value}))
    assert list(dataset.problems) == []
    assert all(frame.equals(dataset.frames[sheet]) for sheet, frame in expected.frames.items())


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"person_id": " "}, "person_id", "empty"),
        ({"family_name": ""}, "family_name", "empty"),
        ({"registered_on": "2026-11-25"}, "registered_on", "in the future"),
        ({"registered_on": "1983-01-01"}, "registered_on", "before date_of_birth"),
        ({"registered_on": "1889-01-01"}, "registered_on", "before 1900"),
        ({"date_of_birth": "1900-01-01"}, "date_of_birth", "about 126 years"),
        ({"date_of_birth": "2015-04-13"}, "registered_on", "3 years old on 2019-04-12"),
        ({"family_name": "x" * 201}, "family_name", "200 are allowed"),
        ({"given_name": "a\x07b"}, "given_name", "control character"),
        ({"registered_on": "43567"}, "registered_on", "count of days"),
        ({"registered_on": "4/12/19"}, "registered_on", "two digits"),
        ({"registered_on": "2019-13-01"}, "registered_on", "no month 13"),
        ({"registered_on": "2019-04-31"}, "registered_on", "April 2019 has no day 31"),
    ],
)
def test_a_bad_cell_rejects_its_row_and_says_why(
    read_roster: ReadRoster, cells: dict[str, str], column: str, reason: str
) -> None:
    dataset = read_roster(roster_row(1, **cells), roster_row(2))
    (problem,) = dataset.problems
    assert (problem.line, problem.column, problem.severity) == (2, column, "error")
    assert reason in problem.reason
    assert dataset.count.accepted == 1


def test_a_person_registered_at_12_is_kept_with_a_warning_that_names_the_law(read_roster: ReadRoster) -> None:
    dataset = read_roster(roster_row(1, date_of_birth="2007-03-01"))
    (problem,) = dataset.problems
    assert problem.severity == "warning"
    assert "20911(8)" in problem.fix
    assert dataset.count.accepted == 1


def test_a_date_that_can_be_read_both_ways_is_asked_and_one_that_cannot_is_proposed(read_roster: ReadRoster) -> None:
    ambiguous, plain = roster_row(1, date_of_birth="1/2/1980"), roster_row(2, date_of_birth="12/31/1980")
    first, second = read_roster(ambiguous, plain).problems
    assert "2 January 1980 or 1 February 1980" in first.reason
    assert "--date-order" in first.fix
    assert "1980-12-31" in second.fix


@pytest.mark.parametrize(("order", "born"), [("mdy", date(1980, 1, 2)), ("dmy", date(1980, 2, 1))])
def test_a_declared_order_of_dates_is_followed(read_roster: ReadRoster, order: str, born: date) -> None:
    dataset = read_roster(roster_row(1, date_of_birth="1/2/1980"), options=ReadOptions(date_order=order))  # type: ignore[arg-type]
    assert dataset.frames["dates_of_birth"]["date_of_birth"].to_list() == [born]


@pytest.mark.parametrize("value", ["1/2/1980", "2/1/1980", "1980-01-02", "13/13/1980", "29/2/2023"])
@pytest.mark.parametrize("order", [None, "mdy", "dmy"])
def test_a_date_is_never_taken_in_an_order_that_was_not_declared(
    read_roster: ReadRoster, value: str, order: str | None
) -> None:
    dataset = read_roster(roster_row(1, date_of_birth=value), options=ReadOptions(date_order=order))  # type: ignore[arg-type]
    born = dataset.frames["dates_of_birth"]["date_of_birth"].to_list()
    if order is None:
        assert born == ([date(1980, 1, 2)] if value == "1980-01-02" else [])
    assert dataset.count.rows == dataset.count.accepted + dataset.count.rejected == 1


def test_progress_is_told_and_ends_at_one(read: Read) -> None:
    told = []
    read("\n".join([HEADINGS, *(roster_row(number) for number in range(60_000))]), progress=told.append)
    assert [step.sheet for step in told] == ["roster", "roster"]
    assert told[-1].rows == 60_000
    assert [step.share for step in told] == sorted(step.share for step in told)
    assert told[-1].share == 1
