"""The one verb of the trail."""

import re
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from tipstaff.audit import alarm, chain
from tipstaff.audit.keys import trail_key
from tipstaff.audit.models import Event

SECRETS = re.compile(r"password|secret|token|credential|ssn$", re.IGNORECASE)
SSN = re.compile(r"(?<!\d)\d{3}[- ]\d{2}[- ](\d{4})(?!\d)")
# Neither database keeps these in text the way they came.
UNKEPT = re.compile("[\x00\ud800-\udfff]")


def record(
    action: str,
    subject: models.Model | None = None,
    *,
    by: models.Model | None,
    purpose: str = "",
    outcome: str = "done",
    source_address: str | None = None,
    **detail: Any,
) -> Event:
    """Write one event in the transaction of the act it records (security rule L4).

    Raises TransactionManagementError outside a transaction: an act and its trace stand or fall together. Raises
    ValueError for a detail that is named like a secret (L7). An event that cannot be written stops the act and raises
    the alarm (L5).
    """
    source_address = source_address or getattr(by, "source_address", None)
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{action} must be recorded in the transaction of the act")
    if named := [name for name in detail if SECRETS.search(name)]:
        raise ValueError(f"{action}: {', '.join(named)} must not be kept in the trail")
    try:
        event = _event(
            action=action,
            object_type=subject._meta.label_lower if subject else "",
            object_id=kept(str(subject.pk)) if subject else "",
            actor_id=by.pk if by else None,
            agency_id=getattr(by, "agency_id", None),
            purpose=kept(purpose),
            outcome=outcome,
            # The zone of an IPv6 address is this machine's own word, and PostgreSQL does not take it.
            source_address=source_address.partition("%")[0] if source_address else None,
            detail=kept(detail),
        )
    except transaction.TransactionManagementError:
        raise  # the act had failed before; that is no fault of the trail
    except Exception as error:
        alarm.raise_for(action, error)
        raise
    alarm.quiet_on_commit()
    return event


def kept(value: Any) -> Any:
    """A value as both databases give it back: JSON, fractions as text; without full social security numbers."""
    if isinstance(value, dict):
        return {kept(str(name)): kept(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [kept(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if value is None or isinstance(value, bool | int):
        return value
    return SSN.sub(r"***-**-\1", UNKEPT.sub("\ufffd", str(value)))


def _event(**fields: Any) -> Event:
    event = Event(at=timezone.now(), **fields)
    key = trail_key()
    event.content = chain.content_of({name: getattr(event, name) for name in chain.HASHED})
    event.stamp = chain.stamp_of(event.content, key.for_stamps, key.public.name)
    event.save()  # triggers tie it to the event before it, see `guards`
    return event
