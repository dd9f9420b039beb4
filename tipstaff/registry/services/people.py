"""A person who is not on file yet."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import IntegrityError, transaction
from django.utils import timezone

from tipstaff.accounts.models import Agency, User
from tipstaff.audit import services as audit
from tipstaff.formats.registry import ROSTER, Count
from tipstaff.formats.registry.problems import from_frame
from tipstaff.formats.registry.roster import expand
from tipstaff.registry import changed
from tipstaff.registry.checking import checked, errors
from tipstaff.registry.intake import plan, store
from tipstaff.registry.jurisdictions import today_at
from tipstaff.registry.models import Person
from tipstaff.registry.services.access import lock_agency, may
from tipstaff.registry.services.errors import Refused, refuse


@transaction.atomic
def person_add(agency: Agency, values: Mapping[str, Any], *, by: User | None, source: str = "") -> Person:
    """Put a person on file from the core of the roster: number, name, date of birth, jurisdiction and so on.

    `values` are columns of the roster. Raises Refused where they are bad or the number is taken; PermissionDenied.
    """
    may(by, "registry.change", agency)
    now = timezone.now()
    lock_agency(agency.pk)
    row, problems = checked(ROSTER, values, today=today_at(agency, now))
    if found := errors(problems):
        raise Refused(found)
    number = row["person_id"].item()
    if Person.objects.filter(agency=agency, person_id=number).exists():
        raise _taken(number)
    frames = {name: frame for name, frame in expand(row).items() if frame.height}
    if source:
        frames = {name: frame.with_columns(source=pl.lit(source)) for name, frame in frames.items()}
    made = plan.make(agency.pk, plan.with_hashes(frames), {ROSTER.name: Count(1)}, today=today_at(agency, now))
    if not made.problems.is_empty():
        raise Refused(list(from_frame(made.problems)))
    try:
        with transaction.atomic():
            people = store.write(made, agency.pk, now=now, by_id=by.pk if by else None, batch_id=None)
    except IntegrityError as taken:
        raise _taken(number) from taken
    person = Person.objects.get(pk=people[0])
    audit.record("registry.person.added", person, by=by)
    changed.tell(people)
    return person


def _taken(number: str) -> Refused:
    return refuse(
        "a person with this number is on file already",
        "Open that person, or give the number of this one",
        sheet=ROSTER.name,
        column="person_id",
        value=number,
    )
