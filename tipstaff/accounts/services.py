"""The verbs of agencies and people: make them, let them in, lock and release them. Each leaves an event."""

import logging
from datetime import timedelta

from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from tipstaff.accounts.models import Agency, User
from tipstaff.audit import queries as trail
from tipstaff.audit import services as audit

logger = logging.getLogger(__name__)

# Security rule I4 (CJIS AC-7): five wrong tries in fifteen minutes lock the account until somebody releases it.
TRIES = 5
WITHIN = timedelta(minutes=15)
FAILED = "accounts.sign_in.failed"
SUCCEEDED = "accounts.sign_in.done"
RELEASED = "accounts.user.released"


@transaction.atomic
def agency_create(
    *,
    name: str,
    slug: str,
    kind: str,
    jurisdiction: str = "",
    timezone_name: str = "UTC",
    phone: str = "",
    by: User | None = None,
) -> Agency:
    """A new agency; raises ValidationError for a word that is none of the choices or a slug already taken."""
    agency = Agency(slug=slug, name=name, kind=kind, jurisdiction=jurisdiction, timezone=timezone_name, phone=phone)
    agency.full_clean()
    agency.save()
    audit.record("accounts.agency.created", agency, by=by)
    return agency


@transaction.atomic
def user_create(
    *,
    username: str,
    password: str,
    agency: Agency | None,
    role: str,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    by: User | None = None,
) -> User:
    """A new person who may sign in; raises ValidationError, for a weak password too."""
    user = User(username=username, agency=agency, role=role, first_name=first_name, last_name=last_name, email=email)
    password_validation.validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    audit.record("accounts.user.created", user, by=by, role=role)
    return user


def sign_in_check(request: HttpRequest, username: str, password: str) -> User | None:
    """The person, if name and password are right and the account is open; else None, without saying which failed.

    The password is hashed outside the transaction, for an unknown name too (equal time), and the lock is asked
    inside it again, so that tries at the same moment cannot pass a lock that one of them set.
    """
    found = authenticate(request, username=username, password=password)
    with transaction.atomic():
        known = User.objects.select_for_update().filter(username=username).first()
        if isinstance(found, User) and known and known.pk == found.pk and known.locked_at is None:
            return found
        _failure_record(request, known)
    return None


def signed_in_record(request: HttpRequest, user: User) -> None:
    """The trace of a session that begins; call it in the transaction that begins it."""
    audit.record(SUCCEEDED, user, by=user, source_address=address_of(request))


@transaction.atomic
def user_release(user: User, *, by: User | None) -> None:
    """Open a locked account again; tries before this no longer count. Nobody releases their own."""
    if by is not None and by.pk == user.pk:
        raise PermissionDenied("nobody releases their own account")
    user.locked_at = None
    user.save(update_fields=["locked_at"])
    audit.record(RELEASED, user, by=by)


def address_of(request: HttpRequest) -> str | None:
    """Where a request came from, as the server saw it; forwarded headers are not believed (security rule W4)."""
    return request.META.get("REMOTE_ADDR") or None


def _failure_record(request: HttpRequest, known: User | None) -> None:
    # What was typed as a name may be a password typed into the wrong box: it is not kept.
    audit.record(FAILED, known, by=None, outcome="refused", source_address=address_of(request))
    if known is None or known.locked_at is not None:
        return
    now = timezone.now()
    begun = max(now - WITHIN, trail.last_at(known, (SUCCEEDED, RELEASED)) or now - WITHIN)
    if trail.count_since(known, FAILED, begun) >= TRIES:
        known.locked_at = now
        known.save(update_fields=["locked_at"])
        audit.record("accounts.user.locked", known, by=None, tries=TRIES)
        logger.warning("account %s is locked after %d wrong tries", known.pk, TRIES)
