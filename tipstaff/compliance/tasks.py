"""Asking the law as work done later: at night for everybody, and after a change of many people at once."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from tipstaff.accounts.models import Agency, User
from tipstaff.compliance import services
from tipstaff.compliance.models import Evaluation
from tipstaff.compliance.services.evaluation import zone_of
from tipstaff.jobs.models import Job
from tipstaff.jobs.schedules import scheduled
from tipstaff.jobs.services import enqueue
from tipstaff.registry.models import Person

NIGHT_HOUR = 2  # at the agency: the new day has begun, and nobody is at the counter yet
AT_ONCE = 200  # people judged inside the change itself, so that the page that answers shows the new findings


@scheduled(every_minutes=30)
@task(title="Begin the nightly evaluations")
def start_nightly_evaluations() -> int:
    """Queue the evaluation of each agency whose day has begun and was not judged yet; a missed night is made up for."""
    with_people = Agency.objects.filter(Exists(Person.objects.filter(agency=OuterRef("pk"))))
    due = [agency for agency in with_people if _is_due(agency)]
    for agency in due:
        ask_for_evaluation(agency, because="a day passed")
    return len(due)


@task(takes_context=True, title="Judge everybody of the registry")
def evaluate_agency(context: TaskContext, agency_id: int, because: str, by_id: int | None = None) -> None:
    """Safe to run twice: what stands is left alone."""
    asked_by = User.objects.filter(pk=by_id).first() if by_id else None
    services.evaluate_all(Agency.objects.get(pk=agency_id), because=because, by=asked_by, context=context)


@task(takes_context=True, title="Judge the people whose facts changed")
def evaluate_changed(context: TaskContext, agency_id: int, because: str) -> dict[str, str]:
    """Safe to run twice, or beside another: who has been judged no longer waits."""
    tally = services.evaluate_pending(Agency.objects.get(pk=agency_id), because=because, context=context)
    return {"message": f"{tally.people:,} people judged"}


def ask_for_evaluation(agency: Agency, *, because: str, by: User | None = None) -> Job:
    """Queue the evaluation of everybody; while one waits or runs, that one serves."""
    return enqueue(
        evaluate_agency,
        by=by,
        agency_id=agency.pk,
        unique_key=f"compliance.evaluate:{agency.pk}",
        kwargs={"agency_id": agency.pk, "because": because, "by_id": by.pk if by else None},
    )


def people_changed(ids: list[int]) -> None:
    """Called by the registry in the transaction of a change (registered in apps.py)."""
    because = "facts on file changed"
    if len(ids) <= AT_ONCE:
        services.evaluate_people(ids, because=because)
        return
    # No unique key: a job that runs already may have passed these people by before this transaction ends.
    for agency_id in services.await_judgement(ids):
        enqueue(evaluate_changed, agency_id=agency_id, kwargs={"agency_id": agency_id, "because": because})


def _is_due(agency: Agency) -> bool:
    now = timezone.now().astimezone(zone_of(agency))
    judged = Evaluation.objects.filter(agency=agency, as_of__gte=now.date(), finished_at__isnull=False)
    return now.hour >= NIGHT_HOUR and not judged.exists()
