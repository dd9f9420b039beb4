"""Take a file in, or let it go again."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tipstaff.accounts.models import Agency, User
from tipstaff.audit import services as audit
from tipstaff.formats.registry.problems import visible
from tipstaff.registry.models import ImportBatch
from tipstaff.registry.services.access import may
from tipstaff.registry.services.errors import refuse
from tipstaff.registry.services.imports import keeping

OPTIONS = ("encoding", "date_order", "delimiter", "sheet")


def import_receive(
    agency: Agency, pieces: Iterable[bytes], *, file_name: str, options: Mapping[str, Any], by: User | None
) -> ImportBatch:
    """Keep a file under a made-up name. Nothing of it is read yet. Raises Refused where it is empty or too large."""
    may(by, "registry.import", agency)
    batch = ImportBatch(
        agency=agency,
        by_id=by.pk if by else None,
        by_name=str(by) if by else "",
        file_name=visible(file_name.replace("\\", "/").rsplit("/", 1)[-1])[:255] or "file",
        stored_as=keeping.made_up_name(),
        options={name: options[name] for name in OPTIONS if options.get(name)},
        created_at=timezone.now(),
    )
    try:
        keeping.keep_original(batch, _bounded(pieces, batch.file_name))
        if not batch.size:
            raise refuse("the file is empty", "Choose the file that holds the rows", sheet=batch.file_name)
        with transaction.atomic():
            batch.save()
            audit.record("registry.import.received", batch, by=by, sha256=batch.sha256, size=batch.size)
    except BaseException:
        keeping.drop_all(batch)
        raise
    return batch


def import_withdraw(batch: ImportBatch, *, by: User | None) -> ImportBatch:
    """Let go of a file that is not committed; the file and its rows are deleted, the fact that it was here stays."""
    may(by, "registry.import", batch.agency_id)
    with transaction.atomic():
        withdrawable = (ImportBatch.State.UPLOADED, ImportBatch.State.MAPPING, ImportBatch.State.CHECKED)
        moved = ImportBatch.objects.filter(pk=batch.pk, state__in=withdrawable).update(
            state=ImportBatch.State.WITHDRAWN, samples=[]
        )
        if not moved:
            raise refuse("this import can no longer be withdrawn", "Look at how it stands", sheet=batch.file_name)
        batch.problems.all().delete()
        audit.record("registry.import.withdrawn", batch, by=by)
    batch.refresh_from_db()
    keeping.drop_all(batch)
    return batch


def _bounded(pieces: Iterable[bytes], name: str) -> Iterable[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > settings.IMPORT_MAX_BYTES:
            raise refuse(
                f"it has more than {settings.IMPORT_MAX_BYTES:,} bytes",
                "Send it in parts, or import it on the command line",
                sheet=name,
            )
        yield piece
