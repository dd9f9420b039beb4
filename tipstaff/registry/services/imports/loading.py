"""Imports without a page: a path on this machine, or frames that a program has made. The same path as every import."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from django.utils import timezone

from tipstaff.accounts.models import Agency, User
from tipstaff.formats.registry import SHEETS
from tipstaff.formats.registry.write import FolderWriter
from tipstaff.registry.models import ImportBatch
from tipstaff.registry.services.access import may
from tipstaff.registry.services.errors import Refused
from tipstaff.registry.services.imports import keeping
from tipstaff.registry.services.imports.checking import import_check
from tipstaff.registry.services.imports.committing import import_commit, import_confirm


def load_path(
    agency: Agency, path: Path, *, by: User | None, options: Mapping[str, str] | None = None, name: str | None = None
) -> ImportBatch:
    """Check a file or folder of this machine and preview it; nothing is in the record before `commit`."""
    may(by, "registry.import", agency)
    batch = ImportBatch(
        agency=agency,
        by_id=by.pk if by else None,
        by_name=str(by) if by else "command line",
        file_name=(name or path.name)[:255],
        stored_as=keeping.made_up_name(),
        options=dict(options or {}),
        created_at=timezone.now(),
    )
    keeping.measure(batch, path)
    batch.save()
    return import_check(batch, path=path)


def commit(batch: ImportBatch, *, by: User | None) -> ImportBatch:
    """Commit a checked import here and now."""
    return import_commit(import_confirm(batch, by=by))


def load_frames(
    agency: Agency, frames: Mapping[str, pl.DataFrame], *, by: User | None = None, source_name: str
) -> ImportBatch:
    """Validate and commit frames keyed by sheet of the layout; bad rows are left out and listed on the batch.

    Raises Refused where the whole cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="tipstaff-") as folder:
        with FolderWriter(Path(folder)) as writer:
            for name in SHEETS:
                if name in frames:
                    writer.write(name, frames[name])
        batch = load_path(agency, Path(folder), by=by, name=source_name)
    if batch.state == ImportBatch.State.REFUSED:
        raise Refused([keeping.refusal_of(batch)])
    return commit(batch, by=by)
