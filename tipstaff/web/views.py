"""Pages of no one room: the way in, health, and the guide to the components."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tipstaff.accounts import permissions
from tipstaff.web import navigation


@permissions.signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first room a person may enter, or a page that says whom to ask."""
    user = request.user
    rooms = navigation.entries(request) if getattr(user, "agency_id", None) else []
    if rooms:
        return redirect(rooms[0].url)
    return render(request, "web/welcome.html")


@permissions.public("says whether web and database answer; nothing else")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Says "ok" to whoever watches the machine, if the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
