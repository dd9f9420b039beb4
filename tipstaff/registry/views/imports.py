"""A file's way into the record: send, follow, name its columns, look at what it would do, commit or withdraw."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from tipstaff.accounts.permissions import permission_required
from tipstaff.jobs.queries import job_progress
from tipstaff.registry import labels, queries
from tipstaff.registry.forms.exchange import ImportForm, MappingForm
from tipstaff.registry.models import ImportBatch
from tipstaff.registry.services import Refused, imports
from tipstaff.registry.views.asking import asker, own

PAGE_SIZE = 25
PROBLEMS_SHOWN = 50
TOTALS = ("rows", "new", "corrected", "unchanged", "duplicate", "rejected")
State = ImportBatch.State


@permission_required("registry.import")
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.imports(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "registry/import_list.html", {"page": page})


@permission_required("registry.import")
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    user = asker(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        assert user.agency is not None
        file = form.cleaned_data["file"]
        options = {name: form.cleaned_data[name] for name in ("encoding", "date_order", "delimiter")}
        try:
            batch = imports.import_receive(user.agency, file.chunks(), file_name=file.name, options=options, by=user)
        except Refused as refused:
            for problem in refused.problems:
                form.add_error("file", f"{problem.reason[:1].upper()}{problem.reason[1:]}. {problem.fix}.")
        else:
            return redirect("import-detail", pk=imports.check_start(batch, by=user).pk)
    return render(request, "registry/import_new.html", {"form": form})


@permission_required("registry.import")
@require_GET
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = imports.settle(_own(request, pk))
    job = imports.job_of(batch)
    is_working = batch.state in (State.UPLOADED, State.COMMITTING) and job is not None and job.is_active
    severity = request.GET.get("show", "")
    page = Paginator(queries.problems(batch, severity), PROBLEMS_SHOWN).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "job": job,
        "is_working": is_working,
        "progress": job_progress(job) if job and is_working else None,
        "counts": [(labels.of_sheet(name), told) for name, told in batch.counts.items()],
        "total": {name: sum(told[name] for told in batch.counts.values()) for name in TOTALS},
        "page": page,
        "severity": severity,
        "errors": batch.problems.filter(severity="error").count(),
        "warnings": batch.problems.filter(severity="warning").count(),
        "mapping_form": MappingForm(batch.proposal) if batch.state == State.MAPPING and batch.proposal else None,
    }
    return render(request, "registry/import_detail.html", context)


@permission_required("registry.import")
@require_GET
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar, asked for every two seconds; when the work has ended the whole page is asked for anew."""
    batch = _own(request, pk)
    job = imports.job_of(batch)
    if job is None or not job.is_active:
        return HttpResponseClientRefresh()
    return render(
        request, "registry/_import_progress.html", {"batch": batch, "job": job, "progress": job_progress(job)}
    )


@permission_required("registry.import")
@require_GET
def import_problems(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every problem as CSV, for whoever mends the file."""
    batch = _own(request, pk)
    return StreamingHttpResponse(
        queries.problems_as_csv(batch),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="problems-of-import-{batch.pk}.csv"'},
    )


@permission_required("registry.import")
@require_POST
def import_map(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns are named: read the file under them."""
    batch, user = _own(request, pk), asker(request)
    if not batch.proposal:
        return redirect("import-detail", pk=pk)
    form = MappingForm(batch.proposal, request.POST)
    if form.is_valid():
        try:
            imports.check_start(imports.import_map(batch, form.mapping, by=user), by=user)
            return redirect("import-detail", pk=pk)
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(None, f"{problem.reason[:1].upper()}{problem.reason[1:]}. {problem.fix}.")
    return render(request, "registry/import_detail.html", {"batch": batch, "mapping_form": form}, status=422)


@permission_required("registry.import")
@require_POST
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check again what a cancelled or failed job left unread."""
    batch = _own(request, pk)
    if batch.state == State.UPLOADED:
        imports.check_start(batch, by=asker(request))
    return redirect("import-detail", pk=pk)


@permission_required("registry.import")
@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        batch = imports.commit_start(_own(request, pk), by=asker(request))
    except Refused as refused:
        messages.error(request, "; ".join(f"{problem.reason}. {problem.fix}." for problem in refused.problems))
    else:
        if batch.state == State.COMMITTED:
            messages.success(request, f"{batch.file_name} is in the record.")
    return redirect("import-detail", pk=pk)


@permission_required("registry.import")
@require_http_methods(["GET", "POST"])
def import_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _own(request, pk)
    if request.method == "POST":
        try:
            imports.import_withdraw(batch, by=asker(request))
        except Refused as refused:
            messages.error(request, "; ".join(f"{problem.reason}. {problem.fix}." for problem in refused.problems))
        else:
            messages.success(request, "The import is withdrawn. Nothing of it is in the record.")
        return redirect("import-detail", pk=pk)
    return render(request, "registry/import_withdraw.html", {"batch": batch})


@permission_required("registry.import")
@require_POST
def import_stop(request: HttpRequest, pk: int) -> HttpResponse:
    imports.work_stop(_own(request, pk), by=asker(request))
    return redirect("import-detail", pk=pk)


def _own(request: HttpRequest, pk: int) -> ImportBatch:
    return own(ImportBatch.objects.visible_to(request.user).select_related("agency"), pk)
