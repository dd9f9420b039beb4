"""What every dynamic answer gets: nothing kept by browsers or proxies, and times in the agency's own zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]


class NoStore:
    """Pages hold case data, so no cache keeps them (security rule W1). Static files are answered before this."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


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
