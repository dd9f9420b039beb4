"""The views of the work list that a person may use."""

from typing import Any

from django.urls import reverse

from tipstaff.compliance.models import DefaultView, SavedView


def usable_by(user: Any) -> list[SavedView]:
    """One's own and those that colleagues share; `is_default` marks the one in which the list opens."""
    default = DefaultView.objects.filter(user=user).values_list("view_id", flat=True).first()
    found = list(SavedView.objects.usable_by(user))
    for view in found:
        view.is_default = view.pk == default  # type: ignore[attr-defined]
    return found


def default_of(user: Any) -> SavedView | None:
    """The view in which the list opens, if it still may be used."""
    return SavedView.objects.usable_by(user).filter(pk__in=DefaultView.objects.filter(user=user).values("view")).first()


def address_of(view: SavedView) -> str:
    return f"{reverse('work-list')}?{view.query}{'&' if view.query else ''}view={view.pk}"
