"""The person page, and the step that only a person takes: setting a status."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tipstaff.accounts.permissions import allows, permission_required
from tipstaff.accounts.services import address_of
from tipstaff.audit import services as audit
from tipstaff.compliance.forms import StatusForm
from tipstaff.compliance.models import PersonStatus
from tipstaff.compliance.queries.person import person_page
from tipstaff.compliance.services.status import StatusConflict
from tipstaff.compliance.views.asking import asker
from tipstaff.registry.models import Person


@permission_required("registry.view")
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Who it is, how each duty stands and why, and what is on file. Looking leaves an event."""
    try:
        page = person_page(asker(request), pk, today=timezone.localdate())
    except Person.DoesNotExist:
        raise Http404 from None
    with transaction.atomic():
        audit.record("registry.person.viewed", page.person, by=asker(request), source_address=address_of(request))
    may_change = allows(asker(request), "registry.change")
    return render(request, "compliance/person.html", {"page": page, "may_change": may_change})


@permission_required("registry.change")
@require_http_methods(["GET", "POST"])
def person_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the status word, with reasons; nothing but this form does."""
    subject = get_object_or_404(Person.objects.visible_to(asker(request)), pk=pk)
    standing = PersonStatus.objects.visible_to(asker(request)).filter(person=subject, superseded_at=None).first()
    form = StatusForm(request.POST or None, initial={"expected": standing.pk if standing else None})
    if request.method == "POST" and form.is_valid():
        try:
            made = form.save(subject, asker(request))
        except ValidationError as error:
            form.add_error(None, error)
        except StatusConflict as conflict:
            said = conflict.now.get_status_display() if conflict.now else "none"
            form.add_error(
                None, f"Somebody set the status in the meantime; it is now: {said}. Look again before you set it."
            )
        else:
            messages.success(request, f"Status set: {made.get_status_display()}.")
            return redirect("person", pk)
    return render(request, "compliance/person_status.html", {"person": subject, "standing": standing, "form": form})
