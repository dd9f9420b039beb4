"""What the pages take: filters of the work list, a view's name, an export, a status."""

from typing import Any

from django import forms

from tipstaff.accounts.models import User
from tipstaff.compliance import words
from tipstaff.compliance.models import PersonStatus
from tipstaff.compliance.models.status import REASON_LEAST
from tipstaff.compliance.roll import NEEDS_SOMEBODY

ANY = ("", "Any")
LAPSES = (("7", "A week or more"), ("30", "30 days or more"), ("90", "90 days or more"), ("365", "A year or more"))
LONGEST_SEARCH = 256


class WorkListFilters(forms.Form):
    """Narrows the work list. Choices of places and people are those that stand on the agency's list."""

    q = forms.CharField(label="Name or number", required=False, max_length=LONGEST_SEARCH)
    duty = forms.ChoiceField(required=False, choices=[ANY, *words.DUTY.items()])
    status = forms.ChoiceField(required=False, choices=[ANY, *((s, words.STATUS[s]) for s in NEEDS_SOMEBODY)])
    tier = forms.ChoiceField(
        required=False, choices=[ANY, ("I", "Tier I"), ("II", "Tier II"), ("III", "Tier III"), ("none", "No tier")]
    )
    track = forms.ChoiceField(label="Law", required=False)
    lapse = forms.ChoiceField(label="Has stood like this for", required=False, choices=[ANY, *LAPSES])
    county = forms.ChoiceField(required=False)
    officer = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, choices: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ANY, *((value, words.track(value) if name == "track" else value) for value in values)]

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"]).strip()
        if len(text) == 1 and text.isascii():
            raise forms.ValidationError("Give at least two letters, or the whole number.")
        return text


class ViewForm(forms.Form):
    """A name for the filters in use."""

    name = forms.CharField(label="Name of the view", max_length=60)
    is_shared = forms.BooleanField(label="Share it with my agency", required=False)
    is_default = forms.BooleanField(label="Open my work list in this view", required=False)


class ExportForm(forms.Form):
    """Taking the list out of the system; above a number of people it needs a reason."""

    form = forms.ChoiceField(
        label="Format", choices=[("csv", "CSV"), ("xlsx", "Excel workbook")], widget=forms.RadioSelect, initial="xlsx"
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=200,
        help_text="Who needs the list, and for what. It is kept in the trail.",
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class StatusForm(forms.Form):
    """A status word with its reasons."""

    status = forms.ChoiceField(choices=PersonStatus.Status.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reasons", widget=forms.Textarea(attrs={"rows": 4}), min_length=REASON_LEAST,
        help_text="What you know, how you know it, and when you learned it.",
    )  # fmt: skip
    search_evidence = forms.CharField(
        label="1. What was done to find the person", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For absconded. Calls, visits, family, employer, landlord, jail and death checks: when, by whom.",
    )  # fmt: skip
    police_evidence = forms.CharField(
        label="2. Which law enforcement agency was told", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For absconded. Agency, date, by whom, case number if there is one.",
    )  # fmt: skip
    sender_evidence = forms.CharField(
        label="3. Who had sent word of the person and was told that they did not appear",
        required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For absconded. Jurisdiction or federal body, date, by whom; or say that nobody had sent word.",
    )  # fmt: skip
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def save(self, person: Any, by: User) -> PersonStatus:
        """Hands over to the service; raises what it raises."""
        from tipstaff.compliance import services

        given = dict(self.cleaned_data)
        return services.person_status_set(person, given.pop("status"), by=by, **given)
