"""Find a person, and put one on file who is not."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tipstaff.accounts.permissions import allows, permission_required
from tipstaff.accounts.services import address_of
from tipstaff.audit import services as audit
from tipstaff.formats.registry.problems import visible
from tipstaff.registry import queries
from tipstaff.registry.forms.exchange import SearchForm
from tipstaff.registry.forms.facts import person_form
from tipstaff.registry.services import Refused, person_add
from tipstaff.registry.views.asking import asker

PAGE_SIZE = 50


@permission_required("registry.view")
@require_GET
def person_search(request: HttpRequest) -> HttpResponse:
    """Without a query, everybody of the agency; with one, those it finds. A look-up leaves its trace (G17)."""
    form = SearchForm(request.GET)
    query = request.GET.get("q", "")
    found = queries.people_found(request.user, query) if query.strip() else queries.people(request.user)
    page = Paginator(queries.people(request.user).none() if found is None else found, PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    if found is not None and query.strip() and page.number == 1:
        with transaction.atomic():
            audit.record(
                "registry.people.searched",
                by=asker(request),
                source_address=address_of(request),
                query=query,
                found=page.paginator.count,
            )
    context = {
        "form": form,
        "query": query[:256],
        "too_little": found is None,
        "page": page,
        "may_change": allows(request.user, "registry.change"),
    }
    return render(request, "registry/person_search.html", context)


@permission_required("registry.change")
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    user = asker(request)
    form = person_form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert user.agency is not None
        try:
            person = person_add(user.agency, form.values, by=user, source="entered by an officer")
        except Refused as refused:
            form.add_problems(refused.problems)
        else:
            messages.success(request, f"{visible(str(person))} is on file.")
            return redirect("person", pk=person.pk)
    elif request.method == "GET" and user.agency:
        form.initial["jurisdiction"] = user.agency.jurisdiction
    return render(request, "registry/person_new.html", {"form": form})
