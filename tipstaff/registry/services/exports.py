"""Take the agency's record out in the registry layout: with a reason, a warning inside, and a trace (G1, G11)."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskContext

from tipstaff import jobs
from tipstaff.accounts.models import Agency, User
from tipstaff.audit import services as audit
from tipstaff.formats.registry import SHEETS, open_writer
from tipstaff.formats.registry.write import FileKind
from tipstaff.jobs.services import enqueue
from tipstaff.registry.intake import leaving
from tipstaff.registry.jurisdictions import today_at
from tipstaff.registry.models import Export, Person
from tipstaff.registry.services.access import may
from tipstaff.registry.services.errors import refuse
from tipstaff.registry.services.imports.keeping import made_up_name

ROOT = "exports"
REASON_FROM = 50  # people; more than these leave only with a stated reason
SHORTEST_REASON = 10
AT_ONCE = 500  # people
KEPT_FOR = timedelta(hours=24)
WORKBOOK_ROWS = 1_048_575
NOTE = "READ-ME-FIRST"


def export_ask(agency: Agency, *, form: str, reason: str, by: User) -> Export:
    """Note who wants the record, and why. Raises Refused where many people would leave without a reason."""
    may(by, "registry.export", agency)
    people, now = Person.objects.visible_to(by).count(), timezone.now()
    if people > REASON_FROM and len(reason.strip()) < SHORTEST_REASON:
        raise refuse(
            f"an export of more than {REASON_FROM} people needs a reason ({people:,} would leave)",
            "Say in a sentence what it is for; it is kept in the trail",
            column="reason",
        )
    with transaction.atomic():
        export = Export.objects.create(
            agency=agency, by_id=by.pk, form=form, reason=reason.strip()[:300], people=people,
            stored_as=made_up_name(), asked_at=now, expires_at=now + KEPT_FOR,
        )  # fmt: skip
        audit.record("registry.export.asked", export, by=by, purpose=reason[:200], people=people, form=form)
    return export


def export_write(export: Export, context: TaskContext | None = None) -> Export:
    """Write the file. Safe to repeat: a try that was cut short is written over."""
    by, now = User.objects.get(pk=export.by_id), timezone.now()
    may(by, "registry.export", export.agency_id)
    path = file_of(export)
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob("*"):
        old.unlink()

    def step(done: int, message: str) -> None:
        jobs.progress(context, done, len(SHEETS), message)

    rows = write_record(export.agency, path, export.form, lines=_warning(export, by, now), step=step)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with jobs.finishing(context):
        size = path.stat().st_size
        Export.objects.filter(pk=export.pk).update(state=Export.State.READY, rows=rows, size=size)
        audit.record("registry.export.written", export, by=by, rows=rows, sha256=digest)
    export.refresh_from_db()
    return export


def write_record(
    agency: Agency,
    path: Path,
    form: FileKind | str,
    *,
    lines: list[str],
    step: Callable[[int, str], None] = lambda done, what: None,
) -> dict[str, int]:
    """The current record of an agency as a folder, zip or workbook; returns the rows of each sheet.

    The same record gives the same bytes, but for the warning, which names the day and who asked.
    """
    counts = leaving.counts(agency.pk)
    if form == "xlsx" and max(counts.values()) > WORKBOOK_ROWS:
        raise refuse(f"a worksheet holds {WORKBOOK_ROWS:,} rows, and this record has more", "Ask for CSV files")
    with open_writer(path, form) as writer:  # type: ignore[arg-type]
        if lines:
            writer.note(NOTE, lines)
        for done, (name, count) in enumerate(counts.items()):
            step(done, f"Writing {name.replace('_', ' ')}: {count:,} rows")
            for frame in leaving.stream(name, agency.pk) if count else _nothing(name):
                writer.write(name, frame)
    return counts


def export_start(export: Export, *, by: User) -> Export:
    """Small records are written at once, large ones by a worker."""
    from tipstaff.registry.tasks import write_export

    if export.people <= AT_ONCE:
        return export_write(export)
    with transaction.atomic():
        title = f"Export of {export.people:,} people"
        job = enqueue(write_export, by=by, title=title, kwargs={"export_id": export.pk})
        Export.objects.filter(pk=export.pk).update(job_id=job.pk)
    export.refresh_from_db()
    return export


def export_to_path(agency: Agency, path: Path, *, reason: str, by: User | None = None) -> dict[str, int]:
    """Write the record to a path of this machine; the ending says the form. Raises Refused, or FileExistsError."""
    if path.is_file():
        raise FileExistsError(f"{path} is already there")
    if not reason.strip():
        raise refuse("an export needs a reason", "Say in a sentence what it is for", column="reason")
    form = path.suffix.casefold().lstrip(".")
    lines = warning(agency, by or "command line", today_at(agency, timezone.now()), reason)
    with transaction.atomic():
        rows = write_record(agency, path, form if form in ("zip", "xlsx") else "folder", lines=lines)
        audit.record("registry.export.written", agency, by=by, purpose=reason[:200], rows=rows, path=str(path))
    return rows


def file_of(export: Export) -> Path:
    return Path(default_storage.path(f"{ROOT}/{export.stored_as}")) / f"registry.{export.form}"


def export_fetched(export: Export, *, by: User, source_address: str | None = None) -> Path:
    """The file, for whoever asked for it and nobody else. Raises Refused once it is no longer kept."""
    may(by, "registry.export", export.agency_id)
    with transaction.atomic():
        if export.by_id != by.pk or export.state != Export.State.READY or export.expires_at < timezone.now():
            raise refuse("this file is not kept for you any longer", "Ask for a new export")
        audit.record("registry.export.fetched", export, by=by, source_address=source_address)
    return file_of(export)


def exports_forget(now: datetime | None = None) -> int:
    """Delete the files whose time is over; what was exported, by whom and why stays."""
    over = list(Export.objects.filter(expires_at__lt=now or timezone.now()).exclude(state=Export.State.EXPIRED))
    for export in over:
        path = file_of(export)
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()
        export.state = Export.State.EXPIRED
        export.save(update_fields=["state"])
    return len(over)


def warning(agency: Agency, by: object, day: date, reason: str = "") -> list[str]:
    """What stands before the rows, as the law asks of registry sites (34 U.S.C. 20920(f); guardrail G1)."""
    return [
        "LAWFUL USE ONLY",
        "",
        "Information in this file may not be used to injure, harass or commit a crime against any person named in it,",
        "their family, their employer or their home. Such acts may lead to civil or criminal penalties",
        "(34 U.S.C. 20920(f)).",
        "",
        "It shows what was on file on the day it was written. Ask the registry before you act on it. Destroy it",
        "when its purpose is met.",
        "",
        f"Registry: {agency.name}",
        f"Written:  {day:%Y-%m-%d}",
        f"For:      {by}",
        *([f"Reason:   {reason}"] if reason else []),
    ]


def _warning(export: Export, by: User, now: datetime) -> list[str]:
    return warning(export.agency, by, today_at(export.agency, now), export.reason)


def _nothing(name: str) -> Iterator[pl.DataFrame]:
    yield pl.DataFrame(schema=dict.fromkeys(SHEETS[name].names, pl.String))
