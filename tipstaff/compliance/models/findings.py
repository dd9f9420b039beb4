"""What the law kernel said, when that opened and closed, and the rows of the work list. Only `services` writes them."""

from django.db import models
from django.db.models import Q

from tipstaff.accounts.models import Agency
from tipstaff.accounts.queries import AgencyOwned
from tipstaff.registry.models import Person


class FindingQuerySet(AgencyOwned["Finding"]):
    def current(self) -> "FindingQuerySet":
        return self.filter(closed_at=None)


class Finding(models.Model):
    """How one duty of one person stood from `opened_at` until `closed_at` (columns of tipstaff.sorna.findings).

    The current findings are those with no `closed_at`. A finding that changes is closed and a new one opened, so the
    history of a duty is its rows in order.
    """

    # No index of its own: two million rows for 100,000 people, always asked for by person.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="findings", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    track = models.CharField(max_length=12)
    duty = models.CharField(max_length=24)
    subject = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=16)
    due_on = models.DateField(null=True)
    grace_through_on = models.DateField(null=True)
    since_on = models.DateField(null=True)
    rule = models.CharField(max_length=24)
    basis = models.CharField(max_length=40, blank=True)
    basis_on = models.DateField(null=True)
    tier = models.CharField(max_length=3, blank=True)
    interval = models.CharField(max_length=40, blank=True)
    missing = models.TextField(blank=True)
    flags = models.TextField(blank=True)
    as_of = models.DateField(help_text="The day for which the law was asked when this opened")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(
        max_length=200, blank=True, help_text="What closed it: an act, an import, a day passing"
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "track", "duty", "subject"], condition=Q(closed_at=None), name="finding_current_once"
            )
        ]
        indexes = [
            models.Index(fields=["person", "closed_at"], condition=Q(closed_at__isnull=False), name="finding_history"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.track} {self.duty}: {self.status}"


class WorkItem(models.Model):
    """A row of the work list: a current finding that needs somebody, with what the list sorts and filters by.

    Kept beside the findings because a list of 100,000 people must answer at once. Made from them in the same
    transaction, whole, so the two cannot disagree. Where several tracks say that the same duty needs somebody,
    `is_lead` marks the most urgent, the one that the list shows.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    track = models.CharField(max_length=12)
    duty = models.CharField(max_length=24)
    subject = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=16)
    urgency = models.PositiveSmallIntegerField(help_text="Place of the status in a work list, 0 first")
    order_on = models.DateField(help_text="Orders rows of one urgency: the due date, else since when, else last")
    due_on = models.DateField(null=True)
    since_on = models.DateField(null=True)
    tier = models.CharField(max_length=3, blank=True)
    is_lead = models.BooleanField()
    number = models.CharField(max_length=60)
    family_name = models.CharField(max_length=200, blank=True)
    given_name = models.CharField(max_length=200, blank=True)
    county = models.CharField(max_length=100, blank=True)
    officer = models.CharField(max_length=100, blank=True)

    objects = AgencyOwned["WorkItem"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "track", "duty", "subject"], name="work_item_once"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "urgency", "order_on", "id"], condition=Q(is_lead=True), name="work_item_in_order"
            ),
            models.Index(
                fields=["agency", "family_name", "given_name", "id"],
                condition=Q(is_lead=True),
                name="work_item_by_name",
            ),
            # Holds all that the figures above the list count by, so that counting reads no row.
            models.Index(
                fields=["agency", "status", "duty", "tier", "officer", "county"],
                condition=Q(is_lead=True),
                name="work_item_figures",
            ),
            models.Index(fields=["agency", "track", "status", "duty"], name="work_item_track"),
            models.Index(fields=["agency", "county"], name="work_item_county"),
            models.Index(fields=["agency", "officer"], name="work_item_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.track} {self.duty}: {self.status}"


class Fingerprint(models.Model):
    """A number made of all that stands for a person: equal numbers, nothing changed, nothing to read.

    Only a shortcut, and only one way: where numbers differ the rows themselves are compared.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    value = models.BigIntegerField()

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.value}"


class Evaluation(models.Model):
    """One time that the law was asked about everybody of an agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)

    objects = AgencyOwned["Evaluation"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "-finished_at"], name="evaluation_latest")]

    def __str__(self) -> str:
        return f"agency {self.agency_id} as of {self.as_of}"
