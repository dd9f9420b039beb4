"""Findings, the work list made of them, when the law was last asked, and what people decided."""

from tipstaff.compliance.models.findings import Evaluation, Finding, Fingerprint, WorkItem
from tipstaff.compliance.models.status import PersonStatus
from tipstaff.compliance.models.views import DefaultView, SavedView

__all__ = ["DefaultView", "Evaluation", "Finding", "Fingerprint", "PersonStatus", "SavedView", "WorkItem"]
