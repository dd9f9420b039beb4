"""Who sees which job: the people of the agency it was asked for, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from tipstaff.jobs.models import Job


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> JobQuerySet:
        """Jobs of the user's own agency; a user without one sees none."""
        agency_id = getattr(user, "agency_id", None)
        return self.none() if agency_id is None else self.filter(agency_id=agency_id)

    def active(self) -> JobQuerySet:
        return self.filter(due_at__isnull=False)
