"""The duration of the duty as a drawing: where each stretch begins and ends in the picture, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 1000
MARGIN = 8
YEARS_AHEAD_OF_LIFE = 10  # a duty for life has no end to draw: the bar goes on this far and fades out
KINDS = {
    "served": "time that has counted",
    "custody": "in custody, does not count",
    "remaining": "still to come",
    "reduction": "would fall away if a reduction is granted",
    "life": "for life",
}


@dataclass(frozen=True)
class Stretch:
    """One part of the period; `until` is its last day."""

    kind: str
    since: date
    until: date


@dataclass(frozen=True)
class Drawn:
    kind: str
    x: str
    width: str
    title: str


@dataclass(frozen=True)
class Bar:
    """All that the template needs, numbers already written as SVG wants them."""

    parts: Sequence[Drawn]
    ticks: Sequence[tuple[str, str]]
    today_x: str
    kinds: Sequence[tuple[str, str]]
    text: str


def draw(stretches: Sequence[Stretch], today: date, text: str) -> Bar | None:
    """A picture WIDTH wide of stretches that follow one another."""
    if not stretches:
        return None
    first = min(stretches[0].since, today)
    last = max(max(stretch.until for stretch in stretches), today)
    days = max((last - first).days, 1)

    def at(day: date) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (day - first).days / days

    parts = [
        Drawn(s.kind, f"{at(s.since):.1f}", f"{max(at(s.until) - at(s.since), 1.5):.1f}", _title(s)) for s in stretches
    ]
    used = [kind for kind in KINDS if any(stretch.kind == kind for stretch in stretches)]
    return Bar(parts, _ticks(first, last, at), f"{at(today):.1f}", [(kind, KINDS[kind]) for kind in used], text)


def _ticks(first: date, last: date, at) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    years = last.year - first.year
    step = next(step for step in (1, 2, 5, 10, 20, 50) if years / step <= 8)
    begin = first.year - first.year % step + step
    found = [date(year, 1, 1) for year in range(begin, last.year + 1, step)]
    return [(f"{at(day):.1f}", str(day.year)) for day in found if MARGIN * 3 < at(day) < WIDTH - MARGIN * 3]


def _title(stretch: Stretch) -> str:
    return f"{stretch.since:%b %-d, %Y} to {stretch.until:%b %-d, %Y}: {KINDS[stretch.kind]}"


def life_end(today: date) -> date:
    return today + timedelta(days=365 * YEARS_AHEAD_OF_LIFE)


def bar_of(facts, standing, today):
    return None
