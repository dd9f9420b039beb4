"""The record: a person and their dated facts, one model for each sheet of the registry layout."""

from tipstaff.registry.models.duties import (
    Change,
    Conviction,
    Custody,
    Journey,
    Registration,
    Supervision,
    Verification,
)
from tipstaff.registry.models.exchange import Export, ImportBatch, ImportProblem, SavedMapping
from tipstaff.registry.models.identity import BirthDate, Description, Document, Name, RemoteIdentifier
from tipstaff.registry.models.places import Address, Employment, School, Vehicle
from tipstaff.registry.models.record import Fact, Person

FACTS: dict[str, type[Fact]] = {
    model.sheet: model
    for model in (
        Description, Name, BirthDate, Conviction, Registration, Address, Employment, School, Vehicle,
        RemoteIdentifier, Document, Custody, Supervision, Verification, Change, Journey,
    )
}  # fmt: skip

__all__ = [
    "FACTS", "Address", "BirthDate", "Change", "Conviction", "Custody", "Description", "Document",
    "Employment", "Export", "Fact", "ImportBatch", "ImportProblem", "Journey", "Name", "Person", "Registration",
    "RemoteIdentifier", "SavedMapping", "School", "Supervision", "Vehicle", "Verification",
]  # fmt: skip
