"""Which permission a page of this room needs. Who has it is the business of a room above, which registers its guard."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
Guard = Callable[[str], Callable[[Any], Any]]


def _refuse_everybody(permission: str) -> Callable[[View], View]:
    def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise PermissionDenied(permission)

    return lambda view: closed


guard: Guard = _refuse_everybody
"""Takes a permission and gives the decorator that lets only those in who have it. Default is deny."""


def guard_with(decorator: Guard) -> None:
    """Called once, when the room that knows people and roles gets ready."""
    global guard
    guard = decorator


def needs(permission: str) -> Callable[[View], View]:
    """Declare the permission that a view needs."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            answer: HttpResponseBase = guard(permission)(view)(request, *args, **kwargs)
            return answer

        guarded.tipstaff_permission = permission  # type: ignore[attr-defined]
        return guarded

    return declare
