"""Files that came in and files that went out: imports with their problems, remembered headings, exports."""

from django.db import models
from django.db.models import Q

from tipstaff.accounts.models import Agency
from tipstaff.accounts.queries import AgencyOwned


class ImportBatch(models.Model):
    """One file on its way into the record. Nothing of it is in the record before it is committed."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Received"
        MAPPING = "mapping", "Waiting for its columns to be named"
        CHECKED = "checked", "Checked, nothing saved yet"
        COMMITTING = "committing", "Being committed"
        COMMITTED = "committed", "Committed"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    ENDED = (State.COMMITTED, State.REFUSED, State.WITHDRAWN)

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    by_id = models.BigIntegerField(null=True, help_text="The user who sent it, or null where the machine did")
    by_name = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=255, help_text="As the sender called it; shown, never used as a path")
    stored_as = models.CharField(max_length=100, blank=True, help_text="Made-up name of the folder that keeps it")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    options = models.JSONField(default=dict, help_text="What the sender declared: encoding, date order, delimiter")
    proposal = models.JSONField(null=True, help_text="What the column mapper proposes for headings that are not ours")
    mapping = models.JSONField(null=True, help_text="Which heading is which column, as a person decided")
    read = models.JSONField(default=dict, help_text="Sheet to what the reading of the file made of its rows")
    counts = models.JSONField(default=dict, help_text="Sheet to what became of its rows, as previewed or committed")
    samples = models.JSONField(default=list, help_text="Some corrections, before and after")
    refusal = models.JSONField(null=True, help_text="Why the whole file was refused")
    people_new = models.PositiveIntegerField(default=0)
    people_changed = models.PositiveIntegerField(default=0)
    job_id = models.BigIntegerField(null=True)
    changed_since_preview = models.BooleanField(default=False, help_text="The record moved: the numbers are new")
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)
    committed_by_id = models.BigIntegerField(null=True)

    objects = AgencyOwned.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["agency", "-id"], name="import_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="committed") | Q(committed_at__isnull=False), name="import_committed_has_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED


class ImportProblem(models.Model):
    """One thing that is wrong with a row or cell of an imported file."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    file = models.TextField()
    line = models.BigIntegerField(null=True)
    column = models.TextField(blank=True)
    value = models.TextField(blank=True, help_text="Clipped; marks that nobody can see are spelled out")
    reason = models.TextField()
    fix = models.TextField(blank=True)
    severity = models.CharField(max_length=7)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "severity", "id"], name="problem_of_batch")]

    def __str__(self) -> str:
        return f"{self.file} line {self.line}: {self.reason}"


class SavedMapping(models.Model):
    """Which heading of a foreign spreadsheet is which column, remembered under the headings' fingerprint."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by_id = models.BigIntegerField(null=True)

    objects = AgencyOwned.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "fingerprint"], name="mapping_once_in_agency")]

    def __str__(self) -> str:
        return f"columns {self.fingerprint[:8]}"


class Export(models.Model):
    """One file of the record that was asked for: by whom, why, how much, and until when it may be fetched (G11)."""

    class State(models.TextChoices):
        ASKED = "asked", "Being written"
        READY = "ready", "Ready"
        EXPIRED = "expired", "No longer kept"

    class Form(models.TextChoices):
        ZIP = "zip", "CSV files in a zip"
        XLSX = "xlsx", "Excel workbook"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by_id = models.BigIntegerField()
    form = models.CharField(max_length=4, choices=Form, default=Form.ZIP)
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    people = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict)
    stored_as = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(default=0)
    job_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = AgencyOwned.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"export {self.pk} ({self.get_state_display()})"
