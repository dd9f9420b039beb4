"""Keeping views of the work list under a name."""

from django.db import transaction

from tipstaff.accounts import permissions
from tipstaff.accounts.models import User
from tipstaff.audit import services as audit
from tipstaff.compliance.models import DefaultView, SavedView


@transaction.atomic
def view_save(name: str, query: str, *, is_shared: bool, by: User) -> SavedView:
    """Keep filters and order under a name; one's own view of that name is replaced."""
    permissions.check(by, "compliance.view")
    view, _ = SavedView.objects.update_or_create(
        owner=by, name=name, defaults={"agency_id": by.agency_id, "query": query, "is_shared": is_shared}
    )
    audit.record("compliance.view.saved", view, by=by, is_shared=is_shared)
    return view


@transaction.atomic
def view_delete(pk: int, *, by: User) -> None:
    """Forget one's own view; raises SavedView.DoesNotExist for anybody else's."""
    view = SavedView.objects.visible_to(by).get(pk=pk, owner=by)
    audit.record("compliance.view.deleted", view, by=by)
    view.delete()


@transaction.atomic
def view_default_set(pk: int | None, *, by: User) -> None:
    """Let the work list open in this view, or, with None, in no view."""
    if pk is None:
        DefaultView.objects.filter(user=by).delete()
        return
    view = SavedView.objects.usable_by(by).get(pk=pk)
    DefaultView.objects.update_or_create(user=by, defaults={"view": view})
    audit.record("compliance.view.made_default", view, by=by)
