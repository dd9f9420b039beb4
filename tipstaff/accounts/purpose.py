"""Asks for the purpose of a sensitive look once, and remembers it for that work (guardrail G17, AR-PRM-01).

    @permission_required("registry.view")
    @purpose_required("documents")
    def documents(request, pk, *, purpose): ...

The question comes before the record is looked for, so that what is hidden and what is absent look the same.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from tipstaff.accounts.models import User
from tipstaff.accounts.permissions import View
from tipstaff.accounts.services import address_of
from tipstaff.audit import services as audit
from tipstaff.audit.purposes import LONGEST, Purpose, phrase

REMEMBERED = timedelta(hours=8)
MOST = 200
SESSION = "purposes"
ANSWER = "purpose-answer"


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(label="What do you need it for?", choices=[("", "Choose one"), *Purpose.choices])
    words = forms.CharField(
        label="Case number, or a few words",
        required=False,
        max_length=LONGEST,
        help_text="No names. The trail keeps it.",
    )

    def clean(self) -> dict[str, Any]:
        if purpose := self.cleaned_data.get("purpose"):
            try:
                self.cleaned_data["phrase"] = phrase(purpose, self.cleaned_data.get("words", ""))
            except ValidationError as error:
                self.add_error(None, error)
        return self.cleaned_data


def purpose_required(sensitive: str, *, subject: str = "pk") -> Callable[[View], View]:
    """Let nobody in without a purpose for this kind of data and this subject (the URL's keyword), then pass it on."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            key = f"{sensitive}:{kwargs.get(subject, '')}"
            if purpose := remembered(request, key):
                return view(request, *args, purpose=purpose, **kwargs)
            return _ask(request, sensitive, str(kwargs.get(subject, "")), key)

        return asked

    return decorate


def remembered(request: HttpRequest, key: str) -> str | None:
    """The purpose given for this work, while the session lives and for eight hours at most."""
    given = request.session.get(SESSION, {}).get(key)
    if given and timezone.now() - datetime.fromisoformat(given["at"]) < REMEMBERED:
        return str(given["phrase"])
    return None


def _ask(request: HttpRequest, sensitive: str, subject: str, key: str) -> HttpResponseBase:
    is_answer = request.method == "POST" and ANSWER in request.POST
    form = PurposeForm(request.POST if is_answer else None)
    if is_answer and form.is_valid():
        with transaction.atomic():
            assert isinstance(request.user, User)
            audit.record(
                "accounts.purpose.given",
                by=request.user,
                purpose=form.cleaned_data["phrase"],
                source_address=address_of(request),
                sensitive=sensitive,
                about=subject,
            )
            _remember(request, key, form.cleaned_data["phrase"])
        return redirect(request.get_full_path())
    return render(request, "accounts/purpose.html", {"form": form, "sensitive": sensitive, "answer": ANSWER})


def _remember(request: HttpRequest, key: str, said: str) -> None:
    now = timezone.now()
    fresh = {
        name: given
        for name, given in request.session.get(SESSION, {}).items()
        if now - datetime.fromisoformat(given["at"]) < REMEMBERED and name != key
    }
    newest = dict(list(fresh.items())[-MOST + 1 :])
    request.session[SESSION] = newest | {key: {"phrase": said, "at": now.isoformat()}}
