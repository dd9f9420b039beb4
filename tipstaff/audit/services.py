"""The one verb of the trail."""

from typing import Any

from django.db import models, transaction

from tipstaff.audit.models import Event


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

    Raises TransactionManagementError outside a transaction: an act and its trace stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{action} must be recorded in the transaction of the act")
    return Event.objects.create(
        action=action,
        object_type=subject._meta.label_lower if subject else "",
        object_id=str(subject.pk) if subject else "",
        actor_id=by.pk if by else None,
        agency_id=getattr(by, "agency_id", None),
        purpose=purpose,
        outcome=outcome,
        source_address=source_address,
        detail=detail,
    )
