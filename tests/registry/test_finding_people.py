"""Search finds a name however it is written, and nobody of another agency (torture T26, T29, T30; security A2)."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.accounts.models import Agency, User
from tipstaff.audit.models import Event
from tipstaff.registry.models import Person
from tipstaff.registry.names import folded, query_words, search_text
from tipstaff.registry.queries import people_found
from tipstaff.registry.services import person_add


@pytest.fixture
def on_file(red_mesa: Agency, ana: User):
    def add(family_name: str, given_name: str = "", person_id: str = "") -> Person:
        number = person_id or f"RM-{Person.objects.count() + 1}"
        values = {"person_id": number, "family_name": family_name, "given_name": given_name, "jurisdiction": "RM"}
        return person_add(red_mesa, values, by=ana)

    return add


@pytest.mark.parametrize(
    ("on_record", "asked"),
    [
        ("José", "jose"), ("José", "JOSÉ"), ("Jose", "José"), ("José", "Jose\u0301"), ("Jose\u0301", "josé"),
        ("MacDonald", "Mac Donald"), ("Mac Donald", "MacDonald"), ("Mac Donald", "macdonald"),
        ("O'Brien-Ñandú", "obrien nandu"), ("Ts'ets'e", "tsetse"), ("ʻOkina", "Okina"), ("Okina", "ʻOkina"),
        ("Kealoha ʻŌpio", "opio kealoha"), ("Smith-Jones", "jones s"), ("Straße", "STRASSE"),
        ("Ødegård", "odegard"), ("Łukasz", "lukasz"),
        ("محمد", "محمد"), ("王小明", "王"), ("김", "김"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(on_file, ana: User, on_record: str, asked: str):
    person = on_file(on_record)
    found = people_found(ana, asked)
    assert found is not None and list(found) == [person]


def test_given_and_family_names_are_found_in_any_order_and_the_number_too(on_file, ana: User):
    rosa = on_file("Begaye-Sample", "Rosa", "RM-000123")
    on_file("Sample", "Ross", "RM-000456")
    on_file("Other", "Ann", "ZQX-7")
    assert [person.person_id for person in people_found(ana, "zqx") or []] == ["ZQX-7"]
    for asked in ("rosa begaye", "Begaye-Sample, Rosa", "RM-000123", "rm-0001"):
        assert list(people_found(ana, asked) or []) == [rosa], asked


@pytest.mark.parametrize("asked", ["a", "É", ".", "a" * 257, "--", "\u202e"])
def test_a_single_letter_nothing_or_too_much_is_not_searched(on_file, ana: User, asked: str):
    on_file("Sample", "Ann")
    assert people_found(ana, asked) is None


@pytest.mark.parametrize("asked", ["%%%%", "__", "%am%", "aaaa" * 60 + "!", "' OR 1=1 --", "a b " * 60])
def test_signs_of_a_query_language_are_letters_or_nothing(on_file, ana: User, asked: str):
    on_file("Sample", "Ann")
    found = people_found(ana, asked)
    assert found is None or not found.exists()


@given(st.text(max_size=60))
def test_folding_is_stable_and_leaves_only_letters_and_digits(text: str):
    once = folded(text)
    assert folded(once) == once
    assert all(c.isalnum() for c in once)
    for word in query_words(text):
        assert word in search_text([text.replace(",", " ").split()])


def test_the_page_lists_the_own_agency_and_answers_for_others_as_for_nobody(
    client: Client, on_file, ana: User, ben: User
):
    on_file("Sample", "Ann")
    client.force_login(ana)
    assert "Sample, Ann" in client.get(reverse("person-search"), {"q": "ann"}).content.decode()
    client.force_login(ben)
    hidden = client.get(reverse("person-search"), {"q": "ann sample"}).content.decode()
    absent = client.get(reverse("person-search"), {"q": "zzz yyyyyy"}).content.decode()
    assert "Nobody found" in hidden and "Sample, Ann" not in hidden
    assert len(hidden) == len(absent)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"onmouseover=', "{{7*7}}", "${7*7}", "';--", "a\u202eb"]
)
def test_a_hostile_name_is_text_on_every_page_of_this_room(client: Client, on_file, ana: User, name: str):
    person = on_file(name, name)
    client.force_login(ana)
    pages = [
        reverse("person-search"),
        reverse("fact-add", args=[person.pk, "names"]),
        reverse("fact-correct", args=[person.pk, "names", person.name_set.get().pk]),
        reverse("fact-withdraw", args=[person.pk, "names", person.name_set.get().pk]),
        reverse("verification-record", args=[person.pk]),
    ]
    for url in pages:
        shown = client.get(url).content.decode()
        assert "<script>alert" not in shown
        assert 'value=""onmouseover' not in shown
        assert not re.search(r"[>\"$]49[<\"]", shown)
        assert "\u202e" not in re.sub(r"<(input|textarea)[^>]*>", "", shown)
    assert person.family_name == name


def test_a_look_up_leaves_its_trace_once_and_a_plain_list_none(on_file, client: Client, ana: User):
    on_file("Begaye-Sample", "Rosa")
    client.force_login(ana)
    for query in ({}, {"q": "Begaye"}, {"q": "b"}):
        client.get(reverse("person-search"), query)
    (event,) = Event.objects.filter(action="registry.people.searched")
    assert (event.actor_id, event.detail) == (ana.pk, {"query": "Begaye", "found": 1})
