"""The one narrowing of every table with case data: a person sees what belongs to their own agency."""

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


class AgencyOwned(models.QuerySet[M]):
    """A queryset of rows that belong to an agency; `agency_field` is the path to it, such as "person__agency"."""

    agency_field = "agency"

    def visible_to(self, user: Any) -> Self:
        """The rows of this person's agency. Nobody without an agency, or no longer active, sees any."""
        agency_id = getattr(user, "agency_id", None)
        if agency_id is None or not user.is_active:
            return self.none()
        return self.filter(**{f"{self.agency_field}_id": agency_id})
