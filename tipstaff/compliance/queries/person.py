"""Everything that a person page shows, in a fixed number of queries: one a kind of fact, and a handful more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tipstaff.compliance import facts as bulk
from tipstaff.compliance import reasons, words
from tipstaff.compliance.bar import Bar, bar_of
from tipstaff.compliance.models import Finding, PersonStatus
from tipstaff.compliance.queries.sections import Section, sections_of, worded
from tipstaff.compliance.queries.timeline import Entry, timeline_of
from tipstaff.compliance.roll import NEEDS_SOMEBODY
from tipstaff.registry.models import FACTS, Fact, Person
from tipstaff.sorna.findings import DUTIES, urgency

RECENT = 8


@dataclass(frozen=True)
class Duty:
    """One duty under one law: how it stands, why, and how it stood before."""

    finding: Finding
    reason: reasons.Explanation
    earlier: Sequence[Finding]

    @property
    def name(self) -> str:
        return words.duty(self.finding.duty)

    @property
    def detail(self) -> str:
        """Which of several: the event and its day, or the number of its record."""
        event, at, day = self.finding.subject.partition("@")
        return f"{event.replace('_', ' ')}, {day}" if at else f"No. {event}" if event else ""


@dataclass(frozen=True)
class Track:
    """All duties under one law, the most urgent first."""

    code: str
    name: str
    duties: Sequence[Duty]

    @property
    def pressing(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.finding.status in NEEDS_SOMEBODY]

    @property
    def settled(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.finding.status not in NEEDS_SOMEBODY]

    @property
    def tone(self) -> str:
        """The look of the most urgent status; of a track that needs nobody, that of one duty that goes on."""
        return self.duties[0].finding.status.replace("_", "-")

    @property
    def tier(self) -> str:
        """The tier by which the duties are judged, in words; where the facts disagree it is not certain."""
        if any(duty.finding.duty == "tier" and duty.finding.status == "contradicted" for duty in self.duties):
            return "Tier not certain"
        return words.tier(next((duty.finding.tier for duty in self.duties if duty.finding.tier), ""))


@dataclass(frozen=True)
class Page:
    """What the page shows of one person."""

    person: Person
    description: Fact | None
    names: Sequence[Fact]
    births: Sequence[Fact]
    statuses: Sequence[PersonStatus]
    tracks: Sequence[Track]
    sections: Sequence[Section]
    empty_sections: Sequence[Section]
    timeline: Sequence[Entry]
    bar: Bar | None
    next_dates: Sequence[reasons.Due]

    @property
    def other_names(self) -> list[tuple[str, str]]:
        """Every name but the one at the top, with its kind."""
        told = {str(self.person)}
        found = [(worded(name, "kind"), _whole(name)) for name in self.names if _listed(name) not in told]
        return list(dict.fromkeys(found))

    @property
    def status(self) -> PersonStatus | None:
        return next((row for row in self.statuses if row.superseded_at is None), None)

    @property
    def earlier_statuses(self) -> list[PersonStatus]:
        return [row for row in self.statuses if row.superseded_at is not None]

    @property
    def recent(self) -> Sequence[Entry]:
        return self.timeline[:RECENT]

    @property
    def older(self) -> Sequence[Entry]:
        return self.timeline[RECENT:]


def person_page(user: Any, pk: int, *, today: date) -> Page:
    """Raises Person.DoesNotExist for a person of another agency, as for one who is not there."""
    person = Person.objects.visible_to(user).select_related("agency").get(pk=pk)
    current = {sheet: list(_current(model, user, person)) for sheet, model in FACTS.items()}
    findings = list(Finding.objects.visible_to(user).filter(person=person).order_by("opened_at", "id"))
    statuses = list(PersonStatus.objects.visible_to(user).filter(person=person).select_related("set_by"))
    standing = [finding for finding in findings if finding.closed_at is None]
    kernel_facts = bulk.read([person.pk]).facts
    sections = sections_of(current)
    return Page(
        person=person,
        description=next(iter(current["persons"]), None),
        names=current["names"],
        births=current["dates_of_birth"],
        statuses=statuses,
        tracks=_tracks(findings, kernel_facts),
        sections=[section for section in sections if section.rows],
        empty_sections=[section for section in sections if not section.rows],
        timeline=timeline_of(current, findings, statuses, today=today),
        bar=bar_of(kernel_facts, today),
        next_dates=reasons.next_three(standing),
    )


def _current(model: type[Fact], user: Any, person: Person) -> Any:
    return model.objects.visible_to(user).current().filter(person=person).order_by("id")


def _tracks(findings: Sequence[Finding], facts: Any) -> list[Track]:
    closed: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        if finding.closed_at:
            closed.setdefault((finding.track, finding.duty, finding.subject), []).insert(0, finding)
    by_track: dict[str, list[Duty]] = {}
    for finding in sorted((f for f in findings if not f.closed_at), key=_place):
        earlier = closed.get((finding.track, finding.duty, finding.subject), [])
        by_track.setdefault(finding.track, []).append(Duty(finding, reasons.why(finding, facts), earlier))
    ordered: Mapping[str, list[Duty]] = dict(sorted(by_track.items(), key=lambda pair: (pair[0] != "federal", pair[0])))
    return [Track(code, words.track(code), duties) for code, duties in ordered.items()]


def _place(finding: Finding) -> tuple[int, int, date]:
    return urgency(finding.status), DUTIES.index(finding.duty), finding.due_on or date.max


def _whole(name: Any) -> str:
    parts = (name.given_name, name.middle_name, name.family_name, name.suffix)
    return " ".join(part for part in parts if part)


def _listed(name: Any) -> str:
    return f"{name.family_name}, {name.given_name}" if name.given_name else str(name.family_name)
