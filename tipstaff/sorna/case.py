"""One case under 18 U.S.C. 2250: the facts that are put to it, and the matrix that comes back.

A missing fact is None. A missing yes/no is read as "no" only where SORNA section 13 says so.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tipstaff.sorna.casebook import ElementLaw, FlagLaw

Answer = Literal["met", "not_met", "unknown"]
Summary = Literal["all_met", "not_met", "incomplete"]
DefenceAnswer = Literal["not_raised", "supported", "not_supported", "unknown"]
Prong = Literal["A", "B_ic", "B_travel"]


@dataclass(frozen=True, slots=True)
class Conviction:
    """The conviction that the duty rests on. `source` is the sovereign, `registrable` whether SORNA covers it."""

    source: str | None = None
    convicted_on: date | None = None
    registrable: bool | None = None
    vacated: bool | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The federal period, as the duration rules give it, and where the person was when the duty fell due."""

    life: bool | None = None
    last_day: date | None = None
    in_custody_on_due: bool | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What shows that the person knew of the requirement, or did not."""

    signed_ack: bool | None = None
    prior_registration: bool | None = None
    admission: bool | None = None
    no_notice_proof: bool | None = None
    official_advice_no_duty: bool | None = None


@dataclass(frozen=True, slots=True)
class Defence:
    """The three legs of 18 U.S.C. 2250(c)."""

    uncontrollable: bool | None = None
    contributed_recklessly: bool | None = None
    complied_when_ceased: bool | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """Travel from one state or country to another; `verified` when more than one unverified source shows it."""

    on: date | None = None
    origin: str | None = None
    destination: str | None = None
    verified: bool | None = None


@dataclass(frozen=True, slots=True)
class IndianCountryEvent:
    """Entering, leaving or residing; for `reside` the date is the first day there since the duty began."""

    on: date | None = None
    kind: str | None = None
    land_verified: bool | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """The duty that is said to have been missed, and what came of it."""

    type: str | None = None
    due: date | None = None
    complied_on: date | None = None
    jurisdiction_no_mechanism: bool | None = None


@dataclass(frozen=True, slots=True)
class RegistrationCase:
    """18 U.S.C. 2250(a): failure to register or update."""

    as_of: date | None
    conviction: Conviction = Conviction()
    period: Period = Period()
    failure: Failure = Failure()
    travel: tuple[Journey, ...] = ()
    indian_country: tuple[IndianCountryEvent, ...] = ()
    knowledge: Knowledge = Knowledge()
    defence: Defence | None = None


@dataclass(frozen=True, slots=True)
class TravelCase:
    """18 U.S.C. 2250(b): failure to give notice of foreign travel."""

    as_of: date | None
    conviction: Conviction = Conviction()
    period: Period = Period()
    departure: date | None = None
    outcome: str | None = None
    reported_on: date | None = None
    known_on: date | None = None
    jurisdiction_no_mechanism: bool | None = None
    knowledge: Knowledge = Knowledge()
    defence: Defence | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an element stands as it does: the rule, and the facts in plain words."""

    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one rule answers, before it is put beside the law of its element."""

    answer: Answer
    because: tuple[Reason, ...]
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the matrix: the answer, what made it so, and what evidence bears on it."""

    code: str
    answer: Answer
    because: tuple[Reason, ...]
    law: ElementLaw


@dataclass(frozen=True, slots=True)
class DefenceFinding:
    """The affirmative defence, reported beside the elements; it subtracts from none of them (SORNA-FTR-6)."""

    answer: DefenceAnswer
    because: tuple[Reason, ...]
    law: ElementLaw


@dataclass(frozen=True, slots=True)
class Matrix:
    """The elements side by side. "all_met" says that facts on file bear on every element, no more (SORNA-FTR-8)."""

    offense: Literal["2250(a)", "2250(b)"]
    elements: tuple[Element, ...]
    summary: Summary
    defence: DefenceFinding
    flags: dict[str, FlagLaw]
    prongs: tuple[Prong, ...] = field(default=())

    def answer(self, code: str) -> Answer:
        """How one element stands, by its code such as E2."""
        return next(element.answer for element in self.elements if element.code == code)
