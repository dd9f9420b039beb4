"""The verbs of findings: have the law asked, set a person's status, keep views of the work list."""

from tipstaff.compliance.services.evaluation import (
    await_judgement,
    evaluate_all,
    evaluate_pending,
    evaluate_people,
)
from tipstaff.compliance.services.status import person_status_set
from tipstaff.compliance.services.views import view_default_set, view_delete, view_save

__all__ = [
    "await_judgement",
    "evaluate_all",
    "evaluate_pending",
    "evaluate_people",
    "person_status_set",
    "view_default_set",
    "view_delete",
    "view_save",
]
