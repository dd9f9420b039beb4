"""What a public site may show of a record, field by field (SORNA-PUB). Tipstaff makes no such site; it may feed one."""

from dataclasses import dataclass
from typing import Literal

from tipstaff.sorna.casebook import Cited, publication_law

Answer = Literal["never", "optional", "required", "jurisdiction_choice"]


@dataclass(frozen=True, slots=True)
class Publication:
    """The answer for one field of one record, and the rule that gave it."""

    answer: Answer
    because: Cited


def publish(
    field: str,
    tier: str | None,
    *,
    specified_offense_against_minor: bool | None = None,
    juvenile_adjudication: bool | None = None,
) -> Publication:
    """In the order of SORNA-PUB-4: never, juvenile, Tier I, field.

    A Tier I record may be withheld only if it is known that no specified offense against a minor is in it.
    """
    law = publication_law()
    if field in law.never:
        return Publication("never", law.because["never"])
    if juvenile_adjudication:
        return Publication("optional", law.because["juvenile"])
    if tier in law.whole_record_tiers and specified_offense_against_minor is False:
        return Publication("optional", law.because["whole_record"])
    if field in law.optional:
        return Publication("optional", law.because["optional"])
    if field in law.required:
        return Publication("required", law.because["required"])
    return Publication("jurisdiction_choice", law.because["jurisdiction_choice"])
