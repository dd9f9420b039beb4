"""Agencies and the people who work in them. Every record with case data belongs to one agency."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Agency(models.Model):
    """A registry, police, court, military or federal body that uses Tipstaff (agencies-and-roles, AR-AGY)."""

    class Kind(models.TextChoices):
        TRIBAL_REGISTRY = "TRIBAL_REGISTRY", "Tribal registry"
        STATE_REGISTRY = "STATE_REGISTRY", "State registry"
        TERRITORY = "TERRITORY", "Territorial registry"
        MILITARY_CORRECTIONS = "MILITARY_CORRECTIONS", "Military corrections"
        USMS_NSOTC = "USMS_NSOTC", "National Sex Offender Targeting Center"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, choices=Kind)
    jurisdiction = models.CharField(
        max_length=12,
        blank=True,
        help_text="Code of the SORNA jurisdiction whose law this agency's track follows; blank if it registers nobody.",
    )
    timezone = models.CharField(max_length=64, default="UTC")
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in. Works in one agency; sees that agency's records."""

    class Role(models.TextChoices):
        REGISTRAR = "registrar", "Registrar"
        OFFICER = "officer", "Officer"
        SUPERVISOR = "supervisor", "Supervisor"
        ANALYST = "nsotc_analyst", "NSOTC analyst"
        AUDITOR = "auditor", "Auditor"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    role = models.CharField(max_length=40, choices=Role, blank=True)
    locked_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Since when wrong tries keep the account shut; null: open"
    )

    source_address: str | None = None  # of the request in which this person acts; the trail reads it

    def __str__(self) -> str:
        return self.get_full_name() or self.username
