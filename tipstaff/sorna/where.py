"""Where a person registers, when a place becomes a residence, who registers on tribal land, who is told, and venue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from tipstaff.sorna.casebook import Cited, venue_law, where_law

HabitualMode = Literal["consecutive", "rolling_365", "calendar_year"]
Stay = tuple[date, date | None]  # first and last day present; None: how long is not known


@dataclass(frozen=True, slots=True)
class Residence:
    """Whether the person resides there, the day that made it so, and the day from which to warn (SORNA-RES-2)."""

    resides: bool | None
    trigger: date | None
    warn_from: date | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """Who registers people on a tribe's land. Delegation never changes the federal prong (SORNA-IC-3)."""

    registrar: Literal["tribe", "state"]
    because: Cited
    federal_prong_B_ic: bool = True


@dataclass(frozen=True, slots=True)
class Venue:
    """Whether the district of arrival, and that of departure, may try the case (SORNA-FTR-9)."""

    arrival: str
    departure: str
    because: Cited


def register_in(
    residences: Iterable[str],
    employment: Iterable[str],
    school: Iterable[str],
    *,
    initial: bool = False,
    convicted_by: str | None = None,
    convicting_code: str | None = None,
) -> tuple[str, ...]:
    """SORNA-WHERE-1: where the person lives, works, studies; at first also where convicted (SORNA-WHERE-2)."""
    places = {*residences, *employment, *school}
    if initial and convicting_code and convicted_by in where_law().adds_convicting_jurisdiction:
        places.add(convicting_code)
    return tuple(sorted(places))


def resides(
    has_home: bool | None,
    stays: Iterable[Stay],
    *,
    mode: HabitualMode = "consecutive",
    trigger_day: int = 31,
) -> Residence:
    """SORNA-RES-1: a home triggers at once. SORNA-RES-2: otherwise the day that is the 31st with presence there."""
    stays = list(stays)
    if has_home:
        return Residence(True, min((first for first, _ in stays), default=None))
    days = sorted(_days_present(stays))
    counted = list(_counted(days, mode))
    trigger = next((day for day, count in counted if count >= trigger_day), None)
    warn_from = next((day for day, count in counted if count >= where_law().warn_on_day), None)
    if trigger is None and any(last is None for _, last in stays):
        return Residence(None, None, warn_from)
    return Residence(trigger is not None, trigger, warn_from)


def _days_present(stays: Iterable[Stay]) -> set[date]:
    """Calendar days with presence, both ends included, each once; of a stay without an end only its first day."""
    return {
        first + timedelta(days=offset) for first, last in stays for offset in range(((last or first) - first).days + 1)
    }


def _counted(days: list[date], mode: HabitualMode) -> Iterable[tuple[date, int]]:
    """Each day present, and how many days count towards residence on it."""
    if mode == "consecutive":
        return _consecutive(days)
    if mode == "calendar_year":
        return _calendar_year(days)
    return _rolling(days, timedelta(days=where_law().rolling_window_days))


def _consecutive(days: list[date]) -> Iterable[tuple[date, int]]:
    run = 1
    yield from ((day, run) for day in days[:1])
    for before, day in pairwise(days):
        run = run + 1 if day - before == timedelta(days=1) else 1
        yield day, run


def _calendar_year(days: list[date]) -> Iterable[tuple[date, int]]:
    count = 0
    for index, day in enumerate(days):
        count = count + 1 if index and days[index - 1].year == day.year else 1
        yield day, count


def _rolling(days: list[date], window: timedelta) -> Iterable[tuple[date, int]]:
    """Days within the window that ends that day."""
    oldest = 0
    for index, day in enumerate(days):
        while days[oldest] <= day - window:
            oldest += 1
        yield day, index - oldest + 1


def land(tribe_status: str) -> Land:
    """SORNA-IC-1, SORNA-IC-2: an electing tribe registers; otherwise the state, by delegation or by law."""
    law = where_law()
    if tribe_status in law.tribe_registers:
        return Land("tribe", law.because["land"])
    if tribe_status in law.state_registers:
        return Land("state", law.because["land"])
    raise ValueError(f"unknown status of a tribe: {tribe_status!r}")


def is_jurisdiction(entity: str) -> bool:
    """SORNA-WHERE-4: states, DC, the territories and electing tribes; no county, city, base or campus."""
    return entity in where_law().jurisdictions


def share_with(
    acting: str | None, registered_in: Iterable[str], change_from: Iterable[str], change_to: Iterable[str]
) -> tuple[str, ...]:
    """SORNA-SHARE-2: every jurisdiction of registration, and each from or to which a change goes, but the acting one.

    NSOR is always told too; by when, `deadlines` says for the event `jurisdiction_share`.
    """
    return tuple(sorted({*registered_in, *change_from, *change_to} - {acting}))


def venue(circuit: str) -> Venue:
    """SORNA-FTR-9: where the failure may be tried after travel from one district to another."""
    law = venue_law()
    if circuit not in law.circuits:
        raise ValueError(f"unknown federal circuit: {circuit!r}")
    departure, citation = law.departure.get(circuit, (law.departure_otherwise, law.citation))
    return Venue(law.arrival, departure, Cited(law.rule, citation))
