"""The work list: who needs somebody, most urgent first, for what this user may see. Few queries, however long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet

from tipstaff.compliance import words
from tipstaff.compliance.models import Evaluation, Finding, PersonStatus, WorkItem
from tipstaff.compliance.reasons import Explanation, why
from tipstaff.compliance.roll import NEEDS_SOMEBODY
from tipstaff.jobs.models import Job
from tipstaff.registry.models import Person
from tipstaff.registry.names import query_words

ROWS = 50
MOST_ROWS = 200
# Each order ends in `id`, so that pages neither repeat nor skip a row. The first is explained on the page (G13).
SORTS: dict[str, tuple[Any, ...]] = {
    "urgency": ("urgency", "order_on"),
    "name": ("family_name", "given_name"),
    "number": ("number",),
    "duty": ("duty", "urgency", "order_on"),
    "status": ("urgency", "order_on"),
    "due": (F("due_on").asc(nulls_last=True),),
    "since": (F("since_on").asc(nulls_last=True),),
    "tier": ("tier", "urgency", "order_on"),
    "track": ("track", "urgency", "order_on"),
    "county": ("county", "urgency", "order_on"),
    "officer": ("officer", "urgency", "order_on"),
}
DEFAULT_SORT = "urgency"
JUDGING = ("tipstaff.compliance.tasks.evaluate_agency", "tipstaff.compliance.tasks.evaluate_changed")
FEW = 2_000  # people found by name whose keys are named one by one: the names are then searched only once


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    item: WorkItem
    finding: Finding | None
    reason: Explanation | None
    also: Sequence[str]  # other laws under which the same duty needs somebody
    word: str  # the status that somebody set for the person, such as "Absconded"; "" if nobody did

    @property
    def duty(self) -> str:
        return words.duty(self.item.duty)

    @property
    def track(self) -> str:
        return words.track(self.item.track)


@dataclass(frozen=True)
class WorkList:
    """One page of the list and what stands above it."""

    page: Page[WorkItem]
    rows: Sequence[Row]
    counts: Mapping[str, int]  # per status, under all filters but that of the status
    total: int  # under all filters


def items(user: Any, chosen: Mapping[str, Any], *, today: date) -> QuerySet[WorkItem]:
    """The rows that the filters leave, without an order. `chosen` is a cleaned WorkListFilters."""
    found: QuerySet[WorkItem] = WorkItem.objects.visible_to(user)
    # Under one law: its own row. Under any: the most urgent row of each duty of a person.
    found = found.filter(track=chosen["track"]) if chosen.get("track") else found.filter(is_lead=True)
    for name in ("duty", "county", "officer"):
        if chosen.get(name):
            found = found.filter(**{name: chosen[name]})
    if chosen.get("tier"):
        found = found.filter(tier="" if chosen["tier"] == "none" else chosen["tier"])
    if chosen.get("lapse"):
        found = found.filter(since_on__lte=today - timedelta(days=int(chosen["lapse"])))
    if chosen.get("q"):
        named = _people_named(user, chosen["q"])
        keys = list(named.order_by().values_list("pk", flat=True)[: FEW + 1])
        found = found.filter(person__in=keys if len(keys) <= FEW else named)
    return found


def work_list(
    user: Any, chosen: Mapping[str, Any], *, today: date, sort: str = "", page: str | int | None = 1, rows: int = ROWS
) -> WorkList:
    """A page of the list: four queries, whatever its length."""
    found = items(user, chosen, today=today)
    counts = dict(found.order_by().values_list("status").annotate(n=Count("pk")))
    wanted = chosen.get("status") or ""
    total = counts.get(wanted, 0) if wanted else sum(counts.values())
    if wanted:
        found = found.filter(status=wanted)
    paginator = _Counted(ordered(found, sort), max(1, min(rows, MOST_ROWS)), total)
    shown = paginator.get_page(page)
    return WorkList(shown, explained(user, list(shown)), {s: counts[s] for s in NEEDS_SOMEBODY if s in counts}, total)


def ordered(found: QuerySet[WorkItem], sort: str) -> QuerySet[WorkItem]:
    """By one of SORTS, `-` before it for the other way; anything else is the order of urgency."""
    keys = SORTS.get(sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    order = found.order_by(*keys, "id")
    return order.reverse() if sort.startswith("-") and sort[1:] in SORTS else order


def explained(user: Any, shown: Sequence[WorkItem]) -> list[Row]:
    """The rows with their reasons and the word that stands for each person: two queries for all of them."""
    people = {item.person_id for item in shown}
    found = Finding.objects.visible_to(user).current().filter(person__in=people, status__in=NEEDS_SOMEBODY)
    by_key = {(f.person_id, f.track, f.duty, f.subject): f for f in found}
    tracks: dict[tuple[int, str, str], list[str]] = {}
    for person, track, duty, subject in by_key:
        tracks.setdefault((person, duty, subject), []).append(track)
    standing = PersonStatus.objects.visible_to(user).filter(person__in=people, superseded_at=None)
    said = {row.person_id: row.get_status_display() for row in standing}
    return [_row(item, by_key, tracks, said.get(item.person_id, "")) for item in shown]


def choices(user: Any) -> dict[str, list[str]]:
    """The laws, counties and officers that stand on the agency's list."""
    mine = WorkItem.objects.visible_to(user).order_by()
    found = {
        name: sorted(value for value in mine.values_list(name, flat=True).distinct() if value)
        for name in ("track", "county", "officer")
    }
    found["track"].sort(key=lambda track: (track != "federal", track))
    return found


@dataclass(frozen=True)
class Freshness:
    """When the law was last asked about everybody, and whether it is being asked now."""

    latest: Evaluation | None
    is_stale: bool
    is_being_judged: bool


def freshness(user: Any, *, now: Any) -> Freshness:
    latest = Evaluation.objects.visible_to(user).filter(finished_at__isnull=False).order_by("-finished_at").first()
    is_stale = latest is None or latest.finished_at < now - timedelta(hours=26)
    return Freshness(latest, is_stale, Job.objects.visible_to(user).active().filter(task__in=JUDGING).exists())


def _people_named(user: Any, text: str) -> QuerySet[Person]:
    """People whose names hold every word, or whose number begins with the text."""
    named = Q(person_id__istartswith=text)
    if found := query_words(text):
        every = Q()
        for word in found:
            every &= Q(search_name__contains=f" {word}")
        named |= every
    return Person.objects.visible_to(user).filter(named)


def _row(
    item: WorkItem,
    by_key: Mapping[tuple[int, str, str, str], Finding],
    tracks: Mapping[tuple[int, str, str], list[str]],
    word: str,
) -> Row:
    finding = by_key.get((item.person_id, item.track, item.duty, item.subject))
    also = tracks.get((item.person_id, item.duty, item.subject), [])
    others = sorted(words.track(track) for track in also if track != item.track)
    return Row(item, finding, why(finding) if finding else None, others, word)


class _Counted(Paginator[WorkItem]):
    """A paginator that was told how many rows there are."""

    def __init__(self, found: QuerySet[WorkItem], per_page: int, total: int) -> None:
        super().__init__(found, per_page)
        self.count = total  # Django's own counts with a query
