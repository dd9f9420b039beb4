"""One row for each act. Rows are only ever added."""

from django.db import models


class Event(models.Model):
    """Who did what to which object, when, from where, why, with what result (security rule L2)."""

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField(null=True, help_text="The user, or null where the machine acted.")
    agency_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80, help_text="app.entity.past, such as registry.person.viewed")
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    source_address = models.GenericIPAddressField(null=True)
    outcome = models.CharField(max_length=20, default="done")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"], name="audit_object_at"),
            models.Index(fields=["agency_id", "-at", "-id"], name="audit_agency_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.object_type} {self.object_id}"
