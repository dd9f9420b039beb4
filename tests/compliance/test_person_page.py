"""The person page: who, how each duty stands and why, what is on file and who told it. Looking leaves a trace."""

from datetime import date

import pytest
from counter import TODAY, verify
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tipstaff.audit.models import Event
from tipstaff.compliance.models import Finding
from tipstaff.compliance.queries.person import person_page
from tipstaff.registry.services import fact_record

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    '"onmouseover="alert(1)',
    "{{7*7}}",
    "${7*7}",
    "';--",
    "O'Brien-Ñandú",
    "Ts'ets'e",
    "ʻOkina",
    "N" * 200,
    "عبد الله",
    "王小明",
    "🙂",
    "Smith\u202eecnaL",
]


@pytest.fixture
def rosa(register, ana):
    rosa = register(verified_on=date(2026, 1, 10))
    fact_record(
        rosa,
        "convictions",
        {
            "conviction_id": "CR-1", "convicting": "federal", "statute": "18USC2244", "victim_age": 15,
            "offense_title": "Abusive sexual contact", "conviction_date": date(2015, 3, 2),
            "punishable_gt_1yr": True, "sentenced_to_imprisonment": True, "release_date": date(2018, 6, 1),
        },
        by=ana,
        source="court, judgment",
    )  # fmt: skip
    fact_record(rosa, "custody", {"from_on": date(2020, 1, 5), "to_on": date(2020, 6, 5), "kind": "jail"}, by=ana)
    return rosa


def test_it_shows_every_duty_with_its_sentence_its_law_and_the_facts(client, rosa, ana):
    client.force_login(ana)
    page = client.get(reverse("person", args=[rosa.pk])).content.decode()

    for word in (
        "Verification in person",
        "Overdue",
        "34 USC 20918",
        "SORNA-VER",
        "Jul 10, 2026",
        "Abusive sexual contact",
    ):
        assert word in page, word
    assert "told by court, judgment" in page
    assert "Lawful use only" in page


def test_the_bar_tells_custody_apart_and_says_itself_in_words(rosa, ana):
    bar = person_page(ana, rosa.pk, today=TODAY).bar

    assert [part.kind for part in bar.parts] == ["served", "custody", "served", "remaining"]
    assert "Jan 5, 2020 to Jun 5, 2020: in custody" in bar.text
    widths = [float(part.width) for part in bar.parts]
    assert sum(widths) == pytest.approx(984, abs=1)


def test_history_tells_what_closed_a_finding(client, rosa, ana):
    verify(rosa, TODAY, by=ana)
    client.force_login(ana)

    page = client.get(reverse("person", args=[rosa.pk])).content.decode()

    assert "facts on file changed" in page


def test_the_timeline_tells_a_lapse_and_its_end_once_for_all_laws_and_not_what_came_and_went_in_a_day(rosa, ana):
    Finding.objects.filter(duty="verification").update(opened_at="2026-11-20T18:00Z")
    verify(rosa, TODAY, by=ana)

    told = [entry.title for entry in person_page(ana, rosa.pk, today=TODAY).timeline if entry.kind == "finding"]

    laws = "Federal, Red Mesa Nation"
    assert f"Verification in person ({laws}): overdue" in told
    assert f"Verification in person ({laws}): no longer overdue" in told
    assert not any("Duration" in title for title in told), "judged anew within the day that it was put on file"


def test_looking_leaves_a_trace(client, rosa, ana):
    client.force_login(ana)
    client.get(reverse("person", args=[rosa.pk]))

    event = Event.objects.get(action="registry.person.viewed")
    assert (event.actor_id, event.object_id, event.source_address) == (ana.pk, str(rosa.pk), "127.0.0.1")


def test_a_person_of_another_agency_looks_like_one_who_is_not_there(client, rosa, ben):
    client.force_login(ben)
    hidden = client.get(reverse("person", args=[rosa.pk]))
    absent = client.get(reverse("person", args=[rosa.pk + 1000]))

    assert hidden.status_code == absent.status_code == 404
    assert client.get(reverse("person-status", args=[rosa.pk])).status_code == 404
    assert not Event.objects.filter(action="registry.person.viewed").exists()


def test_an_officer_is_offered_nothing_that_she_may_not_do(client, rosa, olga):
    client.force_login(olga)
    page = client.get(reverse("person", args=[rosa.pk])).content.decode()

    assert "Record a verification" not in page
    assert "Correct" not in page


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_shown_as_text_on_the_list_and_on_the_page(client, register, ana, name):
    rosa = register(family_name=name, given_name=name, verified_on=date(2026, 1, 10))
    fact_record(rosa, "employment", {"employer": name, "from_on": date(2026, 1, 1)}, by=ana)
    client.force_login(ana)

    for address in (reverse("person", args=[rosa.pk]), reverse("work-list"), reverse("work-list-print")):
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "<script>alert" not in page
        assert '"onmouseover="' not in page
        if "\u202e" in name:
            assert "U+202E" in page
        assert "49" not in page if name == "{{7*7}}" else True


def test_the_page_costs_the_same_queries_however_much_is_on_file(client, rosa, ana):
    client.force_login(ana)
    address = reverse("person", args=[rosa.pk])
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for day in range(1, 6):
        fact_record(rosa, "changes", {"event": "change_vehicle", "event_date": date(2026, 3, day)}, by=ana)
        fact_record(rosa, "employment", {"employer": f"Mill {day}", "from_on": date(2026, 3, day)}, by=ana)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many) <= 48


def test_where_the_facts_disagree_the_head_says_that_the_tier_is_not_certain(rosa, ana):
    assert person_page(ana, rosa.pk, today=TODAY).tracks[0].tier == "Tier II"
    fact_record(rosa, "registrations", {"jurisdiction": "RM", "tier": "I"}, by=ana)

    assert person_page(ana, rosa.pk, today=TODAY).tracks[0].tier == "Tier not certain"
