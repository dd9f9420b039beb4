"""A person's life on file as one list, newest first: what happened, what was found, what somebody decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tipstaff.compliance import words
from tipstaff.compliance.models import Finding, PersonStatus
from tipstaff.compliance.queries.sections import worded
from tipstaff.compliance.roll import NEEDS_SOMEBODY
from tipstaff.formats.registry import SHEETS
from tipstaff.registry.models import Fact

# For each sheet the dates that are events, and what to call them; {column} stands for the fact's value.
EVENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "convictions": (
        ("offense_date", "Offense"), ("conviction_date", "Convicted"), ("sentencing_date", "Sentenced"),
        ("release_date", "Released from imprisonment"), ("vacated_on", "Conviction vacated"),
    ),
    "registrations": (
        ("initial_event_on", "Duty to register in {jurisdiction} began"),
        ("registered_on", "Registered in {jurisdiction}"), ("ended_on", "Registration in {jurisdiction} closed"),
    ),
    "names": (("from_on", "Name {kind}: {given_name} {family_name}"),),
    "addresses": (("from_on", "Moved in: {kind}, {city} {state}"), ("to_on", "Moved out: {kind}, {city} {state}")),
    "employment": (("from_on", "Work began: {employer}"), ("to_on", "Work ended: {employer}")),
    "schools": (("from_on", "School began: {school}"), ("to_on", "School ended: {school}")),
    "vehicles": (("from_on", "Vehicle: {year} {make} {model} {plate}"), ("to_on", "Vehicle given up: {plate}")),
    "custody": (("from_on", "Taken into custody: {kind} {facility}"), ("to_on", "Released from custody: {facility}")),
    "supervision": (("from_on", "Supervision began: {kind}"), ("completed_on", "Supervision ended: {kind}, {status}")),
    "verifications": (("verified_on", "Verified in {jurisdiction}: {mode}"),),
    "changes": (("event_date", "Change: {event}"), ("reported_on", "Change reported: {event}")),
    "travel": (("departs_on", "Journey to {destination}"), ("returns_on", "Return from {destination}")),
    "persons": (
        ("photographed_on", "Photographed"), ("fingerprinted_on", "Fingerprints taken"),
        ("dna_collected_on", "DNA sample taken"), ("acknowledged_on", "Signed the acknowledgement of duties"),
        ("died_on", "Died"),
    ),
}  # fmt: skip
TONES = {"overdue": "overdue", "due_soon": "due-soon", "proposed": "proposed", "met": "met", "current": "met"}


@dataclass(frozen=True)
class Entry:
    """One line; the names are those of the timeline component."""

    on: date
    title: str
    text: str = ""
    source: str = ""
    tone: str = ""
    kind: str = "fact"
    url: str = ""


def timeline_of(
    current: Mapping[str, Sequence[Fact]],
    findings: Sequence[Finding],
    statuses: Sequence[PersonStatus],
    *,
    today: date,
) -> list[Entry]:
    """All that has happened, newest first; what lies ahead stands among the next dates."""
    entries = [*_of_facts(current), *_of_findings(findings), *_of_statuses(statuses)]
    return sorted((entry for entry in entries if entry.on <= today), key=lambda entry: entry.on, reverse=True)


def _of_facts(current: Mapping[str, Sequence[Fact]]) -> Iterator[Entry]:
    for sheet, events in EVENTS.items():
        for fact in current.get(sheet, ()):
            for column, title in events:
                on = getattr(fact, column)
                if on:
                    yield Entry(on, _filled(title, fact), source=_source(fact))


def _of_findings(findings: Sequence[Finding]) -> Iterator[Entry]:
    """One line a day for a duty and its status, with the laws under which it stood so; not what came and went."""
    told: dict[tuple[date, str, str, str, str], list[str]] = {}
    for finding in sorted(findings, key=lambda each: (each.track != "federal", each.track)):
        opened = timezone.localtime(finding.opened_at).date()
        closed = timezone.localtime(finding.closed_at).date() if finding.closed_at else None
        if finding.status not in NEEDS_SOMEBODY or opened == closed:
            continue
        law = words.track(finding.track)
        told.setdefault((opened, finding.duty, finding.status, "", ""), []).append(law)
        if closed:
            told.setdefault((closed, finding.duty, finding.status, "no longer ", finding.closed_because), []).append(
                law
            )
    for (on, duty, status, no_longer, because), laws in told.items():
        title = f"{words.duty(duty)} ({', '.join(dict.fromkeys(laws))}): {no_longer}{words.status(status).lower()}"
        yield Entry(on, title, because, tone="" if no_longer else TONES.get(status, ""), kind="finding")


def _of_statuses(statuses: Sequence[PersonStatus]) -> Iterator[Entry]:
    for row in statuses:
        on = timezone.localtime(row.set_at).date()
        yield Entry(on, f"Status set: {row.get_status_display()}", row.reason, f"by {row.set_by}", "proposed", "status")


def _filled(title: str, fact: Fact) -> str:
    said = title.format_map(
        {name: worded(fact, name) or "" for name in SHEETS[fact.sheet].names if name != "person_id"}
    )
    return " ".join(said.split()).rstrip(" :,").replace(" ,", ",")


def _source(fact: Fact) -> str:
    return f"told by {fact.source}" if fact.source else ""
