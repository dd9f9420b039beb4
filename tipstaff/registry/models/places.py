"""Where the person lives, works and studies, and what they drive."""

from django.db import models

from tipstaff.registry.models.record import Fact, not_before


class Address(Fact):
    """A residence, lodging, mailing address or the area where a person without a home stays."""

    sheet = "addresses"

    kind = models.CharField(max_length=17)
    jurisdiction = models.CharField(max_length=12, blank=True)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    county = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=500, blank=True)
    transient = models.BooleanField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("from_on", "to_on", "addresses")]
        db_table = "registry_addresses"


class Employment(Fact):
    """Work, paid or not."""

    sheet = "employment"

    employer = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=12, blank=True)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    county = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=500, blank=True)
    volunteer = models.BooleanField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("from_on", "to_on", "employment")]
        db_table = "registry_employment"


class School(Fact):
    """A school where the person is enrolled."""

    sheet = "schools"

    school = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=12, blank=True)
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    county = models.CharField(max_length=100, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("from_on", "to_on", "schools")]
        db_table = "registry_schools"


class Vehicle(Fact):
    """A vehicle owned or operated."""

    sheet = "vehicles"

    kind = models.CharField(max_length=5)
    plate = models.CharField(max_length=20, blank=True)
    plate_state = models.CharField(max_length=2, blank=True)
    vin = models.CharField(max_length=20, blank=True)
    year = models.IntegerField(null=True, blank=True)
    make = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=60, blank=True)
    color = models.CharField(max_length=30, blank=True)
    kept_at = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("from_on", "to_on", "vehicles")]
        db_table = "registry_vehicles"
