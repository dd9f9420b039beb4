"""The work list: its page, its print, its export, and the views that people keep of it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tipstaff.accounts.permissions import allows, permission_required
from tipstaff.compliance import exports, services, tasks, words
from tipstaff.compliance.forms import ExportForm, ViewForm, WorkListFilters
from tipstaff.compliance.models import SavedView
from tipstaff.compliance.queries import views as saved
from tipstaff.compliance.queries import worklist
from tipstaff.compliance.services.evaluation import today_at
from tipstaff.compliance.views.asking import agency_of, asker

# What an address may say of the list; anything else in it is left out of views, exports and links.
WORDS = ("q", "duty", "status", "tier", "track", "lapse", "county", "officer", "sort")


@permission_required("compliance.view")
@require_GET
def work_list(request: HttpRequest) -> HttpResponse:
    if not request.GET and (view := saved.default_of(asker(request))):
        return redirect(saved.address_of(view))
    form, chosen = _filters(request)
    listed = worklist.work_list(
        asker(request),
        chosen,
        today=timezone.localdate(),
        sort=request.GET.get("sort", ""),
        page=request.GET.get("page"),
        rows=_whole(request.GET.get("rows"), worklist.ROWS),
    )
    return render(
        request,
        "compliance/work_list.html",
        {
            "form": form,
            "listed": listed,
            "chips": _chips(request.GET, listed),
            "views": saved.usable_by(asker(request)),
            "here": _whole(request.GET.get("view"), 0),
            "view_form": ViewForm(),
            "query": _kept(request.GET).urlencode(),
            "fresh": worklist.freshness(asker(request), now=timezone.now()),
            "may_evaluate": allows(asker(request), "compliance.evaluate"),
            "may_export": allows(asker(request), "registry.export"),
            "is_narrowed": any(chosen.get(word) for word in WORDS),
        },
    )


@permission_required("compliance.view")
@require_GET
def work_list_print(request: HttpRequest) -> HttpResponse:
    """The list on paper: no furniture, as many rows as fit a desk, with the warning of guardrail G1."""
    filters, chosen = _filters(request)
    if not filters.is_valid():
        return _back_to_list(request)
    rows = exports.rows(asker(request), chosen, today=timezone.localdate(), sort=request.GET.get("sort", ""))
    shown = rows[: exports.MOST_PRINTED]
    exports.printed_record(asker(request), chosen, rows=len(shown))
    context = {"rows": worklist.explained(asker(request), shown), "total": len(rows), "filters": filter_words(chosen)}
    return render(request, "compliance/work_list_print.html", context)


@permission_required("registry.export")
@require_http_methods(["GET", "POST"])
def work_list_export(request: HttpRequest) -> HttpResponse:
    """Asks for form and, above a number of people, reason; then sends the file."""
    filters, chosen = _filters(request)
    if not filters.is_valid():
        return _back_to_list(request)
    found = exports.rows(asker(request), chosen, today=timezone.localdate(), sort=request.GET.get("sort", ""))
    people = len({item.person_id for item in found})
    form = ExportForm(request.POST or None, needs_reason=people > exports.PEOPLE_WITHOUT_REASON)
    if request.method == "POST" and form.is_valid():
        try:
            return exports.answer(asker(request), found, chosen, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "people": people,
        "rows": len(found),
        "filters": filter_words(chosen),
        "back": f"{reverse('work-list')}?{_kept(request.GET).urlencode()}",
    }
    return render(request, "compliance/work_list_export.html", context)


@permission_required("compliance.view")
@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the page under a name."""
    form = ViewForm(request.POST)
    query = _kept(QueryDict(request.POST.get("query", "")))
    if not form.is_valid():
        messages.error(request, "A view needs a name of at most 60 characters.")
        return redirect(f"{reverse('work-list')}?{query.urlencode()}")
    given = form.cleaned_data
    view = services.view_save(given["name"], query.urlencode(), is_shared=given["is_shared"], by=asker(request))
    if given["is_default"]:
        services.view_default_set(view.pk, by=asker(request))
    messages.success(request, f"The view “{view.name}” is kept.")
    return redirect(saved.address_of(view))


@permission_required("compliance.view")
@require_POST
def view_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view of one's own, or open the list in it (or no longer)."""
    act = request.POST.get("act")
    try:
        if act == "delete":
            services.view_delete(pk, by=asker(request))
            messages.success(request, "The view is gone. The people on it are not.")
            return redirect(f"{reverse('work-list')}?sort={worklist.DEFAULT_SORT}")
        services.view_default_set(pk if act == "default" else None, by=asker(request))
    except SavedView.DoesNotExist:
        raise Http404 from None
    messages.success(request, "Your work list opens in this view." if act == "default" else "It opens with everybody.")
    return redirect(f"{reverse('work-list')}?sort={worklist.DEFAULT_SORT}")


@permission_required("compliance.evaluate")
@require_POST
def evaluation_ask(request: HttpRequest) -> HttpResponse:
    """Have the law asked again for everybody, in the background."""
    agency = agency_of(asker(request))
    job = tasks.ask_for_evaluation(agency, because=f"{asker(request)} asked for it", by=asker(request))
    messages.info(request, f"Everybody is being judged for {today_at(agency):%B %-d, %Y}.")
    return redirect("job-detail", job.pk)


def filter_words(chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The filters in use, in words, for prints and exports."""
    say: dict[str, Callable[[str], str]] = {
        "duty": words.duty,
        "status": words.status,
        "track": words.track,
        "tier": lambda tier: words.tier("" if tier == "none" else tier),
        "lapse": lambda days: f"{days} days or more",
    }
    labels = {"q": "name or number", "track": "law", "lapse": "has stood for"}
    used = ((name, chosen.get(name)) for name in WORDS)
    return [(labels.get(name, name), say.get(name, str)(value)) for name, value in used if value]


def _filters(request: HttpRequest) -> tuple[WorkListFilters, dict[str, Any]]:
    """The filters as asked for; what is wrong with one is said on the page, and that one narrows nothing."""
    form = WorkListFilters(request.GET, choices=worklist.choices(asker(request)))
    form.is_valid()
    return form, form.cleaned_data


def _back_to_list(request: HttpRequest) -> HttpResponse:
    """Where a filter is wrong nothing leaves the house: the list says what is wrong with it."""
    return redirect(f"{reverse('work-list')}?{request.GET.urlencode()}")


def _chips(query: QueryDict, listed: worklist.WorkList) -> list[dict[str, Any]]:
    """A link for each status on the list, with its number; the one in use leads back to all."""
    used = query.get("status", "")
    every = {"status": "", "count": sum(listed.counts.values()), "url": _with(query, ""), "is_here": not used}
    return [every] + [
        {"status": status, "count": count, "url": _with(query, status), "is_here": status == used}
        for status, count in listed.counts.items()
    ]


def _with(query: QueryDict, status: str) -> str:
    changed = _kept(query)
    changed["status"] = status
    if not status:
        del changed["status"]
    return f"?{changed.urlencode() or 'sort=' + worklist.DEFAULT_SORT}"


def _kept(query: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for word in WORDS:
        if query.get(word):
            kept[word] = str(query[word])[:256]
    return kept


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else otherwise
