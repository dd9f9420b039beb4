"""What every page is given beside its own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from tipstaff.web import navigation


def face(request: HttpRequest) -> dict[str, Any]:
    """demo (bool), today (the agency's day), nav (rooms this person may enter)."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "demo": settings.DEMO,
        "today": timezone.localdate(),
        "nav": navigation.entries(request) if signed_in else [],
    }
