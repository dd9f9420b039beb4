"""Questions asked of the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Max

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


@dataclass(frozen=True)
class Look:
    """Somebody's looks at one record: how often, last when, what for."""

    actor_id: int | None
    times: int
    last: datetime
    purposes: tuple[str, ...]


def looks_at(subject: models.Model) -> list[Look]:
    """Who has looked at a record, whoever looked last first."""
    looks = about(subject).order_by().filter(action__endswith=".viewed")
    purposes: dict[int | None, list[str]] = {}
    for actor, purpose in looks.exclude(purpose="").values_list("actor_id", "purpose").distinct().order_by("purpose"):
        purposes.setdefault(actor, []).append(purpose)
    rows = looks.values_list("actor_id").annotate(times=Count("pk"), last=Max("at")).order_by("-last")
    return [Look(actor, times, last, tuple(purposes.get(actor, ()))) for actor, times, last in rows]


def named(looks: Iterable[Look], people: models.QuerySet[Any]) -> list[tuple[Look, Any]]:
    """Each with the person who looked, or None where these people do not hold them; for `audit/_looks.html`."""
    found = list(looks)
    by_id = people.in_bulk([look.actor_id for look in found if look.actor_id])
    return [(look, by_id.get(look.actor_id or 0)) for look in found]
