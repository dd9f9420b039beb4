"""Findings are right when the act that changed a fact is done, and how they stood before is kept."""

from datetime import date, timedelta

import polars as pl
import pytest
from counter import TODAY, verify
from django.db import transaction

from tipstaff.compliance import facts, roll
from tipstaff.compliance.models import Evaluation, Finding, Fingerprint, WorkItem
from tipstaff.compliance.services import evaluate_all, evaluate_pending, evaluate_people
from tipstaff.jobs.models import Job
from tipstaff.registry.models import Person
from tipstaff.registry.services import fact_record
from tipstaff.sorna.evaluate import evaluate

pytestmark = pytest.mark.django_db


def verification(person, track="federal") -> Finding:
    return Finding.objects.current().get(person=person, track=track, duty="verification")


def test_a_person_is_judged_in_the_act_that_puts_them_on_file(register):
    rosa = register(verified_on=date(2026, 1, 10))

    finding = verification(rosa)

    assert (finding.status, finding.due_on, finding.basis) == ("overdue", date(2026, 7, 10), "last_verification")
    assert finding.rule.startswith("SORNA-VER")
    assert rosa.judged_at is not None


def test_a_recorded_verification_changes_the_finding_at_once_and_keeps_the_old_one(register, ana):
    rosa = register(verified_on=date(2026, 1, 10))

    verify(rosa, TODAY, by=ana)

    assert verification(rosa).status == "current"
    before = Finding.objects.exclude(closed_at=None).filter(person=rosa, track="federal", duty="verification")
    overdue = before.order_by("-closed_at").first()
    assert (overdue.status, overdue.closed_because) == ("overdue", "facts on file changed")
    assert overdue.closed_at == verification(rosa).opened_at


def test_a_change_that_is_rolled_back_takes_its_findings_with_it(register, ana):
    rosa = register(verified_on=date(2026, 1, 10))

    with pytest.raises(RuntimeError), transaction.atomic():
        verify(rosa, TODAY, by=ana)
        raise RuntimeError("the power goes")

    assert verification(rosa).status == "overdue"


def test_a_second_evaluation_on_the_same_day_writes_nothing(register, red_mesa):
    register(verified_on=date(2026, 1, 10))
    rows = list(Finding.objects.order_by("pk").values()), list(WorkItem.objects.order_by("pk").values())

    run = evaluate_all(red_mesa, because="asked for")

    assert (run.people, run.opened, run.closed) == (1, 0, 0)
    assert rows == (list(Finding.objects.order_by("pk").values()), list(WorkItem.objects.order_by("pk").values()))


def test_a_day_that_passes_closes_one_finding_and_opens_the_next(register, red_mesa):
    rosa = register(verified_on=TODAY - timedelta(days=1))
    other = register(verified_on=TODAY)
    due = verification(rosa).due_on

    run = evaluate_all(red_mesa, because="a day passed", as_of=due + timedelta(days=5))

    assert verification(rosa).status == "overdue"
    assert run.closed >= 1
    closed = Finding.objects.filter(person=rosa, duty="verification", track="federal").exclude(closed_at=None).last()
    assert closed.closed_because == "a day passed"
    assert verification(other).status == "overdue"
    assert Evaluation.objects.get().finished_at is not None


def test_where_the_fingerprint_is_lost_the_rows_are_compared_and_stay(register, red_mesa):
    register(verified_on=date(2026, 1, 10))
    Fingerprint.objects.update(value=1)
    kept = set(Finding.objects.values_list("pk", flat=True))

    run = evaluate_all(red_mesa, because="asked for")

    assert (run.opened, run.closed) == (0, 0)
    assert kept == set(Finding.objects.values_list("pk", flat=True))


def test_the_kept_rows_are_what_the_kernel_says(register, red_mesa, ana):
    rosa = register(verified_on=date(2026, 1, 10))
    fact_record(rosa, "changes", {"event": "change_residence", "event_date": date(2026, 11, 2)}, by=ana)

    said = roll.kept(evaluate(facts.read([rosa.pk]).facts, TODAY)).sort(roll.KEY)

    held = facts.rows(Finding, roll.FINDING, f"person_id = {rosa.pk} AND closed_at IS NULL", {"person": "person_id"})
    held = held.with_columns(pl.col(pl.String).fill_null("")).sort(roll.KEY)
    assert held.equals(said)


def test_a_person_without_a_description_is_judged_too(red_mesa):
    person = Person.objects.create(agency=red_mesa, person_id="P-9", changed_at="2026-11-24T00:00Z")

    evaluate_people([person.pk], because="asked for")

    assert Finding.objects.filter(person=person).exists()


def test_a_change_of_many_people_queues_a_job_and_marks_who_waits(register, red_mesa, monkeypatch):
    from tipstaff.compliance import tasks

    people = [register(verified_on=date(2026, 1, 10)) for _ in range(3)]
    monkeypatch.setattr(tasks, "AT_ONCE", 2)

    tasks.people_changed([person.pk for person in people])

    assert Person.objects.filter(judged_at=None).count() == 3
    assert Job.objects.get().task.endswith("evaluate_changed")
    assert evaluate_pending(red_mesa, because="facts on file changed").people == 3
    assert not Person.objects.filter(judged_at=None).exists()


def test_whoever_changes_between_the_reading_and_the_writing_is_left_to_their_own_change(
    register, red_mesa, monkeypatch
):
    from tipstaff.compliance.services import evaluation

    rosa, other = register(verified_on=date(2026, 1, 10)), register(verified_on=date(2026, 1, 10))
    write = evaluation._write_unmoved

    def write_after_somebody_else(*args):
        verify(rosa, TODAY)
        return write(*args)

    monkeypatch.setattr(evaluation, "_write_unmoved", write_after_somebody_else)
    run = evaluate_all(red_mesa, because="a day passed", as_of=TODAY + timedelta(days=1))

    assert run.people == 1
    assert (verification(rosa).status, verification(rosa).as_of) == ("current", TODAY)
    assert verification(other).status == "overdue"


def test_text_and_unknown_dates_come_out_of_the_database_as_the_kernel_takes_them(register, ana):
    rosa = register(family_name="O'Brien-Ñandú", given_name='“R”, "quoted"\nover two lines')
    fact_record(rosa, "custody", {"from_on": date(2020, 1, 5)}, by=ana)
    fact_record(rosa, "changes", {"event": "change_name", "event_date": date(2026, 11, 2), "in_person": False}, by=ana)

    people = facts.read([rosa.pk])

    assert people.roster.row(0, named=True)["family_name"] == "O'Brien-Ñandú"
    assert people.facts.custody.row(0, named=True) == {"person": rosa.pk, "from_on": date(2020, 1, 5), "to_on": None}
    change = people.facts.changes.row(0, named=True)
    assert (change["in_person"], change["reported_on"], change["jurisdiction"]) == (False, None, None)


def test_a_superseded_fact_is_not_read(register, ana):
    rosa = register()
    first = fact_record(rosa, "custody", {"from_on": date(2020, 1, 5)}, by=ana)
    fact_record(rosa, "custody", {"from_on": date(2020, 1, 5), "to_on": date(2021, 1, 5)}, by=ana, correcting=first)

    assert facts.read([rosa.pk]).facts.custody["to_on"].to_list() == [date(2021, 1, 5)]
