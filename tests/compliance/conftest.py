"""The cast on 24 November 2026: Ana keeps a tribe's registry, Ben a state's, Olga reads, Eve belongs nowhere."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from counter import verify

from tipstaff.accounts.models import Agency, User
from tipstaff.registry.models import Person
from tipstaff.registry.services import fact_record, person_add


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Noon at the counter of Red Mesa."""
    with time_machine.travel("2026-11-24T19:00:00Z", tick=True):
        yield


def an_agency(slug: str, kind: str, jurisdiction: str) -> Agency:
    return Agency.objects.create(
        slug=slug, name=f"{slug.title()} Registry", kind=kind, jurisdiction=jurisdiction, timezone="America/Denver"
    )


@pytest.fixture
def red_mesa(db: None) -> Agency:
    return an_agency("red-mesa", "TRIBAL_REGISTRY", "RM")


@pytest.fixture
def arizona(db: None) -> Agency:
    return an_agency("arizona", "STATE_REGISTRY", "AZ")


@pytest.fixture
def ana(red_mesa: Agency) -> User:
    return User.objects.create(username="ana", first_name="Ana", agency=red_mesa, role=User.Role.REGISTRAR)


@pytest.fixture
def ben(arizona: Agency) -> User:
    return User.objects.create(username="ben", first_name="Ben", agency=arizona, role=User.Role.REGISTRAR)


@pytest.fixture
def olga(red_mesa: Agency) -> User:
    return User.objects.create(username="olga", first_name="Olga", agency=red_mesa, role=User.Role.OFFICER)


@pytest.fixture
def eve(db: None) -> User:
    return User.objects.create(username="eve", first_name="Eve")


@pytest.fixture
def register(red_mesa: Agency) -> Callable[..., Person]:
    """Puts a person of tier II on file, registered since 2019; `verified_on` is the last full verification."""
    numbers = iter(range(1, 1000))

    def add(agency: Agency = red_mesa, **given: Any) -> Person:
        verified_on = given.pop("verified_on", None)
        core = {
            "person_id": f"P-{next(numbers)}",
            "family_name": "Begaye-Sample",
            "given_name": "Rosa",
            "date_of_birth": "1984-02-29",
            "jurisdiction": agency.jurisdiction,
            "tier": "II",
            "registered_on": "2019-04-12",
        }
        person = person_add(agency, {**core, **given}, by=None)
        home = {"kind": "residence", "street": "12 Juniper Road", "city": "Shiprock", "state": "NM", "transient": False}
        fact_record(person, "addresses", {**home, "from_on": "2019-04-12"}, by=None)
        if verified_on:
            verify(person, verified_on)
        return Person.objects.get(pk=person.pk)

    return add
