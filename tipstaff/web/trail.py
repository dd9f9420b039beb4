"""The agency's trail: who did what to which object, when, and with what result."""

from typing import cast

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tipstaff.accounts.models import User
from tipstaff.accounts.permissions import permission_required
from tipstaff.accounts.queries import AgencyOwned
from tipstaff.audit import queries
from tipstaff.audit import services as audit

PAGE = 50
OUTCOMES = [("", "Any"), ("done", "Done"), ("refused", "Refused"), ("failed", "Failed")]


class TrailFilter(forms.Form):
    action = forms.CharField(required=False, max_length=80, label="Act contains")
    outcome = forms.ChoiceField(required=False, choices=OUTCOMES, label="Result")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput)
    until = forms.DateField(required=False, label="Through", widget=forms.DateInput)

    def narrow(self, events: queries.Events) -> queries.Events:
        """The events that meet what was filled in rightly; a field filled in wrongly narrows nothing."""
        wanted = self.cleaned_data if self.is_valid() else {}
        lookups = {
            "action": "action__icontains",
            "outcome": "outcome",
            "since": "at__date__gte",
            "until": "at__date__lte",
        }
        return events.filter(**{lookup: wanted[name] for name, lookup in lookups.items() if wanted.get(name)})


@permission_required("audit.view")
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Newest first. Reading the trail is itself recorded (security rule L1)."""
    user = cast(User, request.user)
    form = TrailFilter(request.GET)
    events = form.narrow(queries.of_agency(user.agency_id))
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    colleagues: AgencyOwned[User] = AgencyOwned(User).visible_to(user)
    actors = colleagues.in_bulk({event.actor_id for event in page if event.actor_id})
    rows = [(event, actors.get(event.actor_id or 0)) for event in page]
    with transaction.atomic():
        audit.record("audit.trail.viewed", by=user, page=page.number)
    return render(request, "web/trail.html", {"form": form, "page": page, "rows": rows})
