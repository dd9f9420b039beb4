"""The weekly list finds seeded misuse, and leaves ordinary use alone (security rule L8, guardrail G17)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from typer.testing import CliRunner

from tipstaff.accounts import services as accounts
from tipstaff.audit import queries, services
from tipstaff.audit.review import Sign
from tipstaff.commands.audit import app
from tipstaff.registry.models import Name, Person
from tipstaff.web.review import review_of

ZONE = ZoneInfo("Pacific/Guam")
NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE)  # a Monday, at the agency


@pytest.fixture
def agency(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return accounts.agency_create(name="Guam", slug="guam", kind="TERRITORY", timezone_name="Pacific/Guam")


@pytest.fixture
def colleague(agency):
    def make(username: str, last_name: str = "Quinata", role: str = "registrar"):
        return accounts.user_create(
            username=username,
            password="a sentence only this test would write",
            agency=agency,
            role=role,
            last_name=last_name,
        )

    return make


@pytest.fixture
def registrant(agency):
    def make(number: int, family_name: str = "Somebody") -> Person:
        person = Person.objects.create(
            agency=agency, person_id=f"GU-{number}", family_name=family_name, changed_at=NOON
        )
        Name.objects.create(
            person=person, kind="legal", family_name=family_name, key=str(number), content=number, recorded_at=NOON
        )
        return person

    return make


def act(action, subject, by, at, **more) -> None:
    with time_machine.travel(at, tick=False), transaction.atomic():
        services.record(action, subject, by=by, **more)


def looks(by, person, days: int, a_day: int, first=NOON) -> None:
    """Looks on each of so many days before, at noon of working days."""
    for back in range(days):
        day = first - timedelta(days=back)
        if day.isoweekday() <= 5:
            for minute in range(a_day):
                act("registry.person.viewed", person, by, day - timedelta(minutes=minute))


def found(agency) -> list[tuple[str, int | None]]:
    return [(line.sign, line.actor_id) for line in review_of(agency, NOON + timedelta(hours=6))]


def test_ordinary_use_is_not_on_the_list(agency, colleague, registrant):
    people = [registrant(number) for number in range(4)]
    for name in ("ana", "ben", "cora"):
        user = colleague(name)
        for person in people:
            looks(user, person, days=21, a_day=2)
        act("accounts.permission.refused", None, user, NOON, outcome="refused")
        act("registry.person.viewed", people[0], user, NOON + timedelta(hours=10))
        for back in range(3):
            act("compliance.work_list.printed", None, user, NOON - timedelta(days=back), rows=25)
    assert found(agency) == []


def test_looks_at_night_and_on_weekends_in_the_agency_s_own_zone(agency, colleague, registrant):
    ana = colleague("ana")
    person = registrant(1)
    sunday = NOON - timedelta(days=1)
    for minute in range(6):
        act("registry.person.viewed", person, ana, sunday + timedelta(minutes=minute))
        act("registry.person.viewed", person, ana, NOON - timedelta(hours=8, minutes=minute))
    assert found(agency) == [(Sign.OFF_HOURS, ana.pk)]


def test_who_works_at_night_every_week_is_not_unusual_at_night(agency, colleague, registrant):
    ana, person = colleague("ana"), registrant(1)
    for week in range(6):
        for minute in range(12):
            act("registry.person.viewed", person, ana, NOON - timedelta(days=7 * week, hours=9, minutes=minute))
    assert found(agency) == []


def test_far_more_looks_than_one_s_own_usual(agency, colleague, registrant):
    ana, ben, person = colleague("ana"), colleague("ben"), registrant(1)
    for user in (ana, ben):
        looks(user, person, days=28, a_day=2)
    for minute in range(40):
        act("registry.person.viewed", person, ben, NOON + timedelta(minutes=minute))
    assert found(agency) == [(Sign.VOLUME, ben.pk)]


def test_many_refusals(agency, colleague):
    ana = colleague("ana")
    for minute in range(10):
        act("accounts.permission.refused", None, ana, NOON + timedelta(minutes=minute), outcome="refused")
    assert found(agency) == [(Sign.REFUSALS, ana.pk)]


def test_a_look_at_somebody_of_the_own_family_name(agency, colleague, registrant):
    ana, ben = colleague("ana", "Peña"), colleague("ben", "Cruz")
    kin, other = registrant(1, "PEÑA"), registrant(2, "Somebody")
    act("registry.person.viewed", kin, ana, NOON)
    act("registry.person.viewed", other, ana, NOON)
    act("registry.person.viewed", kin, ben, NOON)
    assert found(agency) == [(Sign.OWN_NAME, ana.pk)]


def test_one_person_whom_many_look_at(agency, colleague, registrant):
    person = registrant(1)
    for number in range(6):
        act("registry.person.viewed", person, colleague(f"person-{number}"), NOON)
    assert found(agency) == [(Sign.MANY_EYES, None)]


def test_the_record_leaves_in_many_small_exports(agency, colleague):
    ana = colleague("ana")
    for back in range(9):
        day = NOON - timedelta(days=3 * back)
        act("compliance.work_list.exported", None, ana, day, people=45, rows=60)
    assert (Sign.DRIP, ana.pk) in found(agency)


def test_another_agency_s_use_is_not_on_the_list(agency, colleague, registrant):
    other = accounts.agency_create(name="Palau", slug="palau", kind="TERRITORY")
    ana = colleague("ana")
    for _ in range(12):
        act("accounts.permission.refused", None, ana, NOON, outcome="refused")
    assert found(other) == []


def test_the_page_shows_it_to_the_auditor_and_is_itself_recorded(client, agency, colleague):
    ana, aud = colleague("ana"), colleague("aud", role="auditor")
    for _ in range(12):
        act("accounts.permission.refused", None, ana, NOON, outcome="refused")
    client.force_login(aud)
    html = client.get("/trail/review/?until=2026-11-24").content.decode()
    assert "Many refusals" in html and "refused 12 times" in html and "Quinata" in html
    assert "Nothing stands out" in client.get("/trail/review/?until=2026-10-01").content.decode()
    assert queries.of_agency(agency.pk).filter(action="audit.review.viewed").count() == 2
    client.force_login(ana)
    assert client.get("/trail/review/").status_code == 403


def test_the_command_prints_it(agency, colleague):
    ana = colleague("ana")
    for _ in range(12):
        act("accounts.permission.refused", None, ana, NOON, outcome="refused")
    said = CliRunner().invoke(app, ["review", "--agency", "guam", "--until", "2026-11-24"]).output
    assert "Many refusals: ana: refused 12 times" in said


def test_who_has_looked_at_a_person(agency, colleague, registrant):
    from django.template.loader import render_to_string

    from tipstaff.accounts.models import User

    ana, ben, person = colleague("ana"), colleague("ben"), registrant(1)
    act("registry.person.viewed", person, ana, NOON, purpose="Counter\r\nand a second line")
    act("registry.person.viewed", person, ana, NOON + timedelta(hours=1))
    act("registry.person.viewed", person, ben, NOON - timedelta(hours=1), purpose="Investigation: 26-0113")
    act("registry.person.viewed", registrant(2), ben, NOON)
    act("registry.fact.added", person, ben, NOON)
    looked = queries.looks_at(person)
    assert [(look.actor_id, look.times) for look in looked] == [(ana.pk, 2), (ben.pk, 1)]
    assert looked[1].purposes == ("Investigation: 26-0113",)
    html = render_to_string("audit/_looks.html", {"looks": queries.named(looked, User.objects.filter(pk=ana.pk))})
    assert "Quinata" in html and "somebody of another agency" in html and "26-0113" in html
    assert "Counter\r\n" not in html and "U+000D" in html, "a purpose cannot begin a line of its own"
