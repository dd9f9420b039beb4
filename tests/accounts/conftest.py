"""The cast: Ana keeps a tribal registry, Ben a state's, Eve belongs nowhere."""

from collections.abc import Callable

import pytest

from tipstaff.accounts import services
from tipstaff.accounts.models import Agency, User

SECRET = "a sentence only this test would write"


@pytest.fixture(autouse=True)
def _quick_hashes(settings) -> None:
    """The real hasher takes half a second a password on purpose; one test below asks for it by name."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def secret() -> str:
    """The password of everybody in the cast."""
    return SECRET


@pytest.fixture
def red_mesa(db: None) -> Agency:
    return services.agency_create(
        name="Red Mesa Nation Registry", slug="red-mesa", kind=Agency.Kind.TRIBAL_REGISTRY, jurisdiction="RM"
    )


@pytest.fixture
def arizona(db: None) -> Agency:
    return services.agency_create(
        name="Arizona Registry", slug="arizona", kind=Agency.Kind.STATE_REGISTRY, jurisdiction="AZ"
    )


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    def make(username: str, agency: Agency | None, role: str = "registrar") -> User:
        return services.user_create(username=username, password=SECRET, agency=agency, role=role)

    return make


@pytest.fixture
def ana(person: Callable[..., User], red_mesa: Agency) -> User:
    return person("ana", red_mesa)


@pytest.fixture
def ben(person: Callable[..., User], arizona: Agency) -> User:
    return person("ben", arizona)
