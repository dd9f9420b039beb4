"""The federal hook of 18 U.S.C. 2250(a)(2): whose conviction it is, travel, or Indian country (SORNA-FTR-2)."""

from collections.abc import Iterable
from datetime import date

from tipstaff.sorna.case import Answer, IndianCountryEvent, Journey, Prong, Reason, RegistrationCase, Said
from tipstaff.sorna.casebook import failure_law

Heard = tuple[Prong, Said]  # what one fact contributes to its prong


def federal_hook(case: RegistrationCase, due: date | None) -> tuple[Said, tuple[Prong, ...]]:
    """E2, and the prongs that are met, sorted: one suffices."""
    convicted = case.conviction.convicted_on
    heard: list[Heard] = [
        ("A", _sovereign(case.conviction.source)),
        *(("B_travel", _journey(journey, convicted, due)) for journey in case.travel),
        *(("B_ic", _indian_country(event, convicted, due)) for event in case.indian_country),
    ]
    met = sorted({prong for prong, said in heard if said.answer == "met"})
    said = [said for _, said in heard]
    return Said(_any(said), _reasons(said), frozenset().union(*(one.flags for one in said))), tuple(met)


def _sovereign(source: str | None) -> Said:
    """Prong A: convictions under federal, military, DC, tribal or territorial law need no travel."""
    law = failure_law()
    if source is None:
        return _say("unknown", "SORNA-FTR-2", "Under whose law the conviction was is not known")
    if source in law.no_travel_needed:
        return _say("met", "SORNA-FTR-2", f"Convicted under {source} law: no travel needed")
    if source in law.travel_needed:
        return _say("not_met", "SORNA-FTR-2", f"Convicted under {source} law: travel or Indian country is needed")
    raise ValueError(f"unknown source of a conviction: {source!r}")


def _journey(journey: Journey, convicted: date | None, due: date | None) -> Said:
    """Prong B, interstate or foreign travel."""
    origin, destination, day = journey.origin, journey.destination, journey.on
    route = f"Travel from {origin or '?'} to {destination or '?'} on {day or 'an unknown day'}"
    if origin is not None and origin == destination:
        return _say("not_met", "SORNA-FTR-2", f"{route} stays within {origin}")
    out_of_sequence = _sequence(day, convicted, due, route, "TRAVEL_AFTER_BREACH")
    if out_of_sequence:
        return out_of_sequence
    if not journey.verified:
        return _say("unknown", "SORNA-FTR-2", f"{route} rests on one unverified source")
    if origin is None or destination is None:
        return _say("unknown", "SORNA-GEN-3", f"{route}: whether it crossed a line is not known")
    return _in_sequence_if_dated(day, convicted, route)


def _indian_country(event: IndianCountryEvent, convicted: date | None, due: date | None) -> Said:
    """Prong B, Indian country: anyone who enters, leaves or resides there (SORNA-IC-3)."""
    what = f"Indian country ({event.kind or 'presence'}) on {event.on or 'an unknown day'}"
    out_of_sequence = _sequence(event.on, convicted, due, what, "IC_AFTER_BREACH")
    if out_of_sequence:
        return out_of_sequence
    if event.land_verified is None:
        return _say("unknown", "SORNA-IC-4", f"{what}: the status of the land is unverified", "LAND_STATUS_UNVERIFIED")
    if not event.land_verified:
        return _say("not_met", "SORNA-IC-4", f"{what}: the land is not Indian country")
    return _in_sequence_if_dated(event.on, convicted, what)


def _sequence(day: date | None, convicted: date | None, due: date | None, what: str, after_breach: str) -> Said | None:
    """SORNA-FTR-10: required to register, then travel, then failure. The first flag that applies, or nothing."""
    if day is None:
        return None
    if day < failure_law().act:
        return _say("not_met", "SORNA-FTR-10", f"{what} was before the Act", "CARR")
    if convicted and day < convicted:
        return _say("not_met", "SORNA-FTR-10", f"{what} was before the conviction of {convicted}", "TRAVEL_BEFORE_DUTY")
    if due and day > due:
        return _say("not_met", "SORNA-FTR-10", f"{what} was after the due date, {due}", after_breach)
    return None


def _in_sequence_if_dated(day: date | None, convicted: date | None, what: str) -> Said:
    if day is None or convicted is None:
        return _say("unknown", "SORNA-FTR-10", f"{what}: whether it came after the conviction is not known")
    return _say("met", "SORNA-FTR-10", f"{what}, after the conviction of {convicted}")


def _any(said: Iterable[Said]) -> Answer:
    answers = {one.answer for one in said}
    if "met" in answers:
        return "met"
    return "unknown" if "unknown" in answers else "not_met"


def _reasons(said: Iterable[Said]) -> tuple[Reason, ...]:
    return tuple(reason for one in said for reason in one.because)


def _say(answer: Answer, rule: str, says: str, *flags: str) -> Said:
    return Said(answer, (Reason(rule, says),), frozenset(flags))
