"""Ask for the record, follow its writing, fetch it."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tipstaff.accounts.permissions import permission_required
from tipstaff.registry import queries
from tipstaff.registry.forms.exchange import ExportForm
from tipstaff.registry.models import Export
from tipstaff.registry.services import Refused, exports
from tipstaff.registry.views.asking import asker, own

SHOWN = 10


@permission_required("registry.export")
@require_http_methods(["GET", "POST"])
def export_new(request: HttpRequest) -> HttpResponse:
    user = asker(request)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert user.agency is not None
        given = form.cleaned_data
        try:
            export = exports.export_ask(user.agency, form=given["form"], reason=given["reason"], by=user)
            exports.export_start(export, by=user)
            return redirect("export-new")
        except Refused as refused:
            for problem in refused.problems:
                at = problem.column if problem.column in form.fields else None
                form.add_error(at, f"{problem.reason[:1].upper()}{problem.reason[1:]}. {problem.fix}.")
    context = {
        "form": form,
        "people": queries.people(user).count(),
        "exports": queries.exports(user)[:SHOWN],
        "working": queries.exports(user).filter(state=Export.State.ASKED).exists(),
    }
    return render(request, "registry/export_new.html", context)


@permission_required("registry.export")
@require_POST
def export_fetch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, as an attachment. Fetching leaves a trace, so it is no GET."""
    export = own(queries.exports(request.user), pk)
    try:
        path = exports.export_fetched(export, by=asker(request), source_address=request.META.get("REMOTE_ADDR") or None)
    except Refused:
        return redirect("export-new")
    name = f"registry-{export.agency.slug}-{export.asked_at:%Y-%m-%d}.{export.form}"
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream",
        headers={"Content-Security-Policy": "sandbox; default-src 'none'"},
    )  # fmt: skip


@permission_required("registry.export")
@require_GET
def export_list(request: HttpRequest) -> HttpResponse:
    """The part of the page that is asked for again while a file is being written."""
    working = queries.exports(request.user).filter(state=Export.State.ASKED).exists()
    context = {"exports": queries.exports(request.user)[:SHOWN], "working": working}
    return render(request, "registry/_exports.html", context, status=200 if working else 286)
