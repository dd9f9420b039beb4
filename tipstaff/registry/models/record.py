"""The person, and what every dated fact about a person keeps: when it was true, who said so, when we learned it.

Nothing is overwritten. A correction is a new row that supersedes the old one; "current" is a query.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from tipstaff.accounts.models import Agency
from tipstaff.accounts.queries import AgencyOwned


class PersonQuerySet(AgencyOwned["Person"]):
    """People of one agency."""


class Person(models.Model):
    """A registrant as one agency knows them. What is known of them stands in their facts.

    `family_name`, `given_name` and `search_name` repeat the current legal name so that lists sort and search without
    a join; `services` keeps them in step with the names.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people")
    person_id = models.CharField(max_length=60, help_text="The agency's own number for the person")
    family_name = models.CharField(max_length=200, blank=True)
    given_name = models.CharField(max_length=200, blank=True)
    search_name = models.TextField(blank=True, help_text="All names, without case, marks and punctuation")
    version = models.PositiveIntegerField(
        default=1, help_text="Grows with each change: a stale form is a conflict (R2)"
    )
    changed_at = models.DateTimeField(help_text="When a fact of this person last changed")
    judged_at = models.DateTimeField(null=True, help_text="When the law was last asked about this person")

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person_id"], name="person_once_in_agency")]
        indexes = [models.Index(fields=["agency", "family_name", "given_name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return f"{self.family_name}, {self.given_name}" if self.given_name else self.family_name


class FactQuerySet(AgencyOwned[Any]):
    """Facts, narrowed through the person they speak of."""

    agency_field = "person__agency"

    def current(self) -> Self:
        """Those that no correction has taken the place of."""
        return self.filter(superseded_at=None)


class Fact(models.Model):
    """A dated fact about one person. `key` tells it from the person's other facts of the same kind (Sheet.key)."""

    sheet: str  # the sheet of the registry layout that carries it

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="%(class)s_set")
    key = models.CharField(
        max_length=32, help_text="Hash of the sheet's key columns, or of record_id where it is given"
    )
    content = models.BigIntegerField(help_text="Hash of every column: equal content is an unchanged row")
    source = models.CharField(max_length=200, blank=True, help_text="Who said so")
    learned_on = models.DateField(null=True, blank=True, help_text="When the agency learned it")
    recorded_at = models.DateTimeField(help_text="When it was written here")
    recorded_by_id = models.BigIntegerField(null=True, help_text="The user who wrote or imported it")
    batch_id = models.BigIntegerField(null=True, help_text="The import that brought it")
    superseded_at = models.DateTimeField(null=True, help_text="When a correction took its place")

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=Q(superseded_at=None), name="%(class)s_current_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.pk} of person {self.person_id}"


def not_before(first: str, last: str, table: str) -> models.CheckConstraint:
    """An end never lies before its start."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}),
        name=f"{table}_{last}_not_before_{first}",
    )
