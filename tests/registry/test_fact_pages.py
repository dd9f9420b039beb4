"""Add, correct, withdraw and verify on a page: what is wrong stands beside its field, conflicts show both texts."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tipstaff.accounts.models import User
from tipstaff.audit.models import Event
from tipstaff.formats.registry import SHEETS
from tipstaff.registry.models import Address, Person, Verification
from tipstaff.registry.services import fact_record


@pytest.fixture
def hers(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client


@pytest.fixture
def home(rosa: Person, ana: User) -> Address:
    fact = fact_record(
        rosa, "addresses", {"kind": "residence", "street": "12 Juniper Road", "from_on": "2024-05-01"}, by=ana
    )
    rosa.refresh_from_db()
    return fact


def correct(person: Person, fact: Address) -> str:
    return reverse("fact-correct", args=[person.pk, "addresses", fact.pk])


@pytest.mark.parametrize("sheet", list(SHEETS))
def test_every_sheet_of_the_layout_has_a_form(hers: Client, rosa: Person, sheet: str):
    answer = hers.get(reverse("fact-add", args=[rosa.pk, sheet]))
    shown = answer.content.decode()
    assert answer.status_code == 200
    for column in SHEETS[sheet].columns:
        assert (f'name="{column.name}"' in shown) == (column.name not in ("person_id", "record_id"))


def test_a_new_address_is_recorded_with_its_source(hers: Client, rosa: Person, ana: User):
    form = {"kind": "residence", "street": "3 Elm", "from_on": "2025-01-05", "source": "the registrant",
            "expected_version": rosa.version}  # fmt: skip
    answer = hers.post(reverse("fact-add", args=[rosa.pk, "addresses"]), form)
    assert answer.status_code == 302
    address = Address.objects.get()
    assert (address.street, address.source, address.recorded_by_id) == ("3 Elm", "the registrant", ana.pk)


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(hers: Client, rosa: Person):
    form = {"kind": "residence", "street": "3 Elm", "from_on": "2025-01-05", "to_on": "2024-01-05",
            "expected_version": rosa.version}  # fmt: skip
    shown = hers.post(reverse("fact-add", args=[rosa.pk, "addresses"]), form).content.decode()
    assert 'id="id_to_on-error"' in shown and 'value="3 Elm"' in shown
    assert not Address.objects.exists()


def test_a_correction_keeps_the_number_of_the_row_it_came_under(hers: Client, rosa: Person, ana: User):
    fact = fact_record(rosa, "addresses", {"kind": "residence", "street": "1 Elm", "record_id": "A-7"}, by=ana)
    rosa.refresh_from_db()
    hers.post(correct(rosa, fact), {"kind": "residence", "street": "2 Elm", "expected_version": rosa.version})
    now = Address.objects.current().get()
    assert (now.street, now.record_id) == ("2 Elm", "A-7")


def test_the_second_of_two_who_correct_sees_both_texts_and_decides(hers: Client, rosa: Person, home: Address):
    entry = {"kind": "residence", "from_on": "2024-05-01", "expected_version": rosa.version}
    hers.post(correct(rosa, home), entry | {"street": "1 First Street"})
    answer = hers.post(correct(rosa, home), entry | {"street": "2 Second Street"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "1 First Street" in shown and "2 Second Street" in shown
    now = Address.objects.current().get()
    assert now.street == "1 First Street"
    assert f'action="{correct(rosa, now)}"' in shown
    rosa.refresh_from_db()
    again = entry | {"street": "2 Second Street", "expected_version": rosa.version}
    assert hers.post(correct(rosa, now), again).status_code == 302
    assert Address.objects.current().get().street == "2 Second Street"


def test_a_withdrawal_asks_for_its_reason(hers: Client, rosa: Person, home: Address):
    url = reverse("fact-withdraw", args=[rosa.pk, "addresses", home.pk])
    assert "needs a reason" in hers.post(url, {"reason": " "}).content.decode()
    hers.post(url, {"reason": "Entered on the wrong person"})
    assert not Address.objects.current().exists()


def test_an_appearance_counts_only_what_was_ticked(hers: Client, rosa: Person):
    url = reverse("verification-record", args=[rosa.pk])
    assert "SORNA-VER-8" in hers.get(url).content.decode()
    form = {"jurisdiction": "RM", "verified_on": "2026-11-20", "mode": "office", "identity_checked": "on",
            "photograph_possible": "on", "expected_version": rosa.version}  # fmt: skip
    answer = hers.post(url, form)
    assert answer.status_code == 302
    (said,) = get_messages(answer.wsgi_request)
    assert (said.level_tag, "does not count as a verification" in said.message) == ("warning", True)
    made = Verification.objects.get()
    assert (made.identity_checked, made.photograph_possible, made.all_fields_reviewed) == (True, True, False)
    assert Event.objects.get(action="registry.verification.recorded").source_address == "127.0.0.1"


def test_a_person_is_added_and_a_taken_number_is_said_at_its_field(hers: Client, rosa: Person):
    form = {"person_id": "RM-2", "family_name": "Peña", "given_name": "Ana", "jurisdiction": "RM"}
    assert hers.post(reverse("person-new"), form).status_code == 302
    assert Person.objects.get(person_id="RM-2").family_name == "Peña"
    assert 'id="id_person_id-error"' in hers.post(reverse("person-new"), form).content.decode()


def test_hidden_and_absent_people_and_facts_get_the_same_answer(client: Client, rosa: Person, home: Address, ben: User):
    client.force_login(ben)
    for pk in (rosa.pk, rosa.pk + 99):
        assert client.get(reverse("fact-add", args=[pk, "addresses"])).status_code == 404
        assert client.get(reverse("verification-record", args=[pk])).status_code == 404
        assert client.post(reverse("fact-correct", args=[pk, "addresses", home.pk]), {}).status_code == 404
    assert Address.objects.current().count() == 1


def test_a_sheet_that_the_layout_does_not_have_is_not_there(hers: Client, rosa: Person):
    assert hers.get(reverse("fact-add", args=[rosa.pk, "victims"])).status_code == 404


def test_who_may_only_read_may_not_write(client: Client, rosa: Person, olga: User):
    client.force_login(olga)
    assert client.get(reverse("person-search")).status_code == 200
    assert client.get(reverse("fact-add", args=[rosa.pk, "addresses"])).status_code == 403


def test_what_is_wrong_is_said_in_the_words_of_the_form(hers: Client, rosa: Person):
    wrong = {"kind": "residence", "street": "1 Elm", "state": "NM", "from_on": "2026-11-01", "to_on": "2020-01-01"}
    page = hers.post(reverse("fact-add", args=[rosa.pk, "addresses"]), wrong).content.decode()
    assert "is before “" in page
    assert "To_on" not in page and "is before from_on" not in page
