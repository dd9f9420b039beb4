"""A fact is recorded, corrected, withdrawn; nothing is overwritten that its writer has not seen (R2, T32)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tipstaff.accounts.models import Agency, User
from tipstaff.audit.models import Event
from tipstaff.registry import changed
from tipstaff.registry.models import FACTS, Address, Name, Person, Registration, Verification
from tipstaff.registry.services import (
    Conflict,
    Refused,
    change_report,
    fact_record,
    fact_withdraw,
    person_add,
    verification_record,
)

HOME = {"kind": "residence", "street": "12 Juniper Road", "city": "Shiprock", "state": "NM", "from_on": "2024-05-01"}


def test_a_person_is_on_file_with_name_birth_and_registration(rosa: Person):
    assert (str(rosa), rosa.version) == ("Begaye-Sample, Rosa", 1)
    assert rosa.birthdate_set.get().date_of_birth == date(1984, 2, 29)
    assert rosa.registration_set.get().tier == "II"
    assert Event.objects.get(action="registry.person.added").object_id == str(rosa.pk)


def test_a_number_that_is_taken_is_refused_and_says_what_to_do(rosa: Person, red_mesa: Agency, ana: User):
    with pytest.raises(Refused) as refused:
        person_add(red_mesa, {"person_id": "RM-1", "family_name": "Other", "jurisdiction": "RM"}, by=ana)
    (problem,) = refused.value.problems
    assert (problem.column, problem.fix) == ("person_id", "Open that person, or give the number of this one")


def test_a_fact_keeps_when_it_was_true_who_said_so_and_when_it_was_learned(rosa: Person, ana: User):
    fact = fact_record(rosa, "addresses", HOME, by=ana, source="the registrant", learned_on=date(2024, 5, 2))
    address = Address.objects.get()
    assert fact == address
    assert (address.from_on, address.source, address.learned_on) == (
        date(2024, 5, 1), "the registrant", date(2024, 5, 2),
    )  # fmt: skip
    assert (address.recorded_by_id, address.superseded_at) == (ana.pk, None)


def test_a_later_word_on_the_same_fact_supersedes_it_and_keeps_what_it_leaves_open(rosa: Person, ana: User):
    fact_record(rosa, "addresses", HOME, by=ana)
    now = fact_record(rosa, "addresses", {"kind": "residence", "from_on": "2024-05-01", "zip": "87420"}, by=ana)
    earlier, later = Address.objects.order_by("id")
    assert later == now
    assert (later.street, later.zip, later.superseded_at) == ("12 Juniper Road", "87420", None)
    assert (earlier.zip, earlier.superseded_at is not None) == ("", True)


def test_a_correction_takes_the_place_of_the_whole_fact_even_under_another_key(rosa: Person, ana: User):
    wrong = fact_record(rosa, "addresses", HOME, by=ana)
    corrected = fact_record(
        rosa, "addresses", {"kind": "residence", "street": "21 Juniper Road", "from_on": "2024-06-01"},
        by=ana, correcting=wrong,
    )  # fmt: skip
    assert list(Address.objects.current()) == [corrected]
    assert (corrected.street, corrected.city) == ("21 Juniper Road", "")


def test_a_correction_that_changes_nothing_writes_nothing(rosa: Person, ana: User):
    fact = fact_record(rosa, "addresses", HOME, by=ana)
    version = Person.objects.get().version
    assert fact_record(rosa, "addresses", HOME, by=ana, correcting=fact) == fact
    assert (Address.objects.count(), Person.objects.get().version) == (1, version)


def test_a_correction_may_not_double_another_fact(rosa: Person, ana: User):
    fact_record(rosa, "addresses", HOME, by=ana)
    other = fact_record(rosa, "addresses", HOME | {"from_on": "2025-01-01"}, by=ana)
    with pytest.raises(Refused, match="another fact on file"):
        fact_record(rosa, "addresses", HOME, by=ana, correcting=other)
    assert Address.objects.current().count() == 2


def test_what_is_wrong_is_named_by_column_with_a_fix_and_nothing_is_saved(rosa: Person, ana: User):
    with pytest.raises(Refused) as refused:
        fact_record(rosa, "addresses", {"kind": "castle", "from_on": "2024-05-01", "to_on": "2023-05-01"}, by=ana)
    assert {problem.column for problem in refused.value.problems} == {"kind", "to_on"}
    assert all(problem.reason and problem.fix for problem in refused.value.problems)
    assert not Address.objects.exists()


@pytest.mark.parametrize(
    ("sheet", "values"),
    [
        ("addresses", {"kind": "residence", "from_on": "1960-01-01"}),
        ("verifications", {"jurisdiction": "RM", "verified_on": "1983-01-01"}),
        ("verifications", {"jurisdiction": "ZZ", "verified_on": "2026-01-05"}),
        ("verifications", {"jurisdiction": "RM", "verified_on": "2099-01-05"}),
    ],
)
def test_a_date_before_birth_or_in_the_future_and_an_unknown_jurisdiction_are_refused(
    rosa: Person, ana: User, sheet: str, values: dict[str, str]
):
    with pytest.raises(Refused):
        fact_record(rosa, sheet, values, by=ana)


def test_two_officers_who_save_from_the_same_version_meet_a_conflict_with_both_texts(rosa: Person, ana: User):
    fact = fact_record(rosa, "addresses", HOME, by=ana)
    seen = Person.objects.get().version
    fact_record(rosa, "addresses", HOME | {"street": "1 First Street"}, by=ana, correcting=fact, expected_version=seen)
    with pytest.raises(Conflict) as conflict:
        fact_record(
            rosa, "addresses", HOME | {"street": "2 Second Street"}, by=ana, correcting=fact, expected_version=seen
        )
    assert conflict.value.given["street"] == "2 Second Street"
    assert conflict.value.on_file["street"] == "1 First Street"
    assert conflict.value.version == seen + 1
    assert Address.objects.current().get().street == "1 First Street"


def test_a_new_legal_name_becomes_the_one_in_lists_and_the_old_one_is_still_found(rosa: Person, ana: User):
    old = Name.objects.get()
    fact_record(
        rosa, "names", {"kind": "former", "family_name": "Begaye-Sample", "given_name": "Rosa", "to_on": "2026-01-02"},
        by=ana, correcting=old,
    )  # fmt: skip
    fact_record(rosa, "names", {"kind": "legal", "family_name": "Peña", "given_name": "Rosa"}, by=ana)
    rosa.refresh_from_db()
    assert str(rosa) == "Peña, Rosa"
    assert " pena " in rosa.search_name and " begayesample " in rosa.search_name


def test_a_fact_that_was_never_true_is_withdrawn_with_a_reason_and_stays_on_file(rosa: Person, ana: User):
    fact = fact_record(rosa, "addresses", HOME, by=ana)
    with pytest.raises(Refused):
        fact_withdraw(fact, by=ana, reason=" ")
    fact_withdraw(fact, by=ana, reason="Entered on the wrong person")
    assert (Address.objects.current().count(), Address.objects.count()) == (0, 1)
    assert Event.objects.get(action="registry.fact.withdrawn").purpose == "Entered on the wrong person"
    with pytest.raises(Refused):
        fact_withdraw(fact, by=ana, reason="Again")


def test_a_verification_at_the_counter_says_how_it_was_done(rosa: Person, ana: User):
    verification_record(
        rosa, jurisdiction="RM", verified_on=date(2026, 11, 20), mode="office", identity_checked=True,
        photograph_possible=True, all_fields_reviewed=False, officer="Ana", by=ana, expected_version=rosa.version,
    )  # fmt: skip
    made = Verification.objects.get()
    assert (made.mode, made.identity_checked, made.all_fields_reviewed) == ("office", True, False)
    assert Event.objects.filter(action="registry.verification.recorded", actor_id=ana.pk).exists()


def test_a_second_appearance_on_a_day_never_takes_the_place_of_the_first_unasked(rosa: Person, ana: User):
    at = {"jurisdiction": "RM", "verified_on": date(2026, 11, 20), "by": ana}
    full = dict.fromkeys(("identity_checked", "photograph_possible", "all_fields_reviewed"), True)
    verification_record(rosa, mode="office", **full, **at)
    with pytest.raises(Refused, match="another appearance on that day"):
        verification_record(rosa, mode="mail", **dict.fromkeys(full, False), **at)
    assert Verification.objects.get().mode == "office"


def test_a_reported_change_says_when_it_was_reported_and_how(rosa: Person, ana: User):
    change = change_report(
        rosa, event="change_residence", event_date=date(2026, 11, 16), jurisdiction="RM",
        reported_on=date(2026, 11, 18), in_person=True, by=ana,
    )  # fmt: skip
    assert (change.event, change.reported_on, change.source) == (
        "change_residence", date(2026, 11, 18), "the registrant",
    )  # fmt: skip


def test_whoever_listens_hears_of_every_change_and_can_take_it_back(
    rosa: Person, ana: User, monkeypatch: pytest.MonkeyPatch
):
    told: list[list[int]] = []
    monkeypatch.setattr(changed, "on_person_changed", [told.append])
    fact_record(rosa, "registrations", {"jurisdiction": "RM", "tier": "III"}, by=ana)
    assert told == [[rosa.pk]]

    def fail(people: list[int]) -> None:
        raise RuntimeError("the law could not be asked")

    monkeypatch.setattr(changed, "on_person_changed", [fail])
    with pytest.raises(RuntimeError):
        fact_record(rosa, "registrations", {"jurisdiction": "RM", "tier": "I"}, by=ana)
    assert Registration.objects.current().get().tier == "III"


def test_nobody_without_the_permission_or_of_another_agency_changes_the_record(
    rosa: Person, olga: User, ben: User, eve: User
):
    before = {name: model.objects.count() for name, model in FACTS.items()}
    for who in (olga, ben, eve):
        with pytest.raises(PermissionDenied):
            fact_record(rosa, "addresses", HOME, by=who)
        with pytest.raises(PermissionDenied):
            person_add(rosa.agency, {"person_id": "RM-9", "family_name": "X", "jurisdiction": "RM"}, by=who)
    assert {name: model.objects.count() for name, model in FACTS.items()} == before


def test_the_models_carry_the_columns_of_the_layout():
    from tipstaff.formats.registry import SHEETS

    assert list(FACTS) == list(SHEETS)
    for name, sheet in SHEETS.items():
        fields = {field.name for field in FACTS[name]._meta.get_fields()}
        assert set(sheet.names) - {"person_id"} <= fields, name
        for column in sheet.columns:
            if column.kind in ("text", "choice") and column.name != "person_id":
                room = FACTS[name]._meta.get_field(column.name).max_length
                assert room is None or room >= max([len(c) for c in column.choices] or [column.max_length]), column
