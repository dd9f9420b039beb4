"""The rooms of the product, in the order of the menu, each with the permission that opens it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from tipstaff.accounts import permissions

ROOMS: tuple[tuple[str, str, str], ...] = (
    ("work-list", "Work list", "compliance.view"),
    ("person-search", "People", "registry.view"),
    ("import-list", "Import", "registry.import"),
    ("export-new", "Export", "registry.export"),
    ("job-list", "Jobs", "jobs.view"),
    ("trail", "Trail", "audit.view"),
)


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    is_here: bool


def entries(request: HttpRequest) -> list[Entry]:
    """The rooms that this person may enter."""
    allowed = permissions.of(request.user)
    rooms = [(label, reverse(name)) for name, label, permission in ROOMS if permission in allowed]
    return [Entry(label, url, request.path.startswith(url)) for label, url in rooms]
