"""Why a finding stands, in the kernel's own sentences, from the row that is kept."""

from typing import Any

from tipstaff.compliance.models import Finding
from tipstaff.compliance.roll import FINDING
from tipstaff.sorna.explain import Explanation, explain
from tipstaff.sorna.facts import Facts


def row_of(finding: Finding) -> dict[str, Any]:
    """A finding as the kernel wrote it: empty text was null."""
    names = (name for name in FINDING if name != "person")
    return {
        "person": finding.person_id,
        **{name: getattr(finding, name) or None for name in names},
        "subject": finding.subject,
    }


def why(finding: Finding, facts: Facts | None = None) -> Explanation:
    return explain(row_of(finding), facts)
