"""The work list: who needs somebody, most urgent first; narrowed, counted, kept, taken out, and only one's own."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from counter import TODAY, verify
from django.urls import reverse

from tipstaff.audit.models import Event
from tipstaff.compliance import exports, services
from tipstaff.compliance.models import Finding, SavedView, WorkItem
from tipstaff.compliance.queries import worklist
from tipstaff.compliance.services import person_status_set
from tipstaff.registry.services import fact_record

pytestmark = pytest.mark.django_db

LATE, LATER = date(2026, 1, 10), date(2025, 11, 3)
VERIFICATIONS = {"duty": "verification"}


@pytest.fixture
def people(register):
    """Two overdue, the second for longer; one in order."""
    return (
        register(family_name="Alder", verified_on=LATE),
        register(family_name="Birch", verified_on=LATER),
        register(family_name="Cedar", verified_on=TODAY),
    )


def names(listed: worklist.WorkList) -> list[str]:
    return [row.item.family_name for row in listed.rows]


def shown(user, sort="", rows=50, page=1, **chosen) -> worklist.WorkList:
    return worklist.work_list(user, chosen, today=TODAY, sort=sort, rows=rows, page=page)


def test_the_one_overdue_for_longest_comes_first_and_who_is_in_order_is_not_listed(people, ana):
    listed = shown(ana, **VERIFICATIONS)

    assert names(listed) == ["Birch", "Alder"]
    assert listed.rows[0].item.since_on == date(2026, 5, 5)
    assert "May 3, 2026" in listed.rows[0].reason.sentence


def test_a_duty_owed_under_two_laws_is_one_row_that_names_both(people, ana):
    row = shown(ana, **VERIFICATIONS).rows[0]

    assert WorkItem.objects.filter(person=row.item.person, duty="verification").count() == 2
    assert row.also, "the other law is named"
    assert {row.track, *row.also} == {"Federal", "Red Mesa Nation"}


def test_a_recorded_verification_takes_the_person_off_the_list(people, ana):
    verify(people[1], TODAY, by=ana)

    assert names(shown(ana, **VERIFICATIONS)) == ["Alder"]


def test_what_only_waits_for_a_fact_already_asked_for_is_not_listed_again(register, ana):
    person = register(tier="", verified_on=TODAY)
    unknown = [row.item for row in shown(ana, status="unknown").rows]
    asked = [Finding.objects.current().get(person=person, track=i.track, duty=i.duty).missing for i in unknown]
    waiting = Finding.objects.current().filter(person=person, status="unknown", missing="tier", track="RM")

    assert "tier" in asked and len(asked) == len(set(asked)), "each missing fact is asked for once"
    assert {"tier", "verification"} <= set(waiting.values_list("duty", flat=True)), "and no finding is lost"


def test_the_word_that_somebody_set_stands_beside_the_name(people, ana):
    reason = "Seen moving out on 2 November, no new address."
    person_status_set(people[0], "could_not_locate", reason=reason, by=ana)

    words = {row.item.family_name: row.word for row in shown(ana, **VERIFICATIONS).rows}
    assert words == {"Alder": "Could not be located", "Birch": ""}


@pytest.mark.parametrize("page", ["work-list-print", "work-list-export"])
def test_a_wrong_filter_sends_nothing_out(people, client, ana, page):
    client.force_login(ana)
    answer = client.get(reverse(page), {"status": "zz"})
    assert (answer.status_code, answer.url) == (302, reverse("work-list") + "?status=zz")


def test_the_figures_are_those_of_the_rows(people, ana):
    listed = shown(ana)

    assert sum(listed.counts.values()) == listed.total == len(listed.rows)
    for status, count in listed.counts.items():
        assert len(shown(ana, status=status).rows) == count


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"q": "birch"}, ["Birch"]),
        ({"q": "P-1"}, ["Alder"]),
        ({"q": "nobody of that name"}, []),
        ({"track": "federal"}, ["Birch", "Alder"]),
        ({"track": "RM"}, ["Birch", "Alder"]),
        ({"track": "AZ"}, []),
        ({"tier": "II"}, ["Birch", "Alder"]),
        ({"tier": "none"}, []),
        ({"lapse": "365"}, []),
        ({"lapse": "200"}, ["Birch"]),
        ({"lapse": "90"}, ["Birch", "Alder"]),
        ({"county": "Apache"}, ["Alder"]),
        ({"officer": "T. Larsen"}, ["Alder"]),
    ],
)
def test_each_filter_narrows(people, ana, chosen, expected):
    fact_record(people[0], "registrations", {"jurisdiction": "RM", "county": "Apache", "officer": "T. Larsen"}, by=ana)

    assert names(shown(ana, **VERIFICATIONS, **chosen)) == expected


@pytest.mark.parametrize("sort", list(worklist.SORTS))
def test_every_order_can_be_turned_round_and_pages_neither_repeat_nor_skip(people, ana, sort):
    there = [row.item.pk for row in shown(ana, sort=sort).rows]
    back = [row.item.pk for row in shown(ana, sort=f"-{sort}").rows]
    paged = [row.item.pk for n in range(1, len(there) + 1) for row in shown(ana, sort=sort, rows=1, page=n).rows]

    assert sorted(there) == sorted(back)
    assert paged == there
    if sort in ("name", "number"):
        assert back == there[::-1]


def test_a_hidden_order_or_a_huge_page_is_not_to_be_had(people, ana):
    assert names(shown(ana, sort="person__agency__slug")) == names(shown(ana))
    assert shown(ana, rows=1_000_000).page.paginator.per_page == worklist.MOST_ROWS


def test_nobody_sees_the_list_of_another_agency(people, ben, eve, register, arizona):
    register(arizona, family_name="Dogwood", verified_on=LATE)

    assert set(names(shown(ben))) == {"Dogwood"}
    assert names(shown(eve)) == []
    assert worklist.choices(ben)["track"] == ["federal", "AZ"]


def test_a_list_costs_the_same_queries_however_long(people, client, ana, register, django_assert_num_queries):
    client.force_login(ana)
    address = f"{reverse('work-list')}?sort=urgency"
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for _ in range(5):
        register(verified_on=LATE)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many) <= 14


def test_late_is_news_for_a_while_and_then_history(register, ana, red_mesa):
    rosa = register(verified_on=TODAY)
    change = {
        "event": "change_residence",
        "event_date": date(2026, 11, 2),
        "reported_on": date(2026, 11, 20),
        "in_person": True,
    }
    fact_record(rosa, "changes", change, by=ana)
    assert [row.item.status for row in shown(ana, duty="residence").rows] == ["late"]

    services.evaluate_all(red_mesa, because="a day passed", as_of=TODAY + timedelta(days=91))

    assert shown(ana, duty="residence").rows == []


class TestThePage:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, ana):
        client.force_login(ana)

    def test_it_says_how_it_is_ordered_and_whether_it_is_fresh(self, client, people, red_mesa):
        page = client.get(reverse("work-list")).content.decode()
        assert "The law has not yet been asked about everybody" in page
        assert "Only by stated facts" in page
        services.evaluate_all(red_mesa, because="asked for")
        assert "not yet been asked" not in client.get(reverse("work-list")).content.decode()

    def test_findings_older_than_a_day_are_called_stale(self, client, people, red_mesa):
        services.evaluate_all(red_mesa, because="asked for")
        from tipstaff.compliance.models import Evaluation

        Evaluation.objects.update(finished_at="2026-11-23T16:00:00Z")
        assert "may be out of date" in client.get(reverse("work-list")).content.decode()

    def test_a_filter_that_does_not_exist_is_an_error_on_the_page_and_not_a_crash(self, client, people):
        answer = client.get(reverse("work-list"), {"status": "guilty", "page": "x", "rows": "-4", "q": "a"})
        assert answer.status_code == 200

    def test_a_view_is_kept_shared_opened_and_forgotten(self, client, people, ana, olga, ben):
        client.post(
            reverse("view-save"),
            {"name": "My overdue", "query": "status=overdue&page=3&evil=1", "is_shared": "on", "is_default": "on"},
        )
        view = SavedView.objects.get()
        assert view.query == "status=overdue"
        assert client.get(reverse("work-list")).url == f"/work-list/?status=overdue&view={view.pk}"

        client.force_login(olga)
        assert "My overdue" in client.get(reverse("work-list")).content.decode()
        assert client.post(reverse("view-change", args=[view.pk]), {"act": "delete"}).status_code == 404
        client.force_login(ben)
        assert "My overdue" not in client.get(reverse("work-list")).content.decode()
        assert client.post(reverse("view-change", args=[view.pk]), {"act": "default"}).status_code == 404

        client.force_login(ana)
        client.post(reverse("view-change", args=[view.pk]), {"act": "delete"})
        assert client.get(reverse("work-list")).status_code == 200

    def test_an_export_opens_harmlessly_carries_the_warning_and_leaves_a_trace(self, client, people, register):
        register(family_name='=HYPERLINK("http://example.test")', given_name="+1-505", verified_on=LATE)

        answer = client.post(reverse("work-list-export"), {"form": "csv", "reason": ""})
        lines = list(csv.reader(io.StringIO(answer.content.decode())))
        assert "34 U.S.C. 20920(f)" in lines[0][0]
        head = next(i for i, line in enumerate(lines) if line[:1] == ["number"])
        cells = {line[1] for line in lines[head + 1 :]}
        assert '\'=HYPERLINK("http://example.test")' in cells

        answer = client.post(reverse("work-list-export"), {"form": "xlsx", "reason": ""})
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames == ["Work list", "Read me first"]
        assert "unlawfully injure" in book["Read me first"]["A2"].value
        event = Event.objects.filter(action="compliance.work_list.exported").last()
        assert event.detail["rows"] == book["Work list"].max_row - 1

    def test_above_fifty_people_an_export_asks_for_a_reason(self, client, people, monkeypatch):
        monkeypatch.setattr(exports, "PEOPLE_WITHOUT_REASON", 1)
        answer = client.post(reverse("work-list-export"), {"form": "csv", "reason": ""})
        assert "text/html" in answer["Content-Type"]
        answer = client.post(reverse("work-list-export"), {"form": "csv", "reason": "For the quarterly meeting"})
        assert answer["Content-Disposition"] == 'attachment; filename="work-list-2026-11-24.csv"'
        assert (
            Event.objects.filter(action="compliance.work_list.exported").last().purpose == "For the quarterly meeting"
        )

    def test_an_officer_may_read_and_print_but_not_export(self, client, people, olga):
        client.force_login(olga)
        assert client.get(reverse("work-list-export")).status_code == 403
        page = client.get(reverse("work-list-print")).content.decode()
        assert "Lawful use only" in page
        assert "Birch" in page
        assert Event.objects.filter(action="compliance.work_list.printed").count() == 1

    def test_to_have_everybody_judged_is_asked_once(self, client, people):
        first = client.post(reverse("evaluation-ask"))
        second = client.post(reverse("evaluation-ask"))
        assert first.url == second.url
        assert client.get(reverse("evaluation-ask")).status_code == 405
