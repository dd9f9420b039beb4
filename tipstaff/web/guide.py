"""A page with every component on it, for those who build pages and for the tests that look at them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tipstaff.accounts.permissions import public
from tipstaff.sorna.findings import STATUSES
from tipstaff.web import wording

TODAY = date(2026, 11, 24)


class SampleFilter(forms.Form):
    status = forms.ChoiceField(
        required=False, choices=[("", "Any"), *((s, wording.status_look(s).label) for s in STATUSES)]
    )
    county = forms.CharField(required=False, max_length=80)
    due_before = forms.DateField(required=False, label="Due before", widget=forms.DateInput)


class SampleForm(forms.Form):
    family_name = forms.CharField(max_length=80, help_text="As on the document that was shown.")
    seen_on = forms.DateField(label="Seen on", widget=forms.DateInput, help_text="The day of the appearance.")
    mode = forms.ChoiceField(
        label="How",
        widget=forms.RadioSelect,
        choices=[("in_person", "In person at the office"), ("site_visit", "In person at the residence")],
    )
    photograph = forms.BooleanField(required=False, label="A photograph was possible")
    county = forms.ChoiceField(choices=[("", "Choose one"), ("04007", "Gila"), ("04013", "Maricopa")])
    remarks = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass(frozen=True)
class Row:
    name: str
    number: str
    status: str
    due_on: date | None
    rule: str


@dataclass(frozen=True)
class Happening:
    on: date
    title: str
    text: str = ""
    source: str = ""
    tone: str = ""


NAMES = (
    "Yazzie-Ōta, Ramón",
    "O’Leary, Síle",
    "Begay, Thomas",
    "Kealoha, ʻIolana",
    "St. John, Ann\u202eeiraM",
    "Nguyễn, Lan",
)


def _rows() -> list[Row]:
    days = (-212, -40, None, -3, 6, -12, None, 61, 200, None, None)
    return [
        Row(
            NAMES[n % len(NAMES)],
            f"RM-{1041 + 7 * n}",
            status,
            TODAY + timedelta(days) if days is not None else None,
            "SORNA-VER-2",
        )
        for n, (status, days) in enumerate(zip(STATUSES, days, strict=True))
    ]


@public("shown only in a demonstration and in tests; holds no records")
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states, with invented content; ?mistakes shows a form that came back."""
    mistakes = {"family_name": "", "seen_on": "2027-02-31", "mode": ""} if "mistakes" in request.GET else None
    context = {
        "as_of": TODAY,
        "statuses": STATUSES,
        "gaps": ["addresses of 14 people", "the tier of 3"],
        "rows": _rows(),
        "page": Paginator(range(1, 1240), 50).get_page(request.GET.get("page")),
        "filter_form": SampleFilter(request.GET, auto_id="filter_%s"),
        "form": SampleForm(mistakes),
        "address": reverse("style-guide"),
        "facts": [
            ("Family name", "Begay"),
            ("Registration number", "RM-1055"),
            ("Tier on file", "II"),
            ("Telephone", None),
        ],
        "events": [
            Happening(
                date(2026, 11, 20),
                "Verification in person",
                "Identity checked; photograph taken.",
                "Front desk, learned Nov 20, 2026",
                "met",
            ),
            Happening(
                date(2026, 10, 2),
                "Verification overdue",
                "Nothing shows an appearance by the due date.",
                "SORNA-VER-2",
                "overdue",
            ),
            Happening(date(2026, 4, 1), "Moved to Gila County", "Reported in person within three business days."),
        ],
    }
    return render(request, "web/style_guide.html", context)
