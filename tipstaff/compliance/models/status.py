"""What a person of the registry decided about a registrant's standing: never set by a machine (guardrail G2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from tipstaff.accounts.models import Agency
from tipstaff.accounts.queries import AgencyOwned
from tipstaff.registry.models import Person

REASON_LEAST = 20

models.TextField.register_lookup(Length)


class PersonStatus(models.Model):
    """The status word of a registrant, who set it and why. A later row takes the place of an earlier one.

    The words are kept apart (guardrail G14): a home that is missing, a verification that is missing and a person who
    is missing are three things. "Absconded" needs the steps of SORNA-ENF-3 (1) to (3), each with its evidence.
    """

    class Status(models.TextChoices):
        REGISTERED = "registered", "Registered"
        UNVERIFIED = "unverified", "Unverified"
        COULD_NOT_LOCATE = "could_not_locate", "Could not be located"
        ABSCONDED = "absconded", "Absconded"
        INCARCERATED = "incarcerated", "Incarcerated"
        DEPORTED = "deported", "Deported"
        DECEASED = "deceased", "Deceased"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="statuses")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status)
    reason = models.TextField()
    search_evidence = models.TextField(blank=True, help_text="SORNA-ENF-3 (1): how it was tried to find the person")
    police_evidence = models.TextField(blank=True, help_text="SORNA-ENF-3 (2): which law enforcement agency was told")
    sender_evidence = models.TextField(
        blank=True, help_text="SORNA-ENF-3 (3): who had sent word of the person and was told, or that nobody had"
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = AgencyOwned["PersonStatus"].as_manager()

    class Meta:
        ordering = ["-set_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(superseded_at=None), name="person_status_once"),
            models.CheckConstraint(condition=Q(reason__length__gte=REASON_LEAST), name="person_status_has_reason"),
            models.CheckConstraint(
                condition=~Q(status="absconded")
                | ~Q(search_evidence="") & ~Q(police_evidence="") & ~Q(sender_evidence=""),
                name="person_status_absconded_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.status}"

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """The steps of SORNA-ENF-3 for which evidence was given."""
        steps = (
            ("Search", self.search_evidence),
            ("Law enforcement told", self.police_evidence),
            ("Sending jurisdiction told", self.sender_evidence),
        )
        return [(step, text) for step, text in steps if text]
