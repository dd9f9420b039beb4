"""What a sensitive record may be looked at for (guardrail G17): a word from a list, and a sentence or case number."""

from django.core.exceptions import ValidationError
from django.db import models

LONGEST = 140


class Purpose(models.TextChoices):
    COUNTER = "counter", "Appearance or verification in person"
    RECORD = "record", "Keeping the record right"
    CHECK = "check", "Compliance check in the field"
    INVESTIGATION = "investigation", "Investigation"
    WARRANT = "warrant", "Looking for a person who is wanted"
    CHILD = "child", "Missing or exploited child"
    TRAVEL = "travel", "Notice of international travel"
    COURT = "court", "Asked by a court or prosecutor"
    NAMED = "named", "Asked by the person named in the record"
    REVIEW = "review", "Supervision or audit"
    OTHER = "other", "Something else"


NEEDS_WORDS = {
    Purpose.INVESTIGATION: "Give the case number.",
    Purpose.WARRANT: "Give the warrant or case number.",
    Purpose.CHILD: "Give the case number.",
    Purpose.COURT: "Say which court, or give the docket number.",
    Purpose.OTHER: "Say what it is for.",
}


def phrase(purpose: str, words: str = "") -> str:
    """What the trail keeps, such as "Investigation: 26-0113"; raises ValidationError where words are missing."""
    chosen, words = Purpose(purpose), " ".join(words.split())[:LONGEST]
    if chosen in NEEDS_WORDS and len(words) < 3:
        raise ValidationError({"words": NEEDS_WORDS[chosen]})
    return f"{chosen.label}: {words}" if words else str(chosen.label)
