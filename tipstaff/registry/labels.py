"""Words for sheets and columns of the layout on pages."""

from tipstaff.formats.registry import SHEETS, Column

CAPITALS = {"zip": "ZIP", "vin": "VIN", "fbi": "FBI", "ssn": "Social Security number", "dna": "DNA", "id": "ID"}
COLUMNS = {
    "from_on": "From",
    "to_on": "Until",
    "event": "What changed",
    "event_date": "Day of the change",
    "source": "Who said so",
    "learned_on": "Your agency learned of it on",
    "person_id": "Registry number",
    "record_id": "Your number for this row",
    "punishable_gt_1yr": "Punishable by more than one year",
    "analogue_gt_1yr": "Counterpart punishable by more than one year",
}
# One fact of the sheet, as a button or a heading says it.
ONE = {
    "persons": "description",
    "names": "name",
    "dates_of_birth": "date of birth",
    "convictions": "conviction",
    "registrations": "registration",
    "addresses": "address",
    "employment": "employment",
    "schools": "school",
    "vehicles": "vehicle",
    "remote_identifiers": "remote identifier",
    "documents": "document",
    "custody": "time in custody",
    "supervision": "supervision",
    "verifications": "verification",
    "changes": "reported change",
    "travel": "journey abroad",
}


def of_column(column: Column) -> str:
    """The label of a form field or table head."""
    if column.name in COLUMNS:
        return COLUMNS[column.name]
    words = [CAPITALS.get(word, word) for word in column.name.split("_")]
    return (words[0][0].upper() + words[0][1:] + " " + " ".join(words[1:])).strip()


def of_choice(value: str) -> str:
    """A choice as a person reads it; codes of one to three letters stay as they are."""
    return value if len(value) <= 3 else value.replace("_", " ").capitalize()


def of_sheet(name: str) -> str:
    words = name.replace("_", " ")
    return words.capitalize() if name in SHEETS or name == "roster" else name
