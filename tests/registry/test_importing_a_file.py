"""Import = parse, validate, preview, one atomic commit (security F4, F5; torture T08, T09)."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from registry_files import roster_line

from tipstaff import world
from tipstaff.accounts.models import Agency, User
from tipstaff.audit.models import Event
from tipstaff.registry import changed
from tipstaff.registry.models import FACTS, Address, ImportBatch, Name, Person
from tipstaff.registry.services import imports
from tipstaff.registry.services.imports.loading import commit, load_path

State = ImportBatch.State


def outcome(batch: ImportBatch, sheet: str = "roster") -> dict[str, int]:
    told = batch.counts[sheet]
    assert told["rows"] == sum(count for name, count in told.items() if name != "rows")
    return {name: count for name, count in told.items() if count}


def facts_on_file() -> int:
    return sum(model.objects.count() for model in FACTS.values())


def test_nothing_is_in_the_record_before_somebody_commits(red_mesa: Agency, ana: User, roster: Callable[..., Path]):
    batch = load_path(red_mesa, roster(5), by=ana)
    assert (batch.state, outcome(batch), batch.people_new) == (State.CHECKED, {"rows": 5, "new": 5}, 5)
    assert Person.objects.count() == facts_on_file() == 0
    batch = commit(batch, by=ana)
    assert batch.state == State.COMMITTED
    assert Person.objects.count() == 5
    assert facts_on_file() == 5 * 6  # description, name, birth, registration, address, verification


def test_every_fact_says_who_brought_it_and_with_which_file(red_mesa: Agency, ana: User, roster: Callable[..., Path]):
    batch = commit(load_path(red_mesa, roster(1), by=ana), by=ana)
    name = Name.objects.get()
    assert (name.recorded_by_id, name.batch_id, name.recorded_at) == (ana.pk, batch.pk, batch.committed_at)
    event = Event.objects.get(action="registry.import.committed")
    assert (event.actor_id, event.agency_id, event.detail["sha256"]) == (ana.pk, red_mesa.pk, batch.sha256)


def test_the_same_roster_twice_then_shuffled_changes_nothing_and_one_changed_row_is_one_change(
    red_mesa: Agency, ana: User, roster: Callable[..., Path]
):
    lines = [roster_line(number) for number in range(1, 201)]
    commit(load_path(red_mesa, roster(lines), by=ana), by=ana)
    before = facts_on_file()

    again = commit(load_path(red_mesa, roster(lines), by=ana), by=ana)
    assert (outcome(again), again.people_changed, facts_on_file()) == ({"rows": 200, "unchanged": 200}, 0, before)

    random.Random(9).shuffle(lines)
    shuffled = commit(load_path(red_mesa, roster(lines), by=ana), by=ana)
    assert (outcome(shuffled), facts_on_file()) == ({"rows": 200, "unchanged": 200}, before)

    at = lines.index(roster_line(77))
    lines[at] = roster_line(77, residence_address="9 Sage Street, Shiprock NM 87420")
    changed_one = commit(load_path(red_mesa, roster(lines), by=ana), by=ana)
    assert outcome(changed_one) == {"rows": 200, "unchanged": 199, "corrected": 1}
    assert (changed_one.people_changed, facts_on_file()) == (1, before + 1)
    streets = (
        Address.objects.filter(person__person_id="RM-000077").order_by("id").values_list("street", "superseded_at")
    )
    assert [(street, moment is None) for street, moment in streets] == [
        ("77 Juniper Road", False),
        ("9 Sage Street", True),
    ]


def test_thirty_seven_bad_rows_among_twenty_thousand_are_named_and_the_sum_holds(
    red_mesa: Agency, ana: User, roster: Callable[..., Path]
):
    bad = [
        {"registered_on": "2023-02-29"}, {"tier": "IV"}, {"date_of_birth": "2023-05-17"},
        {"date_of_birth": "17.05.1980"}, {"jurisdiction": "ZZ"}, {"family_name": ""},
    ]  # fmt: skip
    lines = [roster_line(number) for number in range(1, 20_001)]
    for at in range(37):
        lines[at * 500] = roster_line(at * 500 + 1, **bad[at % len(bad)])
    batch = load_path(red_mesa, roster(lines), by=ana)
    assert outcome(batch) == {"rows": 20_000, "new": 19_963, "rejected": 37}
    problems = batch.problems.filter(severity="error")
    assert set(problems.values_list("line", flat=True)) == {at * 500 + 2 for at in range(37)}
    assert all(problem.column and problem.reason and problem.fix for problem in problems)


def test_an_empty_cell_erases_nothing_that_is_on_file(red_mesa: Agency, ana: User, roster: Callable[..., Path]):
    commit(load_path(red_mesa, roster([roster_line(1)]), by=ana), by=ana)
    batch = commit(load_path(red_mesa, roster([roster_line(1, sex="", tier="")]), by=ana), by=ana)
    assert outcome(batch) == {"rows": 1, "unchanged": 1}


def test_a_date_that_does_not_fit_what_is_on_file_rejects_the_row_instead_of_breaking_the_import(
    red_mesa: Agency, ana: User, tmp_path: Path
):
    def folder(name: str, from_on: str, to_on: str) -> Path:
        path = tmp_path / name
        path.mkdir()
        (path / "persons.csv").write_text("person_id\nRM-1\n")
        (path / "addresses.csv").write_text(
            f"person_id,kind,street,from_on,to_on,record_id\nRM-1,residence,1 Elm,{from_on},{to_on},A1\n"
        )
        return path

    commit(load_path(red_mesa, folder("first", "2020-01-01", "2021-01-01"), by=ana), by=ana)
    batch = load_path(red_mesa, folder("second", "2022-01-01", ""), by=ana)
    assert outcome(batch, "addresses") == {"rows": 1, "rejected": 1}
    problem = batch.problems.get(severity="error")
    assert (problem.line, problem.column) == (2, "to_on")
    assert "what is on file" in problem.reason


def test_whoever_listens_is_told_which_people_changed_in_the_transaction_of_the_commit(
    red_mesa: Agency, ana: User, roster: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
):
    told: list[list[int]] = []
    monkeypatch.setattr(changed, "on_person_changed", [told.append])
    commit(load_path(red_mesa, roster(3), by=ana), by=ana)
    assert [sorted(people) for people in told] == [list(Person.objects.order_by("pk").values_list("pk", flat=True))]


def test_a_listener_that_fails_takes_the_whole_import_back(
    red_mesa: Agency, ana: User, roster: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
):
    def fail(people: list[int]) -> None:
        raise RuntimeError("the law could not be asked")

    monkeypatch.setattr(changed, "on_person_changed", [fail])
    batch = load_path(red_mesa, roster(3), by=ana)
    with pytest.raises(RuntimeError):
        commit(batch, by=ana)
    batch.refresh_from_db()
    assert (Person.objects.count(), facts_on_file(), batch.committed_at) == (0, 0, None)


def test_a_record_that_moved_since_the_preview_stops_the_commit_and_shows_the_new_numbers(
    red_mesa: Agency, ana: User, roster: Callable[..., Path]
):
    first = load_path(red_mesa, roster(5, "monday.csv"), by=ana)
    second = load_path(red_mesa, roster(5, "tuesday.csv"), by=ana)
    commit(first, by=ana)
    second = commit(second, by=ana)
    assert (second.state, second.changed_since_preview) == (State.CHECKED, True)
    assert outcome(second) == {"rows": 5, "unchanged": 5}
    second = commit(second, by=ana)
    assert second.state == State.COMMITTED
    assert Person.objects.count() == 5


def test_two_agencies_may_use_the_same_numbers(
    red_mesa: Agency, arizona: Agency, ana: User, ben: User, roster: Callable[..., Path]
):
    commit(load_path(red_mesa, roster(2), by=ana), by=ana)
    batch = commit(load_path(arizona, roster(2), by=ben), by=ben)
    assert outcome(batch) == {"rows": 2, "new": 2}
    assert Person.objects.visible_to(ben).count() == Person.objects.visible_to(ana).count() == 2


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_a_file_sent_as_bytes_is_read_whatever_its_form(red_mesa: Agency, ana: User, tmp_path: Path, kind: str):
    nation = world.stream(40, seed=3, as_of=date(2026, 11, 24))
    file = world.publish(nation, tmp_path, kind, jurisdictions=["RM"]).files["red-mesa"]
    sent = imports.import_receive(red_mesa, [file.read_bytes()], file_name=file.name, options={}, by=ana)
    batch = imports.import_check(sent)
    assert (batch.state, batch.people_new > 0) == (State.CHECKED, True)
    assert not sum(told["rejected"] for told in batch.counts.values())
