"""The table of jobs and the table of schedules. A job is taken by moving its `due_at` into the future."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

NO_LEASE = ""


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> "JobQuerySet":
        """Jobs of the user's own agency; a user without one sees none."""
        agency_id = getattr(user, "agency_id", None)
        return self.none() if agency_id is None else self.filter(agency_id=agency_id)

    def active(self) -> "JobQuerySet":
        return self.filter(due_at__isnull=False)


class Job(models.Model):
    """One piece of work, from the moment it is asked for until it has ended."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    ACTIVE = (Status.WAITING, Status.RUNNING)

    task = models.CharField(max_length=200, help_text="Dotted path of the task.")
    title = models.CharField(max_length=200, help_text="What people read.")
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    unique_key = models.CharField(max_length=200, blank=True, help_text="One active job for each key.")
    asked_by_id = models.BigIntegerField(null=True, help_text="The user, or null where the machine asked.")
    agency_id = models.BigIntegerField(null=True, help_text="Whose people see this job.")
    schedule = models.CharField(max_length=200, blank=True)
    scheduled_for = models.DateTimeField(null=True)

    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    due_at = models.DateTimeField(
        null=True, help_text="When a worker may take it: its turn, or the end of the lease. Null once it has ended."
    )
    lease_token = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    worker_ids = models.JSONField(default=list)

    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.CharField(max_length=200, blank=True)
    result = models.JSONField(null=True)
    errors = models.JSONField(default=list)
    problem = models.CharField(max_length=500, blank=True, help_text="Why it failed, for the person who asked.")

    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    last_attempted_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    cancel_asked_by_id = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                F("priority").desc(), "due_at", "id", name="jobs_next_to_take", condition=Q(due_at__isnull=False)
            ),
            models.Index(fields=["agency_id", "-id"], name="jobs_of_agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=~Q(unique_key="") & Q(status__in=["waiting", "running"]),
                name="jobs_one_active_for_each_key",
            ),
            models.UniqueConstraint(
                fields=["schedule", "scheduled_for"], condition=~Q(schedule=""), name="jobs_occurrence_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "running"], due_at__isnull=False)
                | Q(status__in=["done", "failed", "cancelled"], due_at__isnull=True, finished_at__isnull=False),
                name="jobs_active_is_due_ended_is_not",
            ),
            models.CheckConstraint(
                condition=Q(status="running") & ~Q(lease_token=NO_LEASE)
                | ~Q(status="running") & Q(lease_token=NO_LEASE),
                name="jobs_running_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE

    @property
    def is_cancelling(self) -> bool:
        return self.is_active and self.cancel_asked_at is not None

    @property
    def will_retry(self) -> bool:
        """Waits for another try after one that failed."""
        return self.status == self.Status.WAITING and self.attempts > 0

    @property
    def is_put_off(self) -> bool:
        """Waits for a moment that was named, not for a worker."""
        return self.status == self.Status.WAITING and self.due_at is not None and self.due_at > timezone.now()

    @property
    def percent(self) -> int | None:
        if self.status == self.Status.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def result_message(self) -> str:
        """What the task says of its outcome, if it left a mapping with a message."""
        return str(self.result.get("message", "")) if isinstance(self.result, dict) else ""

    @property
    def result_url(self) -> str:
        """Where the outcome is seen: a path of this site, never another address."""
        url = str(self.result.get("url", "")) if isinstance(self.result, dict) else ""
        return url if url.startswith("/") and not url.startswith(("//", "/\\")) else ""


class Schedule(models.Model):
    """When a declared task comes round next. Moving `next_at` on and queueing the job are one transaction."""

    name = models.CharField(max_length=200, primary_key=True)
    rhythm = models.CharField(max_length=100)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.rhythm}"
