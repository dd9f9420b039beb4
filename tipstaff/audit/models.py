"""One row for each act, and the chain that ties the rows together. Rows are only ever added (security rules A7, L3)."""

import secrets
from typing import Any, NoReturn, TypeVar

from django.db import models
from django.utils import timezone

M = TypeVar("M", bound=models.Model, covariant=True)


def event_uid() -> str:
    return secrets.token_hex(16)


class AppendOnly(Exception):
    """Somebody tried to change or delete what the trail holds."""


class AddedOnly(models.QuerySet[M]):
    """Rows that no code changes or deletes; triggers say the same to SQL (`guards`)."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("rows of the trail are only ever added, by tipstaff.audit.services.record")

    update = delete = bulk_create = bulk_update = update_or_create = _refuse


class TrailRow(models.Model):
    """What events and links have in common: added once, through `save`."""

    objects = AddedOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("a row of the trail cannot be changed")
        super().save(**(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("a row of the trail cannot be deleted")


class Event(TrailRow):
    """Who did what to which object, when, from where, why, with what result (security rule L2)."""

    uid = models.CharField(max_length=32, unique=True, editable=False, default=event_uid)
    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_id = models.BigIntegerField(null=True, help_text="The user, or null where the machine acted.")
    agency_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80, help_text="app.entity.past, such as registry.person.viewed")
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    source_address = models.GenericIPAddressField(null=True)
    outcome = models.CharField(max_length=20, default="done")
    detail = models.JSONField(default=dict)
    content = models.CharField(max_length=64, editable=False, help_text="SHA-256 over all of the above.")
    stamp = models.CharField(max_length=81, editable=False, help_text="Name of the key, and its HMAC of the content.")

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"], name="audit_object_at"),
            models.Index(fields=["agency_id", "-at", "-id"], name="audit_agency_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.object_type} {self.object_id}"


class Link(TrailRow):
    """The place of an event in the chain, given by a trigger: on PostgreSQL when the act's transaction ends."""

    event = models.OneToOneField(
        Event, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="link", editable=False
    )
    seq = models.BigIntegerField(
        unique=True, null=True, help_text="1, 2, 3 … without a gap; null only inside a commit."
    )
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq}: event {self.event_id}"


class Head(models.Model):
    """The end of the chain: one row, moved by a trigger as links are added."""

    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
