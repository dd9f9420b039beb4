"""The cast (Ana keeps a tribe's registry, Ben a state's, Eve belongs nowhere), their agencies, and files to import."""

from collections.abc import Callable
from pathlib import Path

import pytest
from registry_files import HEADINGS, roster_line

from tipstaff.accounts.models import Agency, User
from tipstaff.registry.models import Person
from tipstaff.registry.services import person_add


@pytest.fixture(autouse=True)
def kept_files(tmp_path: Path, settings) -> Path:
    """Uploads and exports of a test stay in its own folder."""
    folder = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        },
    }
    return folder


@pytest.fixture
def red_mesa(db: None) -> Agency:
    return Agency.objects.create(
        slug="red-mesa", name="Red Mesa Registry", kind="TRIBAL_REGISTRY", jurisdiction="RM", timezone="America/Phoenix"
    )


@pytest.fixture
def arizona(db: None) -> Agency:
    return Agency.objects.create(
        slug="arizona", name="Arizona Registry", kind="STATE_REGISTRY", jurisdiction="AZ", timezone="America/Phoenix"
    )


@pytest.fixture
def ana(red_mesa: Agency) -> User:
    return User.objects.create(username="ana", first_name="Ana", agency=red_mesa, role=User.Role.REGISTRAR)


@pytest.fixture
def ben(arizona: Agency) -> User:
    return User.objects.create(username="ben", first_name="Ben", agency=arizona, role=User.Role.REGISTRAR)


@pytest.fixture
def olga(red_mesa: Agency) -> User:
    """An officer: she reads, and changes nothing."""
    return User.objects.create(username="olga", first_name="Olga", agency=red_mesa, role=User.Role.OFFICER)


@pytest.fixture
def eve(db: None) -> User:
    return User.objects.create(username="eve", first_name="Eve")


@pytest.fixture
def rosa(red_mesa: Agency, ana: User) -> Person:
    """A registrant of Red Mesa."""
    return person_add(
        red_mesa,
        {
            "person_id": "RM-1", "family_name": "Begaye-Sample", "given_name": "Rosa", "date_of_birth": "1984-02-29",
            "sex": "F", "jurisdiction": "RM", "tier": "II", "registered_on": "2019-04-12",
        },
        by=ana,
    )  # fmt: skip


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    """Writes a roster from lines, or of so many good people."""

    def write(lines: list[str] | int, name: str = "roster.csv") -> Path:
        rows = [roster_line(number) for number in range(1, lines + 1)] if isinstance(lines, int) else lines
        path = tmp_path / name
        path.write_text("\n".join([HEADINGS, *rows, ""]), encoding="utf-8")
        return path

    return write
