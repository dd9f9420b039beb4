"""What a public site may show: never, juvenile, Tier I, field, in that order."""

import pytest

from tipstaff.sorna.casebook import publication_law
from tipstaff.sorna.lawbook import load
from tipstaff.sorna.publish import publish

NEVER = ["victim_identity", "ssn", "non_conviction_arrest", "travel_document_number", "remote_identifier"]


@pytest.mark.parametrize("field", NEVER)
@pytest.mark.parametrize("tier", ["I", "II", "III", None])
@pytest.mark.parametrize("juvenile", [True, False, None])
def test_some_fields_are_never_public_whoever_it_is(field, tier, juvenile):
    found = publish(field, tier, specified_offense_against_minor=False, juvenile_adjudication=juvenile)

    assert (found.answer, found.because.rule) == ("never", "SORNA-PUB-1")


def test_posting_a_juvenile_is_optional_before_tier_and_field_are_asked():
    assert publish("photograph", "III", juvenile_adjudication=True).answer == "optional"


@pytest.mark.parametrize(("against_minor", "answer"), [(False, "optional"), (True, "required"), (None, "required")])
def test_a_tier_one_record_is_optional_only_if_no_offense_against_a_minor_is_known_of(against_minor, answer):
    assert publish("photograph", "I", specified_offense_against_minor=against_minor).answer == answer


def test_the_optional_record_covers_fields_that_are_otherwise_the_jurisdictions_choice():
    assert publish("telephone", "I", specified_offense_against_minor=False).answer == "optional"
    assert publish("telephone", "II", specified_offense_against_minor=False).answer == "jurisdiction_choice"


def test_the_employers_name_may_be_withheld_and_its_address_may_not():
    assert publish("employer_name", "III").answer == "optional"
    assert publish("employment_address", "III").answer == "required"


def test_every_answer_cites_a_rule_of_the_lawbook():
    assert {cited.rule for cited in publication_law().because.values()} <= set(load().rules)
