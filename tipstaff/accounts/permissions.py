"""Who may do what: one table, read by pages, the menu and the sweep test alike (agencies-and-roles, AR-PRM).

Default is deny. A permission opens a verb; which rows it opens is said by `queries.AgencyOwned.visible_to`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from tipstaff.accounts.models import User
from tipstaff.audit import services as audit

Role = User.Role

PERMISSIONS: dict[str, str] = {
    "registry.view": "Read the people of one's own agency and their facts",
    "registry.change": "Add, correct and report facts; record an appearance in person; set a person's status",
    "registry.import": "Bring a file into the registry",
    "registry.export": "Take records out of the registry, with a reason",
    "compliance.view": "Read findings and work lists",
    "compliance.evaluate": "Have the law asked again for everybody",
    "jobs.view": "See the agency's long work and its progress",
    "jobs.cancel": "Stop the agency's long work",
    "audit.view": "Read the agency's trail",
}

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.REGISTRAR: frozenset(
        {
            "registry.view",
            "registry.change",
            "registry.import",
            "registry.export",
            "compliance.view",
            "compliance.evaluate",
            "jobs.view",
            "jobs.cancel",
        }
    ),
    Role.OFFICER: frozenset({"registry.view", "compliance.view", "jobs.view"}),
    Role.SUPERVISOR: frozenset(
        {
            "registry.view",
            "registry.export",
            "compliance.view",
            "compliance.evaluate",
            "jobs.view",
            "jobs.cancel",
            "audit.view",
        }
    ),
    Role.ANALYST: frozenset({"registry.view", "registry.export", "compliance.view", "jobs.view"}),
    Role.AUDITOR: frozenset({"audit.view"}),
}

PUBLIC = "public"  # no sign-in
SIGNED_IN = "signed in"  # anybody who is signed in: one's own account, the way in


class View(Protocol):
    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def of(user: Any) -> frozenset[str]:
    """The permissions of a person: those of the role, in an agency. Django's superuser has none beyond them."""
    if not getattr(user, "is_active", False) or not getattr(user, "agency_id", None):
        return frozenset()
    return ROLE_PERMISSIONS.get(user.role, frozenset())


def allows(user: Any, permission: str) -> bool:
    """Whether a person has a permission; the permission must be one of the table."""
    return _known(permission) in of(user)


def check(user: Any, permission: str) -> None:
    """For services: raises PermissionDenied where `allows` says no."""
    if not allows(user, permission):
        raise PermissionDenied(permission)


def permission_required(permission: str) -> Callable[[View], View]:
    """Mark a view with the permission that opens it, and keep everybody else out, leaving a trace."""
    _known(permission)

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allows(request.user, permission):
                _record_refusal(request, permission)
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        return _marked(checked, permission)

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Mark a view that needs no sign-in, and say why not."""
    if not reason.strip():
        raise ImproperlyConfigured("say why a page needs no sign-in")

    def decorate(view: View) -> View:
        return _marked(login_not_required(view), PUBLIC)

    return decorate


def signed_in(view: View) -> View:
    """Mark a view that everybody who is signed in may use; LoginRequiredMiddleware keeps the others out."""
    return _marked(view, SIGNED_IN)


def declared(view: Any) -> str | None:
    """What a view declares: a permission, PUBLIC, SIGNED_IN, or None where its author forgot."""
    return getattr(view, "tipstaff_permission", None)


def _marked(view: Any, permission: str) -> View:
    view.tipstaff_permission = permission
    return view  # type: ignore[no-any-return]


def _known(permission: str) -> str:
    if permission not in PERMISSIONS:
        raise ImproperlyConfigured(f"{permission!r} is none of {', '.join(PERMISSIONS)}")
    return permission


def _record_refusal(request: HttpRequest, permission: str) -> None:
    with transaction.atomic():
        audit.record(
            "accounts.permission.refused",
            by=request.user if request.user.is_authenticated else None,
            outcome="refused",
            source_address=request.META.get("REMOTE_ADDR") or None,
            permission=permission,
            path=request.path[:200],
        )
