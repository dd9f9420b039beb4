"""Read a kept file, judge every row, and show what a commit would do. Nothing enters the record here."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskContext

from tipstaff import jobs
from tipstaff.formats.registry import (
    COMMAND_LINE,
    ColumnMapping,
    Dataset,
    Limits,
    Progress,
    ReadOptions,
    Refused,
    read_dataset,
)
from tipstaff.registry.intake import onfile, plan, rows
from tipstaff.registry.intake.plan import Plan
from tipstaff.registry.jurisdictions import known_jurisdictions, today_at
from tipstaff.registry.models import ImportBatch, ImportProblem
from tipstaff.registry.services.imports import keeping, mapping

READING = 70  # parts of a hundred of the progress bar that the reading takes
State = ImportBatch.State
Step = Callable[[int, str], None]


def import_check(batch: ImportBatch, context: TaskContext | None = None, *, path: Path | None = None) -> ImportBatch:
    """Read and preview. Safe to repeat: what an earlier try left is replaced. `path` is read in place of the kept file.

    A file that cannot be read at all is refused, with the reason, on the batch; that is no exception.
    """
    now = timezone.now()

    def step(done: int, message: str) -> None:
        jobs.progress(context, done, 100, message)

    try:
        dataset = _read(batch, path, step, now)
    except Refused as refused:
        if path is None and batch.mapping is None and mapping.is_for_the_mapper(refused.problem):
            return _map(batch, refused, context, now)
        with jobs.finishing(context):
            _move(batch, state=State.REFUSED, refusal=asdict(refused.problem), checked_at=now)
        return batch
    frames = plan.with_hashes(dataset.frames)
    keeping.keep_rows(batch, frames, dataset.problem_frame)
    batch.read = {name: asdict(count) for name, count in dataset.counts.items()}
    made = make_plan(batch, frames, now, step)
    with jobs.finishing(context):
        show(batch, made, dataset.problem_frame, now)
    return batch


def make_plan(batch: ImportBatch, frames: Mapping[str, pl.DataFrame], now: datetime, step: Step) -> Plan:
    share = (99 - READING) / (len(frames) or 1)
    return plan.make(
        batch.agency_id,
        frames,
        keeping.kept_counts(batch),
        today=today_at(batch.agency, now),
        step=lambda done, sheet: step(READING + int(done * share), f"Comparing {sheet.replace('_', ' ')}"),
    )


@transaction.atomic
def show(batch: ImportBatch, made: Plan, problems: pl.DataFrame, now: datetime) -> None:
    """Write the preview: numbers, problems and samples. Raises nothing where the batch was withdrawn meanwhile."""
    fresh = {
        "state": State.CHECKED,
        "read": batch.read,
        "counts": {name: asdict(outcome) for name, outcome in made.outcomes.items()},
        "samples": made.samples,
        "people_new": made.new_people.len(),
        "people_changed": made.changed.len(),
        "changed_since_preview": batch.changed_since_preview,
        "checked_at": now,
        "refusal": None,
    }
    if ImportBatch.objects.filter(pk=batch.pk).exclude(state__in=ImportBatch.ENDED).update(**fresh):
        batch.problems.all().delete()
        _keep_problems(batch, pl.concat([problems, made.problems]))
    batch.refresh_from_db()


def _keep_problems(batch: ImportBatch, problems: pl.DataFrame) -> None:
    frame = problems.with_columns(
        pl.col("column", "value", "reason", "fix").fill_null(""),
        pl.col("severity").cast(pl.String),
        batch_id=pl.lit(batch.pk),
    )
    rows.insert(ImportProblem, frame)


def _read(batch: ImportBatch, path: Path | None, step: Step, now: datetime) -> Dataset:
    def told(progress: Progress) -> None:
        sheet = progress.sheet.replace("_", " ")
        step(int(progress.share * READING), f"Reading {sheet}: {progress.rows:,} rows")

    return read_dataset(
        path or keeping.original_of(batch),
        today=today_at(batch.agency, now),
        known_jurisdictions=known_jurisdictions(),
        encoding=batch.options.get("encoding", "utf-8"),
        options=_options(batch, limits=_web_limits() if path is None else COMMAND_LINE),
        progress=told,
        name=batch.file_name if path is None else None,
    )


def _options(batch: ImportBatch, limits: Limits) -> ReadOptions:
    return ReadOptions(
        delimiter=batch.options.get("delimiter", ","),
        date_order=batch.options.get("date_order"),
        sheet=batch.options.get("sheet"),
        mapping=ColumnMapping.from_data(batch.mapping) if batch.mapping else None,
        limits=limits,
        known_people=onfile.numbers(batch.agency_id),
    )


def _web_limits() -> Limits:
    return Limits(packed_bytes=settings.IMPORT_MAX_BYTES, unpacked_bytes=settings.IMPORT_MAX_UNPACKED_BYTES)


def _map(batch: ImportBatch, refused: Refused, context: TaskContext | None, now: datetime) -> ImportBatch:
    """The headings are not ours: take the mapping that the agency decided on earlier, or propose one."""
    proposed = mapping.look(batch, _options(batch, limits=_web_limits()))
    if proposed and proposed[1]:
        _move(batch, proposal=proposed[0].as_data(), mapping=proposed[1])
        return import_check(batch, context)
    with jobs.finishing(context):
        if proposed:
            _move(batch, state=State.MAPPING, proposal=proposed[0].as_data(), refusal=asdict(refused.problem))
        else:
            _move(batch, state=State.REFUSED, refusal=asdict(refused.problem), checked_at=now)
    return batch


def _move(batch: ImportBatch, **changes: Any) -> None:
    ImportBatch.objects.filter(pk=batch.pk).exclude(state__in=ImportBatch.ENDED).update(**changes)
    batch.refresh_from_db()
