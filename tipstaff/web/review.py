"""Brings together what the weekly review needs: the trail, who works at the agency, and whose record is whose."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from tipstaff.accounts.models import Agency, User
from tipstaff.audit import review
from tipstaff.registry.models import Name

BATCH = 5_000


def review_of(agency: Agency, until: datetime) -> list[review.Unusual]:
    """Unusual use at an agency in the week before a moment."""
    people = User.objects.filter(agency=agency).values_list("pk", "last_name")
    known = review.Agency(agency.pk, agency.timezone, dict(people), _named)
    return review.review(known, until)


def _named(records: Collection[str], names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Names that a person has used count too, marks and all; case does not."""
    ids = sorted(int(record) for record in records if record.isdecimal())
    for some in _batches(ids):
        pairs: Iterable[tuple[int, str]] = Name.objects.filter(person__in=some).values_list("person_id", "family_name")
        yield from ((str(pk), name.casefold()) for pk, name in pairs if name.casefold() in names)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
