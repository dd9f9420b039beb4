"""Says aloud when the trail cannot be written, and to whoever watches the machine (security rule L5).

The mark is a file, since a database that cannot take an event can hardly take a note that it cannot, and since every
process of this machine must see it.
"""

import logging
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from tipstaff.audit import guards
from tipstaff.audit.models import Head, Link

logger = logging.getLogger(__name__)


def raise_for(action: str, error: Exception) -> None:
    """Log at CRITICAL and leave the mark; called where an act is about to fail because its trace could not be kept."""
    # %r: no text of a request begins a line of its own in the log.
    logger.critical("the trail could not be written: %r failed with %r", action, type(error).__name__, exc_info=True)
    try:
        _mark().parent.mkdir(parents=True, exist_ok=True)
        _mark().write_text(f"{type(error).__name__}\n")
    except OSError:
        logger.critical("nor could the mark of it: %s", _mark())


def quiet_on_commit() -> None:
    """Take the mark away once an event has been written again."""
    if _mark().exists():
        transaction.on_commit(lambda: _mark().unlink(missing_ok=True))


def problem() -> str | None:
    """What is wrong with the trail as far as can be seen at a glance; `verify` looks at every row."""
    if _mark().exists():
        return "the last act could not be recorded"
    if missing := guards.missing(connection):
        return f"guards are missing: {', '.join(missing)}"
    last = Link.objects.exclude(seq=None).aggregate(seq=Max("seq"))["seq"] or 0
    head = Head.objects.first()  # asked second: acts that end in between only move it on
    if head is None or head.seq < last or (head.seq and not Link.objects.filter(seq=head.seq, hash=head.hash).exists()):
        return "the chain does not end where its head says"
    return None


def _mark() -> Path:
    return Path(settings.VAR_DIR) / "trail-cannot-be-written"
