"""Add, correct and withdraw a fact of a person; record an appearance; take a report of a change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tipstaff.accounts.permissions import permission_required
from tipstaff.formats.registry import SHEETS
from tipstaff.registry import labels, queries
from tipstaff.registry.forms.facts import LayoutForm, VerificationForm, fact_form
from tipstaff.registry.jurisdictions import today_at
from tipstaff.registry.models import Fact, Person
from tipstaff.registry.services import Conflict, Refused, fact_record, fact_withdraw, verification_record
from tipstaff.registry.views.asking import asker, current_fact, known_sheet, own_person


@permission_required("registry.change")
@require_http_methods(["GET", "POST"])
def fact_add(request: HttpRequest, pk: int, sheet: str) -> HttpResponse:
    person = own_person(request, pk)
    form = fact_form(known_sheet(sheet), request.POST or None, version=person.version)
    if request.method == "POST" and form.is_valid():
        return _record(request, person, sheet, form, None)
    return _show(request, person, sheet, form, None)


@permission_required("registry.change")
@require_http_methods(["GET", "POST"])
def fact_correct(request: HttpRequest, pk: int, sheet: str, fact: int) -> HttpResponse:
    person = own_person(request, pk)
    known_sheet(sheet)
    wrong = current_fact(person, sheet, fact) if request.method == "GET" else _named_fact(person, sheet, fact)
    form = fact_form(sheet, request.POST or None, fact=wrong, version=person.version)
    if request.method == "POST" and form.is_valid():
        return _record(request, person, sheet, form, wrong)
    return _show(request, person, sheet, form, wrong)


@permission_required("registry.change")
@require_http_methods(["GET", "POST"])
def fact_withdraw_page(request: HttpRequest, pk: int, sheet: str, fact: int) -> HttpResponse:
    """Say why a fact was never true; it stays on file, and is current no longer."""
    person = own_person(request, pk)
    wrong = current_fact(person, sheet, fact)
    reason = request.POST.get("reason", "")
    error = ""
    if request.method == "POST":
        try:
            fact_withdraw(wrong, by=asker(request), reason=reason)
        except Refused as refused:
            error = "; ".join(f"{problem.reason}. {problem.fix}." for problem in refused.problems)
        else:
            messages.success(request, f"The {labels.ONE[sheet]} is withdrawn.")
            return redirect("person", pk=person.pk)
    context = _about(person, sheet) | {"fact": wrong, "rows": _rows(wrong), "reason": reason, "error": error}
    return render(request, "registry/fact_withdraw.html", context)


@permission_required("registry.change")
@require_http_methods(["GET", "POST"])
def verification_new(request: HttpRequest, pk: int) -> HttpResponse:
    person, user = own_person(request, pk), asker(request)
    initial = {
        "expected_version": person.version,
        "verified_on": today_at(person.agency, timezone.now()),
        "mode": "office",
        "officer": str(user),
    }
    form = VerificationForm(queries.jurisdictions_of(person), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = verification_record(person, by=user, **form.cleaned_data)
        except Refused as refused:
            for problem in refused.problems:
                at = problem.column if problem.column in form.fields else None
                form.add_error(at, f"{problem.reason[:1].upper()}{problem.reason[1:]}. {problem.fix}.")
        except Conflict as conflict:
            form = _again(form, conflict)
        else:
            day = f"{made.verified_on:%B} {made.verified_on.day}"
            if made.identity_checked and made.photograph_possible and made.all_fields_reviewed and made.mode != "mail":
                messages.success(request, f"The appearance of {day} is recorded.")
            else:
                messages.warning(
                    request,
                    f"The appearance of {day} is recorded, but it does not count as a verification: identity checked, "
                    "a photograph possible and every field reviewed are all needed (SORNA-VER-8).",
                )
            return redirect("person", pk=person.pk)
    return render(request, "registry/verification_new.html", {"person": person, "form": form})


def _record(request: HttpRequest, person: Person, sheet: str, form: LayoutForm, wrong: Fact | None) -> HttpResponse:
    kept = {"record_id": wrong.record_id} if wrong is not None and hasattr(wrong, "record_id") else {}
    try:
        fact_record(
            person, sheet, form.values | kept, by=asker(request), correcting=wrong,
            expected_version=form.cleaned_data["expected_version"],
        )  # fmt: skip
    except Refused as refused:
        form.add_problems(refused.problems)
        return _show(request, person, sheet, form, wrong)
    except Conflict as conflict:
        return _show_conflict(request, person, sheet, form, wrong, conflict)
    done = "corrected" if wrong else "recorded"
    messages.success(request, f"The {labels.ONE[sheet]} is {done}.")
    return redirect("person", pk=person.pk)


def _show(request: HttpRequest, person: Person, sheet: str, form: LayoutForm, wrong: Fact | None) -> HttpResponse:
    return render(request, "registry/fact_form.html", _about(person, sheet) | {"form": form, "fact": wrong})


def _show_conflict(
    request: HttpRequest, person: Person, sheet: str, form: LayoutForm, wrong: Fact | None, conflict: Conflict
) -> HttpResponse:
    """Both texts side by side; sending again is a decision taken with the other text in view (R2)."""
    fields = [column for column in SHEETS[sheet].columns if column.name in form.fields]
    both = [
        (labels.of_column(column), conflict.given.get(column.name), conflict.on_file.get(column.name))
        for column in fields
    ]
    now = conflict.fact or wrong
    data = request.POST.copy()
    data["expected_version"] = str(conflict.version)
    context = _about(person, sheet) | {
        "form": fact_form(sheet, data),
        "fact": now,
        "both": [row for row in both if row[1] or row[2]],
        "action": reverse("fact-correct", args=[person.pk, sheet, now.pk]) if now else "",
    }
    return render(request, "registry/fact_form.html", context, status=409)


def _again(form: VerificationForm, conflict: Conflict) -> VerificationForm:
    """The same entries, to be sent knowing that the person's page has changed."""
    data = {**form.data.dict(), "expected_version": str(conflict.version)}  # type: ignore[attr-defined]
    again = VerificationForm([code for code, _ in form.fields["jurisdiction"].choices], data)  # type: ignore[attr-defined]
    again.add_error(
        None, "Somebody else changed this person since you opened the form. Look at their page; if this still holds, "
        "send it again.",
    )  # fmt: skip
    return again


def _named_fact(person: Person, sheet: str, pk: int) -> Fact:
    """The fact whose form was opened; where it was superseded meanwhile, recording meets the conflict."""
    from tipstaff.registry.models import FACTS
    from tipstaff.registry.views.asking import own

    found = own(FACTS[sheet].objects.filter(person=person), pk)
    assert isinstance(found, Fact)
    return found


def _about(person: Person, sheet: str) -> dict[str, Any]:
    return {"person": person, "sheet": SHEETS[sheet], "one": labels.ONE[sheet]}


def _rows(fact: Fact) -> list[tuple[str, Any]]:
    columns = [column for column in SHEETS[fact.sheet].columns if column.name != "person_id"]
    return [(labels.of_column(c), value) for c in columns if (value := getattr(fact, c.name)) not in ("", None)]
