"""Error pages: plain words, and an id that finds the full error in the log (security rule W9). No database is asked."""

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

WORDS: dict[int, tuple[str, str]] = {
    400: ("That request could not be read", "Go back, reload the page and try again."),
    403: (
        "You may not do this",
        "Your role does not open this page. Your supervisor can say who does this work at your agency.",
    ),
    404: ("There is no such page", "The address may be mistyped, or what it named may not be yours to see."),
    500: (
        "Something failed here",
        "It is not your doing. Nothing that you sent was half saved. If it happens again, give the support id below.",
    ),
}
NO_TOKEN = (
    "This form is no longer valid",
    "You may have signed in or out in another window since you opened it. Go back, reload the page and send it again.",
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, *WORDS[400], cause=exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, *WORDS[403], cause=exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, *WORDS[404])


def failed(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, *WORDS[500], with_traceback=True)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, *NO_TOKEN, cause=reason)


def _page(
    request: HttpRequest, status: int, title: str, text: str, *, cause: Any = None, with_traceback: bool = False
) -> HttpResponse:
    support_id = secrets.token_hex(5).upper()
    level = logging.ERROR if status == 500 else logging.INFO if status == 404 else logging.WARNING
    # %r: nothing that a client sends can begin a new line of the log (security rule L7).
    said = (support_id, status, request.method, request.path, str(cause or ""))
    logger.log(level, "support id %s: %d for %s %r %r", *said, exc_info=with_traceback)
    context = {"status": status, "title": title, "text": text, "support_id": support_id}
    return HttpResponse(render_to_string("web/error.html", context), status=status)
