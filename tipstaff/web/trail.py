"""The agency's trail: who did what to which object, when, and with what result."""

from datetime import datetime, time, timedelta
from typing import cast

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tipstaff.accounts.models import Agency, User
from tipstaff.accounts.permissions import permission_required
from tipstaff.accounts.queries import AgencyOwned
from tipstaff.accounts.services import address_of
from tipstaff.audit import queries, review
from tipstaff.audit import services as audit
from tipstaff.web.review import review_of

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


class ReviewForm(forms.Form):
    until = forms.DateField(required=False, label="The week that ends with", widget=forms.DateInput)


@permission_required("audit.view")
@require_safe
def trail_review(request: HttpRequest) -> HttpResponse:
    """Unusual use in a week; the one that ends now unless another is asked for. Reading the list is recorded."""
    user = cast(User, request.user)
    form = ReviewForm(request.GET)
    chosen = form.cleaned_data["until"] if form.is_valid() else None
    until = timezone.make_aware(datetime.combine(chosen + timedelta(days=1), time())) if chosen else timezone.now()
    found = review_of(cast(Agency, user.agency), until)
    colleagues: AgencyOwned[User] = AgencyOwned(User).visible_to(user)
    actors = colleagues.in_bulk({line.actor_id for line in found if line.actor_id})
    rows = [(line, actors.get(line.actor_id or 0)) for line in found]
    with transaction.atomic():
        audit.record("audit.review.viewed", by=user, source_address=address_of(request), lines=len(rows))
    context = {"form": form, "rows": rows, "since": until - review.WEEK, "until": until}
    return render(request, "web/trail_review.html", context)


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
        audit.record("audit.trail.viewed", by=user, source_address=address_of(request), page=page.number)
    return render(request, "web/trail.html", {"form": form, "page": page, "rows": rows})
