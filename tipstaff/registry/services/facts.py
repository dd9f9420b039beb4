"""Record, correct or withdraw one fact of one person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from tipstaff.accounts.models import User
from tipstaff.audit import services as audit
from tipstaff.formats.registry import SHEETS, Count, Sheet
from tipstaff.formats.registry.problems import from_frame
from tipstaff.registry import changed
from tipstaff.registry.checking import checked, errors
from tipstaff.registry.hashes import hashed
from tipstaff.registry.intake import plan, store
from tipstaff.registry.intake.titles import refresh_titles
from tipstaff.registry.jurisdictions import today_at
from tipstaff.registry.models import FACTS, BirthDate, Description, Fact, Person
from tipstaff.registry.services.access import lock_person
from tipstaff.registry.services.errors import Conflict, Refused, refuse


@transaction.atomic
def fact_record(
    person: Person,
    sheet: str,
    values: Mapping[str, Any],
    *,
    by: User | None,
    source: str = "",
    learned_on: date | None = None,
    correcting: Fact | None = None,
    expected_version: int | None = None,
    event: str = "registry.fact.recorded",
) -> Fact:
    """Record a fact, under the columns of its sheet in the registry layout; returns the fact that is current now.

    A fact with the same key is superseded; what the new one leaves open keeps its value. With `correcting`, that fact
    is superseded whole, so an empty value empties it. Raises Refused, with the columns, reasons and fixes; Conflict
    where the person is no longer at `expected_version`; PermissionDenied.
    """
    now, layout = timezone.now(), SHEETS[sheet]
    person = lock_person(person, by)
    given = {**values, "person_id": person.person_id}
    given.update({k: v for k, v in (("source", source), ("learned_on", learned_on)) if v})
    _stand_on(person, expected_version, given, correcting)
    row, problems = checked(layout, given, today=today_at(person.agency, now), **_life(person, layout))
    if found := errors(problems):
        raise Refused(found)
    if correcting and correcting.content == hashed(layout, row)["content"].item():
        return correcting
    made = _correction(layout, row, person, correcting) if correcting else _addition(layout, row, person, now)
    if not made.sheets[sheet].write.is_empty():
        people = store.write(made, person.agency_id, now=now, by_id=by.pk if by else None, batch_id=None)
        fact = _fact_of(made, layout, person)
        replaced = made.sheets[sheet].write["replaces"].item()
        audit.record(event, person, by=by, sheet=sheet, fact=fact.pk, replaces=replaced)
        changed.tell(people)
        return fact
    return _fact_of(made, layout, person, row)


@transaction.atomic
def fact_withdraw(fact: Fact, *, by: User | None, reason: str, expected_version: int | None = None) -> None:
    """Take a fact that was never true out of what is current; the row stays, with when and by whom it was withdrawn."""
    if not reason.strip():
        raise refuse("a withdrawal needs a reason", "Say what shows that it was never true", sheet=fact.sheet)
    now = timezone.now()
    person = lock_person(fact.person, by)
    _stand_on(person, expected_version, {}, fact)
    if not type(fact).objects.current().filter(pk=fact.pk).update(superseded_at=now):
        raise refuse("this fact is no longer current", "Look at the person's page again", sheet=fact.sheet)
    store.touch([person.pk], now)
    if fact.sheet == "names":
        refresh_titles([person.pk])
    audit.record("registry.fact.withdrawn", person, by=by, purpose=reason[:200], sheet=fact.sheet, fact=fact.pk)
    changed.tell([person.pk])


def values_of(fact: Fact) -> dict[str, Any]:
    """A fact under the columns of its sheet."""
    return {name: getattr(fact, name) for name in SHEETS[fact.sheet].names if name != "person_id"}


def _stand_on(person: Person, expected: int | None, given: Mapping[str, Any], correcting: Fact | None) -> None:
    """Refuse to write over what its writer has not seen (R2)."""
    if expected is not None and expected != person.version:
        there = _in_its_place(correcting, person) if correcting else None
        on_file = values_of(there) if there else {}
        raise Conflict({k: v for k, v in given.items() if k != "person_id"}, on_file, person.version, there)
    if correcting is not None and not _is_current(correcting, person):
        raise refuse("this fact is no longer current", "Look at the person's page again", sheet=correcting.sheet)


def _in_its_place(fact: Fact, person: Person) -> Fact | None:
    """What is on file now under the key of a fact that may have been superseded."""
    there: Fact | None = type(fact).objects.current().filter(person=person, key=fact.key).first()
    return there


def _is_current(fact: Fact, person: Person) -> bool:
    return type(fact).objects.current().filter(pk=fact.pk, person=person).exists()


def _life(person: Person, layout: Sheet) -> dict[str, date | None]:
    """Birth and death as on file, against which the dates of the row are held; not against a row that mends them."""
    born = BirthDate.objects.current().filter(person=person, kind="actual").order_by("date_of_birth").first()
    died = Description.objects.current().filter(person=person).values_list("died_on", flat=True).first()
    return {
        "born": born.date_of_birth if born and layout.name != "dates_of_birth" else None,
        "died": died if layout.name != "persons" else None,
    }


def _addition(layout: Sheet, row: pl.DataFrame, person: Person, now: Any) -> plan.Plan:
    rows = plan.with_hashes({layout.name: row})
    made = plan.make(person.agency_id, rows, {layout.name: Count(1)}, today=today_at(person.agency, now))
    if not made.problems.is_empty():
        raise Refused(list(from_frame(made.problems)))
    return made


def _correction(layout: Sheet, row: pl.DataFrame, person: Person, correcting: Fact) -> plan.Plan:
    fresh = hashed(layout, row)
    key = fresh["key"].item()
    taken = FACTS[layout.name].objects.current().filter(person=person, key=key).exclude(pk=correcting.pk)
    if taken.exists():
        raise refuse(
            "another fact on file already says this", "Correct that one, or withdraw this one", sheet=layout.name
        )
    known = pl.DataFrame({"pk": [person.pk], "person_id": [person.person_id]})
    return plan.single(row, layout, known, correcting.pk)


def _fact_of(made: plan.Plan, layout: Sheet, person: Person, row: pl.DataFrame | None = None) -> Fact:
    written = made.sheets[layout.name].write
    key = (written if row is None else hashed(layout, row))["key"].item()
    fact: Fact = FACTS[layout.name].objects.current().get(person=person, key=key)
    return fact
