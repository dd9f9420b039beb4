"""Why a finding stands, in the kernel's own sentences, from the row that is kept."""

from collections.abc import Iterable
from typing import Any

from tipstaff.compliance.models import Finding
from tipstaff.compliance.roll import FINDING
from tipstaff.sorna.explain import Due, Explanation, explain, next_dates
from tipstaff.sorna.facts import Facts

__all__ = ["Due", "Explanation", "next_three", "row_of", "why"]


def row_of(finding: Finding) -> dict[str, Any]:
    """A finding as the kernel gave it, where empty text is null."""
    row = {name: getattr(finding, name) or None for name in FINDING if name != "person"}
    return {**row, "person": finding.person_id, "subject": finding.subject}


def why(finding: Finding, facts: Facts | None = None) -> Explanation:
    """`facts`, of the same person, add how the last appearance was done and which conviction it is about."""
    return explain(row_of(finding), facts)


def next_three(standing: Iterable[Finding]) -> list[Due]:
    """The next dates ahead."""
    return next_dates(row_of(finding) for finding in standing)
