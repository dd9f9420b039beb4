"""What every view of this room asks first."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from tipstaff.accounts.models import User
from tipstaff.formats.registry import SHEETS
from tipstaff.registry.models import FACTS, Fact, Person

M = TypeVar("M", bound=Model)


def asker(request: HttpRequest) -> User:
    """Who asks; views are behind a permission, so somebody does."""
    assert isinstance(request.user, User)
    return request.user


def own(rows: QuerySet[M], pk: int) -> M:
    """One of the rows the asker may see; hidden and absent get the same answer."""
    return get_object_or_404(rows, pk=pk)


def own_person(request: HttpRequest, pk: int) -> Person:
    return own(Person.objects.visible_to(request.user).select_related("agency"), pk)


def known_sheet(name: str) -> str:
    if name not in SHEETS:
        raise Http404
    return name


def current_fact(person: Person, sheet: str, pk: int) -> Fact:
    found: Any = get_object_or_404(FACTS[known_sheet(sheet)].objects.current(), pk=pk, person=person)
    assert isinstance(found, Fact)
    return found
