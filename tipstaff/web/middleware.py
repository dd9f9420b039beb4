"""What every dynamic answer gets: nothing kept by browsers or proxies, and times in the agency's own zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tipstaff.accounts.models import User
from tipstaff.accounts.services import address_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class NoStore:
    """Pages hold case data, so no cache keeps them (security rule W1). Static files are answered before this."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


class WhereFrom:
    """Whoever acts carries the address of the request, so that no act is traced without it (security rule L2)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            request.user.source_address = address_of(request)
        return self.get_response(request)


class AgencyTime:
    """Dates and times are those of the agency: "today" at a counter in Guam is not today in Washington."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        agency = getattr(request.user, "agency", None)
        try:
            zone = ZoneInfo(agency.timezone) if agency else None
        except (ZoneInfoNotFoundError, ValueError):
            zone = None
        with timezone.override(zone):
            return self.get_response(request)
