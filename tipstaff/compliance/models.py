"""What the law kernel said, and when that opened and closed. Written by `services`, never by hand."""

from django.db import models
from django.db.models import Q

from tipstaff.accounts.models import Agency
from tipstaff.registry.models import Person


class Finding(models.Model):
    """How one duty of one person stood from `opened_at` until `closed_at` (columns of tipstaff.sorna.findings).

    The current findings are those with no `closed_at`. A finding that changes is closed and a new one opened, so the
    history of a duty is its rows in order.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="findings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    track = models.CharField(max_length=12)
    duty = models.CharField(max_length=24)
    subject = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=16)
    urgency = models.PositiveSmallIntegerField(help_text="Place of the status in a work list, 0 first")
    due_on = models.DateField(null=True)
    grace_through_on = models.DateField(null=True)
    since_on = models.DateField(null=True)
    rule = models.CharField(max_length=24)
    basis = models.CharField(max_length=40, blank=True)
    basis_on = models.DateField(null=True)
    tier = models.CharField(max_length=3, blank=True)
    interval = models.CharField(max_length=40, blank=True)
    missing = models.CharField(max_length=400, blank=True)
    flags = models.CharField(max_length=400, blank=True)
    as_of = models.DateField(help_text="The day for which the law was asked when this opened")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(
        max_length=200, blank=True, help_text="What closed it: an act, an import, a day passing"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "track", "duty", "subject"], condition=Q(closed_at=None), name="finding_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.track} {self.duty}: {self.status}"
