"""Who may change the record: somebody with the permission, in the agency that owns it. Others do not learn of it."""

from typing import Any

from django.core.exceptions import PermissionDenied

from tipstaff.accounts import permissions
from tipstaff.accounts.models import Agency
from tipstaff.registry.models import Person


def may(by: Any, permission: str, agency: Agency | int) -> None:
    """Raises PermissionDenied. `by` None is the machine: loaders and commands, which a person started on purpose."""
    if by is None:
        return
    permissions.check(by, permission)
    if by.agency_id != (agency if isinstance(agency, int) else agency.pk):
        raise PermissionDenied("the record belongs to another agency")


def lock_person(person: Person, by: Any) -> Person:
    """The person as on file now, held until the transaction ends."""
    locked = Person.objects.select_related("agency").select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    may(by, "registry.change", locked.agency_id)
    return locked


def lock_agency(agency_id: int) -> Agency:
    """One import or new person at a time in an agency; readers and other agencies go on."""
    return Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
