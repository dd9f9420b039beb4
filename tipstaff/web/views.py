"""Pages of no one room: the way in, health, and the guide to the components."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tipstaff.accounts import permissions
from tipstaff.audit import alarm
from tipstaff.web import navigation

logger = logging.getLogger(__name__)


@permissions.signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first room a person may enter, or a page that says whom to ask."""
    user = request.user
    rooms = navigation.entries(request) if getattr(user, "agency_id", None) else []
    if rooms:
        return redirect(rooms[0].url)
    return render(request, "web/welcome.html")


@permissions.public("says whether web, database and trail answer; nothing else")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says "ok" to whoever watches the machine, if the database answers and takes the trail (security rule L5)."""
    if problem := alarm.problem():
        logger.critical("the trail is not well: %s", problem)
        return HttpResponse("trail\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
