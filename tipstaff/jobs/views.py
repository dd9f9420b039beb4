"""Pages on which people follow and cancel the work their agency asked for."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from tipstaff.jobs import queries, services
from tipstaff.jobs.access import needs
from tipstaff.jobs.models import Job

PAGE_SIZE = 25
STOP_POLLING = 286  # how htmx is told that this answer is the last


@needs("jobs.view")
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    active_only = request.GET.get("show") == "active"
    jobs = queries.job_list(request.user, active_only=active_only)
    page = Paginator(jobs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "jobs/job_list.html", {"page": page, "active_only": active_only})


@needs("jobs.view")
@require_GET
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    job = _own_job(request, pk)
    return render(request, "jobs/job_detail.html", {"job": job, "progress": queries.job_progress(job)})


@needs("jobs.view")
@require_GET
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that is asked for again every two seconds, until the job has ended."""
    job = _own_job(request, pk)
    context = {"job": job, "progress": queries.job_progress(job), "polled": True}
    return render(request, "jobs/_progress.html", context, status=200 if job.is_active else STOP_POLLING)


@needs("jobs.cancel")
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = services.cancel(_own_job(request, pk), by=request.user)  # type: ignore[arg-type]
    return redirect("job-detail", pk=job.pk)


def _own_job(request: HttpRequest, pk: int) -> Job:
    """A job of another agency is not there: the answer does not tell that it exists."""
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
