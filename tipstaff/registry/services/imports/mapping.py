"""A spreadsheet with other headings: what the mapper proposes, what a person decides, and what is remembered."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from tipstaff.accounts.models import User
from tipstaff.audit import services as audit
from tipstaff.formats.registry import ColumnMapping, Problem, Proposal, ReadOptions, Refused, propose, read_sample
from tipstaff.formats.registry.headings import USE_THE_MAPPER
from tipstaff.registry.jurisdictions import known_jurisdictions
from tipstaff.registry.models import ImportBatch, SavedMapping
from tipstaff.registry.services.access import may
from tipstaff.registry.services.errors import refuse
from tipstaff.registry.services.imports import keeping

State = ImportBatch.State


def is_for_the_mapper(problem: Problem) -> bool:
    """Whether the file was refused for its headings only."""
    return problem.fix == USE_THE_MAPPER


def look(batch: ImportBatch, options: ReadOptions) -> tuple[Proposal, dict[str, Any] | None] | None:
    """A proposal, and what somebody of the agency decided earlier for the same headings; None: not one lone table."""
    try:
        sample = read_sample(
            keeping.original_of(batch),
            encoding=batch.options.get("encoding", "utf-8"),
            options=options,
            name=batch.file_name,
        )
    except Refused:
        return None
    sheet = batch.options.get("sheet") or "roster"
    proposal = propose(sample.headings, sample.rows, sheet, known_jurisdictions())
    saved = SavedMapping.objects.filter(agency_id=batch.agency_id, fingerprint=proposal.fingerprint).first()
    return proposal, saved.mapping if saved else None


def import_map(batch: ImportBatch, mapping: Mapping[str, Any], *, by: User | None) -> ImportBatch:
    """Decide which heading is which column; remembered for the next file with these headings.

    Raises Refused where a required column stays open or the mapping names what the layout does not have.
    """
    may(by, "registry.import", batch.agency_id)
    try:
        decided = ColumnMapping.from_data(mapping)
    except (ValueError, KeyError) as wrong:
        raise refuse(str(wrong), "Choose columns of the layout", sheet=batch.file_name) from wrong
    if decided.missing:
        words = ", ".join(decided.missing)
        raise refuse(f"nothing fills {words}", "Choose a heading for it, or a value for all rows", sheet=decided.sheet)
    assert batch.proposal is not None
    with transaction.atomic():
        moved = ImportBatch.objects.filter(pk=batch.pk, state__in=(State.MAPPING, State.CHECKED)).update(
            state=State.UPLOADED, mapping=decided.as_data()
        )
        if not moved:
            raise refuse("this import no longer waits for its columns", "Look at how it stands", sheet=batch.file_name)
        SavedMapping.objects.update_or_create(
            agency_id=batch.agency_id,
            fingerprint=batch.proposal["fingerprint"],
            defaults={
                "mapping": decided.as_data(), "saved_at": timezone.now(), "saved_by_id": by.pk if by else None,
            },
        )  # fmt: skip
        audit.record("registry.import.mapped", batch, by=by, columns=dict(decided.columns))
    batch.refresh_from_db()
    return batch
