"""Who the person is: description, names, dates of birth, identifiers, documents."""

from django.db import models

from tipstaff.registry.models.record import Fact, not_before


class Description(Fact):
    """What is true of a person once: physical description, identifiers taken, acknowledgement."""

    sheet = "persons"

    sex = models.CharField(max_length=1, blank=True)
    race = models.CharField(max_length=1, blank=True)
    height_inches = models.IntegerField(null=True, blank=True)
    weight_pounds = models.IntegerField(null=True, blank=True)
    eye_color = models.CharField(max_length=20, blank=True)
    hair_color = models.CharField(max_length=20, blank=True)
    fbi_number = models.CharField(max_length=20, blank=True)
    state_id_number = models.CharField(max_length=20, blank=True)
    ssn_on_file = models.BooleanField(null=True, blank=True)
    photographed_on = models.DateField(null=True, blank=True)
    fingerprinted_on = models.DateField(null=True, blank=True)
    palm_printed_on = models.DateField(null=True, blank=True)
    dna_collected_on = models.DateField(null=True, blank=True)
    id_copied_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "registry_persons"


class Name(Fact):
    """A name the person has or has used."""

    sheet = "names"

    kind = models.CharField(max_length=16)
    family_name = models.CharField(max_length=200)
    given_name = models.CharField(max_length=200, blank=True)
    middle_name = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=20, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("from_on", "to_on", "names")]
        db_table = "registry_names"


class BirthDate(Fact):
    """A date of birth, actual or purported."""

    sheet = "dates_of_birth"

    kind = models.CharField(max_length=9)
    date_of_birth = models.DateField()
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        db_table = "registry_dates_of_birth"


class RemoteIdentifier(Fact):
    """An e-mail address, telephone number or handle."""

    sheet = "remote_identifiers"

    kind = models.CharField(max_length=9)
    value = models.CharField(max_length=254)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("from_on", "to_on", "remote_identifiers")]
        db_table = "registry_remote_identifiers"


class Document(Fact):
    """A passport, immigration document or licence."""

    sheet = "documents"

    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    record_id = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [*Fact.Meta.constraints, not_before("issued_on", "expires_on", "documents")]
        db_table = "registry_documents"
