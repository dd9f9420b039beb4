"""How a Django form field becomes USWDS markup: which class, which kind, and what describes it to a screen reader."""

from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.widgets import Input

CLASS_OF: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "usa-radio__input"),  # before Select and CheckboxSelectMultiple's parents
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.ClearableFileInput, "usa-file-input"),
    (forms.FileInput, "usa-file-input"),
    (Input, "usa-input"),
)


def kind_of(widget: forms.Widget) -> str:
    """choices (a group of boxes), checkbox (one box), or control (everything else)."""
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "control"


def attributes_of(bound: BoundField) -> dict[str, Any]:
    """Class, state and description of the control; what the form itself set on the widget stays."""
    widget = bound.field.widget
    css = next((name for kind, name in CLASS_OF if isinstance(widget, kind)), "")
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {css}".strip()}
    if isinstance(widget, forms.DateInput) and is_a_day_or_nothing(bound.value()):
        # The browser's own calendar, which reads and writes this form of a date only and would swallow a mistake.
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if bound.errors:
        attrs["class"] += " usa-input--error"
        attrs["aria-invalid"] = "true"
    if described := described_by(bound):
        attrs["aria-describedby"] = described
    return attrs


def is_a_day_or_nothing(value: object) -> bool:
    """Whether a date control can show a value: Feb 31 must come back as it was sent, to be corrected."""
    try:
        return not value or isinstance(value, date) or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def described_by(bound: BoundField) -> str:
    """The ids of the hint and the error, in the order in which they stand."""
    notes = [("hint", bound.help_text), ("error", bound.errors)]
    return " ".join(f"{bound.auto_id}-{name}" for name, there in notes if there)


def context_of(bound: BoundField, optional: bool) -> dict[str, Any]:
    """What web/components/field.html shows."""
    kind = kind_of(bound.field.widget)
    attrs = attributes_of(bound)
    if kind == "choices":
        bound.field.widget.attrs.update({"class": attrs["class"]})
    return {
        "bound": bound,
        "kind": kind,
        "hidden": bound.is_hidden,
        "control": "" if kind == "choices" else bound.as_widget(attrs=attrs),
        "describedby": described_by(bound),
        "option_class": "usa-radio" if isinstance(bound.field.widget, forms.RadioSelect) else "usa-checkbox",
        "optional": optional and not bound.field.required,
    }
