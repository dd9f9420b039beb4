"""Questions asked of the trail."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Max

from tipstaff.audit.models import Event

Events = models.QuerySet[Event]


def about(subject: models.Model) -> Events:
    """The acts on one object, oldest first."""
    found = Event.objects.filter(object_type=subject._meta.label_lower, object_id=str(subject.pk))
    return found.order_by("at", "pk")


def count_since(subject: models.Model, action: str, begun: datetime) -> int:
    """How often something happened to an object after a moment."""
    return about(subject).filter(action=action, at__gt=begun).count()


def last_at(subject: models.Model, actions: Iterable[str]) -> datetime | None:
    """When one of these last happened to an object."""
    last: datetime | None = about(subject).order_by().filter(action__in=list(actions)).aggregate(last=Max("at"))["last"]
    return last


def of_agency(agency_id: int | None) -> Events:
    """What the people of an agency did, newest first; nothing where there is no agency."""
    if agency_id is None:
        return Event.objects.none()
    return Event.objects.filter(agency_id=agency_id).order_by("-at", "-pk")
