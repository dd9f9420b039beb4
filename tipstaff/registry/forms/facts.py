"""A form for the facts of any sheet, made from its columns, and the two of the counter."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import escape

from tipstaff.formats.registry import ROSTER, SHEETS, Column, Problem, Sheet
from tipstaff.registry import labels
from tipstaff.registry.models import Fact
from tipstaff.registry.services.facts import values_of

LEFT_OUT = ("person_id", "record_id")
LONG = 300
COLUMN_NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
YES_NO = [("", "Not known"), ("yes", "Yes"), ("no", "No")]


class LayoutForm(forms.Form):
    """Fields named like the columns of a sheet. What the columns ask for is checked where it is recorded."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, sheet: Sheet, *args: Any, leave_out: tuple[str, ...] = LEFT_OUT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for column in sheet.columns:
            if column.name not in leave_out:
                self.fields[column.name] = field_for(column)

    @property
    def needed(self) -> list[str]:
        """The labels of the fields without which the row says nothing."""
        return [str(field.label) for field in self.fields.values() if field.required]

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.sheet.by_name}

    def add_problems(self, problems: list[Problem]) -> None:
        """Show what the record refused beside the fields it is about."""
        for problem in problems:
            at = problem.column if problem.column in self.fields else None
            said = COLUMN_NAME.sub(self._as_labelled, f"{problem.reason}. {problem.fix}.")
            self.add_error(at, said[:1].upper() + said[1:])

    def _as_labelled(self, name: re.Match[str]) -> str:
        """The layout's name of a column as the form calls it."""
        field = self.fields.get(name[0])
        return f"“{field.label}”" if field else name[0]


def field_for(column: Column) -> forms.Field:
    """The field that asks for a column."""
    label = labels.of_column(column)
    says_more = column.about.casefold() != label.casefold()
    hint = escape(f"{column.about}.") if says_more else ""  # field.html shows hints as they are
    said: dict[str, Any] = {"required": column.required, "label": label, "help_text": hint}
    match column.kind:
        case "date":
            return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d"), input_formats=["%Y-%m-%d"], **said)
        case "yes_no":
            return forms.ChoiceField(choices=YES_NO, **said)
        case "choice":
            choices = [("", "Not known"), *((value, labels.of_choice(value)) for value in column.choices)]
            return forms.ChoiceField(choices=choices, **said)
        case "whole":
            return forms.IntegerField(**said)
        case "decimal":
            return forms.FloatField(**said)
    long = forms.Textarea(attrs={"rows": 3}) if column.max_length > LONG else None
    return forms.CharField(max_length=column.max_length, strip=False, widget=long or forms.TextInput, **said)


def fact_form(sheet: str, data: Any = None, *, fact: Fact | None = None, version: int | None = None) -> LayoutForm:
    """An empty form of the sheet, or one filled with a fact that is to be corrected."""
    initial = {"expected_version": version} | (_as_entered(values_of(fact)) if fact else {})
    return LayoutForm(SHEETS[sheet], data, initial=initial)


def person_form(data: Any = None) -> LayoutForm:
    """The core of a person who is not on file yet."""
    return LayoutForm(ROSTER, data, leave_out=())


def _as_entered(values: Mapping[str, Any]) -> dict[str, Any]:
    said = {True: "yes", False: "no"}
    return {name: said[value] if isinstance(value, bool) else value for name, value in values.items()}


class VerificationForm(forms.Form):
    """An appearance in person. Each box is one thing that makes it full (SORNA-VER-8)."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    jurisdiction = forms.ChoiceField(label="Registry that takes it")
    verified_on = forms.DateField(
        label="Day of the appearance",
        widget=forms.DateInput(format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    mode = forms.ChoiceField(
        label="How",
        widget=forms.RadioSelect,
        choices=[(mode, labels.of_choice(mode)) for mode in SHEETS["verifications"].column("mode").choices],
        help_text="By mail is no appearance in person (SORNA-VER-8).",
    )
    identity_checked = forms.BooleanField(required=False, label="I checked who the person is")
    photograph_possible = forms.BooleanField(required=False, label="A photograph was taken, or could have been")
    all_fields_reviewed = forms.BooleanField(
        required=False, label="We went through every field and changed what is no longer true"
    )
    officer = forms.CharField(max_length=100, required=False, label="Officer")

    def __init__(self, jurisdictions: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["jurisdiction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, code) for code in jurisdictions]
