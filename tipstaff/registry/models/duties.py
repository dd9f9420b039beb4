"""What the duties turn on: convictions, registrations, custody, supervision, verifications, changes, journeys."""

from django.db import models

from tipstaff.registry.models.record import Fact, not_before


class Conviction(Fact):
    """A conviction or adjudication that may require registration. No victim is named."""

    sheet = "convictions"

    conviction_id = models.CharField(max_length=80)
    convicting = models.CharField(max_length=9, blank=True)
    convicting_code = models.CharField(max_length=12, blank=True)
    statute = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=60, blank=True)
    conduct = models.CharField(max_length=12, blank=True)
    offense_title = models.CharField(max_length=300, blank=True)
    offense_date = models.DateField(null=True, blank=True)
    conviction_date = models.DateField(null=True, blank=True)
    sentencing_date = models.DateField(null=True, blank=True)
    sentenced_to_imprisonment = models.BooleanField(null=True, blank=True)
    release_date = models.DateField(null=True, blank=True)
    punishable_gt_1yr = models.BooleanField(null=True, blank=True)
    analogue_gt_1yr = models.BooleanField(null=True, blank=True)
    victim_age = models.IntegerField(null=True, blank=True)
    offender_is_parent = models.BooleanField(null=True, blank=True)
    custodial_authority = models.BooleanField(null=True, blank=True)
    consensual = models.BooleanField(null=True, blank=True)
    within_four_years = models.BooleanField(null=True, blank=True)
    juvenile_adjudication = models.BooleanField(null=True, blank=True)
    juvenile_comparable = models.CharField(max_length=6, blank=True)
    state_dept_fair_trial = models.BooleanField(null=True, blank=True)
    jurisdiction_finding_fair = models.BooleanField(null=True, blank=True)
    specified_offense_against_minor = models.BooleanField(null=True, blank=True)
    vacated_on = models.DateField(null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "registry_convictions"


class Registration(Fact):
    """The person's registration in one jurisdiction."""

    sheet = "registrations"

    jurisdiction = models.CharField(max_length=12)
    basis = models.CharField(max_length=10, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    initial_event = models.CharField(max_length=24, blank=True)
    initial_event_on = models.DateField(null=True, blank=True)
    tier = models.CharField(max_length=3, blank=True)
    tier_source = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)
    county = models.CharField(max_length=100, blank=True)
    officer = models.CharField(max_length=100, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("registered_on", "ended_on", "registrations")]
        db_table = "registry_registrations"


class Custody(Fact):
    """Time in custody or civil commitment."""

    sheet = "custody"

    kind = models.CharField(max_length=16, blank=True)
    facility = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("from_on", "to_on", "custody")]
        db_table = "registry_custody"


class Supervision(Fact):
    """Probation, parole, supervised release or treatment."""

    sheet = "supervision"

    kind = models.CharField(max_length=18)
    status = models.CharField(max_length=9, blank=True)
    from_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    certified = models.BooleanField(null=True, blank=True)
    officer = models.CharField(max_length=200, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("from_on", "completed_on", "supervision")]
        db_table = "registry_supervision"


class Verification(Fact):
    """One periodic verification and how it was done."""

    sheet = "verifications"

    jurisdiction = models.CharField(max_length=12)
    verified_on = models.DateField()
    mode = models.CharField(max_length=14, blank=True)
    identity_checked = models.BooleanField(null=True, blank=True)
    photograph_possible = models.BooleanField(null=True, blank=True)
    all_fields_reviewed = models.BooleanField(null=True, blank=True)
    officer = models.CharField(max_length=100, blank=True)

    class Meta(Fact.Meta):
        db_table = "registry_verifications"


class Change(Fact):
    """A change and when it was reported."""

    sheet = "changes"

    event = models.CharField(max_length=24)
    event_date = models.DateField()
    jurisdiction = models.CharField(max_length=12, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    in_person = models.BooleanField(null=True, blank=True)
    planned_days = models.IntegerField(null=True, blank=True)
    actual_days = models.IntegerField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    no_mechanism = models.BooleanField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        db_table = "registry_changes"


class Journey(Fact):
    """A journey abroad and when it was announced."""

    sheet = "travel"

    departs_on = models.DateField()
    destination = models.CharField(max_length=100, blank=True)
    returns_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    known_on = models.DateField(null=True, blank=True)
    carrier = models.CharField(max_length=100, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=9, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("departs_on", "returns_on", "travel")]
        db_table = "registry_travel"
