"""The lawbook's pages on single cases, as typed values: 18 U.S.C. 2250, venue, publication, where to register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tipstaff.sorna.lawbook import load


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule and the text that it stands on."""

    rule: str
    citation: str


@dataclass(frozen=True, slots=True)
class ElementLaw(Cited):
    """What an element asks, and what kinds of evidence bear on it."""

    title: str
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    unknown_when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagLaw(Cited):
    """What a flag says to the reader of a matrix."""

    says: str


@dataclass(frozen=True, slots=True)
class FailureLaw:
    """18 U.S.C. 2250: dates on which answers turn, kinds of conviction and failure, elements, flags."""

    act: date
    interim_rule: date
    guidelines_in_force: date
    international_megans_law: date
    departure_rule: date
    no_travel_needed: frozenset[str]
    travel_needed: frozenset[str]
    never_a_failure: frozenset[str]
    failure_from_departure_rule: frozenset[str]
    travelled: frozenset[str]
    not_travelled: frozenset[str]
    elements: Mapping[str, ElementLaw]
    defence: ElementLaw
    flags: Mapping[str, FlagLaw]


@dataclass(frozen=True, slots=True)
class VenueLaw(Cited):
    """Arrival is accepted everywhere; `departure` maps a circuit to its answer and the case that gave it."""

    circuits: tuple[str, ...]
    arrival: str
    departure: Mapping[str, tuple[str, str]]
    departure_otherwise: str


@dataclass(frozen=True, slots=True)
class PublicationLaw:
    """Which fields a public site never shows, may withhold, must show; each answer with its rule."""

    never: frozenset[str]
    optional: frozenset[str]
    required: frozenset[str]
    whole_record_tiers: frozenset[str]
    because: Mapping[str, Cited]


@dataclass(frozen=True, slots=True)
class WhereLaw:
    """What adds a convicting jurisdiction, what is a jurisdiction, who registers on tribal land, when to warn."""

    adds_convicting_jurisdiction: frozenset[str]
    jurisdictions: frozenset[str]
    tribe_registers: frozenset[str]
    state_registers: frozenset[str]
    warn_on_day: int
    rolling_window_days: int
    because: Mapping[str, Cited]


@cache
def failure_law() -> FailureLaw:
    book = load().topic("failure_to_register")
    hook, failures, outcomes = book["hook"], book["failures"], book["outcomes"]
    return FailureLaw(
        **{name: entry["on"] for name, entry in book["dates"].items()},
        no_travel_needed=frozenset(hook["no_travel_needed"]),
        travel_needed=frozenset(hook["travel_needed"]),
        never_a_failure=frozenset(failures["never"]),
        failure_from_departure_rule=frozenset(failures["from_departure_rule"]),
        travelled=frozenset(outcomes["travelled"]),
        not_travelled=frozenset(outcomes["not_travelled"]),
        elements={code: _element(entry) for code, entry in book["elements"].items()},
        defence=_element(book["defence"]),
        flags={code: FlagLaw(**entry) for code, entry in book["flags"].items()},
    )


@cache
def venue_law() -> VenueLaw:
    book = load().topic("venue")
    return VenueLaw(
        rule=book["rule"],
        citation=book["citation"],
        circuits=tuple(book["circuits"]),
        arrival=book["arrival"],
        departure={circuit: (entry["answer"], entry["citation"]) for circuit, entry in book["departure"].items()},
        departure_otherwise=book["departure_otherwise"],
    )


@cache
def publication_law() -> PublicationLaw:
    book = load().topic("publication")
    return PublicationLaw(
        never=frozenset(book["never"]["fields"]),
        optional=frozenset(book["optional"]["fields"]),
        required=frozenset(book["required"]["fields"]),
        whole_record_tiers=frozenset(book["whole_record"]["tiers"]),
        because={name: _cited(entry) for name, entry in book.items()},
    )


@cache
def where_law() -> WhereLaw:
    book = load().topic("where")
    return WhereLaw(
        adds_convicting_jurisdiction=frozenset(book["initial"]["adds_convicting_jurisdiction"]),
        jurisdictions=frozenset(book["jurisdictions"]["are"]),
        tribe_registers=frozenset(book["land"]["tribe_registers"]),
        state_registers=frozenset(book["land"]["state_registers"]),
        warn_on_day=book["residence"]["warn_on_day"],
        rolling_window_days=book["residence"]["rolling_window_days"],
        because={name: _cited(entry) for name, entry in book.items()},
    )


def _cited(entry: Mapping[str, Any]) -> Cited:
    return Cited(entry["rule"], entry["citation"])


def _element(entry: Mapping[str, Any]) -> ElementLaw:
    return ElementLaw(
        rule=entry["rule"],
        citation=entry["citation"],
        title=entry["title"],
        evidence_for=tuple(entry["evidence_for"]),
        evidence_against=tuple(entry["evidence_against"]),
        unknown_when=tuple(entry["unknown_when"]),
    )
