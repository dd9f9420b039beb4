"""The duration of the duty as a drawing: where each stretch of the kernel's begins and ends in the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tipstaff.sorna.bar import Stretch, duration_bar
from tipstaff.sorna.facts import Facts

WIDTH = 1000
MARGIN = 8
YEARS_OF_LIFE_SHOWN = 10  # a duty for life has no end to draw: the bar goes on this far
KINDS = {
    "served": "time that has counted",
    "custody": "in custody, not counted",
    "remaining": "still to come",
    "reduction": "falls away if a reduction is granted",
    "life": "for life",
}


@dataclass(frozen=True)
class Part:
    """A stretch in the picture; numbers are written as SVG wants them."""

    kind: str
    x: str
    width: str
    title: str


@dataclass(frozen=True)
class Bar:
    """All that the template needs."""

    parts: Sequence[Part]
    ticks: Sequence[tuple[str, str]]  # place and year
    today_x: str
    today_anchor: str
    kinds: Sequence[tuple[str, str]]  # those in use, for the legend
    text: str  # the picture in words


def bar_of(facts: Facts, today: date) -> Bar | None:
    """The drawing for one person; None where the period is not known or has not begun."""
    stretches = duration_bar(facts, today)
    if not stretches:
        return None
    open_end = max(today, stretches[-1].since) + timedelta(days=365 * YEARS_OF_LIFE_SHOWN)
    ends = [stretch.until or open_end for stretch in stretches]
    scale = _Scale(min(stretches[0].since, today), max(*ends, today))
    parts = [
        Part(stretch.kind, scale.at(stretch.since), scale.between(stretch.since, end), _said(stretch))
        for stretch, end in zip(stretches, ends, strict=True)
    ]
    used = {stretch.kind for stretch in stretches}
    place = scale.place(today)
    return Bar(
        parts,
        scale.ticks(),
        f"{place:.1f}",
        "start" if place < 80 else "end" if place > WIDTH - 80 else "middle",
        [(kind, word) for kind, word in KINDS.items() if kind in used],
        "; ".join(_said(stretch) for stretch in stretches) + ".",
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def place(self, day: date) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (day - self.first).days / max((self.last - self.first).days, 1)

    def at(self, day: date) -> str:
        return f"{self.place(day):.1f}"

    def between(self, since: date, until: date) -> str:
        return f"{max(self.place(until) - self.place(since), 1.5):.1f}"

    def ticks(self) -> list[tuple[str, str]]:
        """The first day of years, at most nine of them."""
        years = self.last.year - self.first.year
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if years / step <= 8)
        found = (date(year, 1, 1) for year in range(self.first.year + 1, self.last.year + 1) if year % step == 0)
        return [(self.at(day), str(day.year)) for day in found if 3 * MARGIN < self.place(day) < WIDTH - 3 * MARGIN]


def _said(stretch: Stretch) -> str:
    since = f"{stretch.since:%b} {stretch.since.day}, {stretch.since.year}"
    if stretch.until is None:
        return f"from {since} on: {KINDS[stretch.kind]}"
    return f"{since} to {stretch.until:%b} {stretch.until.day}, {stretch.until.year}: {KINDS[stretch.kind]}"
