"""What tests do at the counter."""

from datetime import date

from tipstaff.accounts.models import User
from tipstaff.registry.models import Person
from tipstaff.registry.services import verification_record

TODAY = date(2026, 11, 24)


def verify(person: Person, on: date, by: User | None = None) -> None:
    """A full verification in person at the office (SORNA-VER-8)."""
    verification_record(
        person,
        jurisdiction=person.agency.jurisdiction,
        verified_on=on,
        identity_checked=True,
        photograph_possible=True,
        all_fields_reviewed=True,
        by=by,
    )
