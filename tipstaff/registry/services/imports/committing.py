"""The one moment in which an import enters the record: everything that was shown, in one transaction, once."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskContext

from tipstaff import jobs
from tipstaff.accounts.models import User
from tipstaff.audit import services as audit
from tipstaff.registry import changed
from tipstaff.registry.intake import onfile, store
from tipstaff.registry.intake.plan import Plan
from tipstaff.registry.models import ImportBatch
from tipstaff.registry.services.access import lock_agency, may
from tipstaff.registry.services.errors import refuse
from tipstaff.registry.services.imports import keeping
from tipstaff.registry.services.imports.checking import make_plan, show

State = ImportBatch.State
MANY = 10_000  # rows after which the planner is told anew what the tables look like


def import_confirm(batch: ImportBatch, *, by: User | None) -> ImportBatch:
    """Somebody read the preview and says yes. Raises Refused unless the import is checked and waits for that word."""
    may(by, "registry.import", batch.agency_id)
    with transaction.atomic():
        moved = ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED).update(
            state=State.COMMITTING, committed_by_id=by.pk if by else None
        )
        if not moved:
            raise refuse("this import does not wait for a commit", "Look at how it stands", sheet=batch.file_name)
        audit.record("registry.import.confirmed", batch, by=by)
    batch.refresh_from_db()
    return batch


def import_commit(batch: ImportBatch, context: TaskContext | None = None) -> ImportBatch:
    """Write a confirmed import. Where the record moved since the preview and the numbers are no longer those that
    were confirmed, nothing is written and the new numbers are shown. Safe to repeat: it is committed once."""
    now = timezone.now()

    def step(done: int, message: str) -> None:
        jobs.progress(context, done, 100, message)

    frames = keeping.kept_rows(batch)
    before = onfile.state(batch.agency_id)
    made = make_plan(batch, frames, now, step)
    with jobs.finishing(context):
        lock_agency(batch.agency_id)
        locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.state != State.COMMITTING:
            batch.refresh_from_db()
            return batch
        if onfile.state(batch.agency_id) != before:
            made = make_plan(locked, frames, now, step)
        if _numbers(made) != _confirmed(locked):
            locked.changed_since_preview = True
            show(locked, made, keeping.kept_problems(batch), now)
        else:
            _write(locked, made, now, step)
    batch.refresh_from_db()
    if batch.state == State.COMMITTED:
        keeping.drop_rows(batch)
        if sum(count["new"] + count["corrected"] for count in batch.counts.values()) > MANY:
            store.analyze()
    return batch


def _write(batch: ImportBatch, made: Plan, now: datetime, step: store.Step) -> None:
    total = sum(sheet.write.height for sheet in made.sheets.values()) or 1
    by = User.objects.filter(pk=batch.committed_by_id).first() if batch.committed_by_id else None
    people = store.write(
        made,
        batch.agency_id,
        now=now,
        by_id=batch.committed_by_id,
        batch_id=batch.pk,
        step=lambda done, sheet: step(done * 99 // total, f"Writing {sheet.replace('_', ' ')}"),
    )
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.COMMITTED, committed_at=now, changed_since_preview=False)
    audit.record("registry.import.committed", batch, by=by, counts=batch.counts, sha256=batch.sha256)
    changed.tell(people)


def _numbers(made: Plan) -> tuple[object, ...]:
    counts = {name: asdict(outcome) for name, outcome in made.outcomes.items()}
    return counts, made.new_people.len(), made.changed.len()


def _confirmed(batch: ImportBatch) -> tuple[object, ...]:
    return batch.counts, batch.people_new, batch.people_changed
