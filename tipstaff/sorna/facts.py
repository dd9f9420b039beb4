"""The facts that the law is asked about: one frame a kind of fact, with the column names of the registry layout.

Every frame is keyed by `person` (unsigned whole number, the caller's own). A column that the caller does not have is
added as all-unknown: a missing fact is never an answer (SORNA-GEN-3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import polars as pl

D, B, S, I = pl.Date, pl.Boolean, pl.String, pl.Int32  # noqa: E741 - reads as a table

PERSON = {"person": pl.UInt32}

SCHEMA: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    "persons": {
        "ssn_on_file": B, "height_inches": I, "weight_pounds": I, "eye_color": S, "hair_color": S, "sex": S, "race": S,
        "photographed_on": D, "fingerprinted_on": D, "palm_printed_on": D, "dna_collected_on": D, "id_copied_on": D,
        "acknowledged_on": D, "died_on": D,
    },
    "names": {"kind": S, "family_name": S},
    "dates_of_birth": {"kind": S, "date_of_birth": D},
    "convictions": {
        "conviction_id": S, "convicting": S, "convicting_code": S, "statute": S, "category": S, "conduct": S,
        "offense_title": S, "offense_date": D, "conviction_date": D, "sentencing_date": D,
        "sentenced_to_imprisonment": B, "release_date": D, "punishable_gt_1yr": B, "analogue_gt_1yr": B,
        "victim_age": I, "offender_is_parent": B, "custodial_authority": B, "consensual": B, "within_four_years": B,
        "juvenile_adjudication": B, "juvenile_comparable": S, "state_dept_fair_trial": B,
        "jurisdiction_finding_fair": B, "specified_offense_against_minor": B, "vacated_on": D,
    },
    "registrations": {
        "jurisdiction": S, "basis": S, "registered_on": D, "initial_event": S, "initial_event_on": D, "tier": S,
        "ended_on": D,
    },
    "addresses": {
        "kind": S, "jurisdiction": S, "street": S, "description": S, "transient": B, "from_on": D, "to_on": D,
    },
    "employment": {"jurisdiction": S, "from_on": D, "to_on": D},
    "schools": {"jurisdiction": S, "from_on": D, "to_on": D},
    "custody": {"from_on": D, "to_on": D},
    "supervision": {"kind": S, "status": S, "from_on": D, "completed_on": D, "certified": B},
    "verifications": {
        "jurisdiction": S, "verified_on": D, "mode": S, "identity_checked": B, "photograph_possible": B,
        "all_fields_reviewed": B,
    },
    "changes": {
        "record_id": S, "event": S, "event_date": D, "jurisdiction": S, "reported_on": D, "in_person": B,
        "planned_days": I, "actual_days": I, "extended_on": D, "no_mechanism": B,
    },
    "travel": {
        "record_id": S, "departs_on": D, "destination": S, "reported_on": D, "known_on": D, "outcome": S,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """One frame for each kind of fact; all have a `person` column (UInt32) and the columns of SCHEMA."""

    persons: pl.DataFrame
    names: pl.DataFrame
    dates_of_birth: pl.DataFrame
    convictions: pl.DataFrame
    registrations: pl.DataFrame
    addresses: pl.DataFrame
    employment: pl.DataFrame
    schools: pl.DataFrame
    custody: pl.DataFrame
    supervision: pl.DataFrame
    verifications: pl.DataFrame
    changes: pl.DataFrame
    travel: pl.DataFrame

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> "Facts":
        """Select and cast what the law needs from frames that may hold more columns, fewer, or be absent altogether.

        Raises polars.exceptions.InvalidOperationError where a value does not fit its column's type.
        """
        return cls(**{f.name: _conform(f.name, frames.get(f.name)) for f in fields(cls)})

    def of(self, person: int) -> "Facts":
        """The facts of one person."""
        return Facts(**{f.name: getattr(self, f.name).filter(pl.col("person") == person) for f in fields(self)})


def _conform(table: str, frame: pl.DataFrame | None) -> pl.DataFrame:
    schema = PERSON | SCHEMA[table]
    if frame is None:
        return pl.DataFrame(schema=schema)
    return frame.select(
        pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, kind).alias(name)
        for name, kind in schema.items()
    )
