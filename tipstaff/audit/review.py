"""Unusual use, for the weekly review (security rule L8): what a reviewer asks about, not what anybody is guilty of.

Every question is asked of the database in sets. The limits are here, to be read; none looks at what a record says.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncWeek

from tipstaff.audit.models import Event
from tipstaff.audit.queries import Events

WEEK = timedelta(days=7)
HISTORY = timedelta(days=56)
DRIP = timedelta(days=28)
DAY_BEGINS, DAY_ENDS, FRIDAY = 6, 20, 5
OFF_HOURS_FROM = 10
VOLUME_FROM = 30
TIMES_USUAL = 3
REFUSALS_FROM = 10
MANY_EYES = 6
DRIP_FILES, DRIP_SMALL, DRIP_PEOPLE = 8, 50, 200

LOOKED = Q(action__endswith=".viewed") & ~Q(action__startswith="audit.")
LEFT = Q(action__endswith=".exported") | Q(action__endswith=".printed") | Q(action="registry.export.asked")


class Sign(StrEnum):
    OFF_HOURS = "Off hours"
    VOLUME = "Far more than usual"
    REFUSALS = "Many refusals"
    OWN_NAME = "Own family name"
    MANY_EYES = "One person, many lookers"
    DRIP = "Many small exports"


@dataclass(frozen=True)
class Unusual:
    """One line of the list: who or what, how it showed, and how often."""

    sign: Sign
    words: str
    count: int
    actor_id: int | None = None
    object_type: str = ""
    object_id: str = ""


@dataclass(frozen=True)
class Agency:
    """What the review needs to know of an agency; the trail itself knows none."""

    pk: int
    zone: str
    family_names: Mapping[int, str]
    """Of the people who work there, by their number."""
    named: Callable[[Collection[str], Collection[str]], Iterable[tuple[str, str]]]
    """Which of these records bear one of these family names: pairs of record number and name, in small letters."""


def review(agency: Agency, until: datetime) -> list[Unusual]:
    """All unusual use of an agency in the week before a moment, by kind."""
    events = Event.objects.filter(agency_id=agency.pk, at__lt=until)
    week = events.filter(at__gte=until - WEEK)
    history = events.filter(at__gte=until - WEEK - HISTORY)
    return [
        *_off_hours(history, until, ZoneInfo(agency.zone)),
        *_volume(history, until),
        *_refusals(week),
        *_own_name(week, agency),
        *_many_eyes(week),
        *_drip(events.filter(at__gte=until - DRIP)),
    ]


def _off_hours(events: Events, until: datetime, zone: ZoneInfo) -> list[Unusual]:
    local = events.filter(LOOKED | LEFT).annotate(
        hour=ExtractHour("at", tzinfo=zone), weekday=ExtractIsoWeekDay("at", tzinfo=zone)
    )
    off = local.filter(Q(hour__lt=DAY_BEGINS) | Q(hour__gte=DAY_ENDS) | Q(weekday__gt=FRIDAY))
    return [
        Unusual(Sign.OFF_HOURS, f"{now} looks at night or on a weekend; usual: {usual:g} a week", now, actor)
        for actor, now, usual in _against_usual(off, until)
        if now >= OFF_HOURS_FROM and now > TIMES_USUAL * usual
    ]


def _volume(events: Events, until: datetime) -> list[Unusual]:
    found = _against_usual(events.filter(LOOKED), until)
    everybody = median([now for _, now, _ in found]) if found else 0
    lines = []
    for actor, now, own in found:
        usual = own or everybody  # who is new is measured by the others
        if now >= VOLUME_FROM and now > TIMES_USUAL * usual:
            lines.append(Unusual(Sign.VOLUME, f"{now} looks this week; usual: {usual:g}", now, actor))
    return lines


def _against_usual(events: Events, until: datetime) -> list[tuple[int, int, float]]:
    """For each person who acted this week: how often, and the median of their weeks before (0 where there are none)."""
    mondays = events.filter(actor_id__gt=0).order_by()
    this = mondays.filter(at__gte=until - WEEK).values_list("actor_id").annotate(times=Count("pk"))
    before = mondays.filter(at__lt=until - WEEK).annotate(week=TruncWeek("at")).values_list("actor_id", "week")
    weeks: dict[int, list[int]] = defaultdict(list)
    for actor, _, times in before.annotate(times=Count("pk")):
        weeks[actor or 0].append(times)
    return sorted((actor or 0, times, float(median(weeks.get(actor or 0) or [0]))) for actor, times in this)


def _refusals(week: Events) -> list[Unusual]:
    by_actor = week.filter(outcome="refused", actor_id__gt=0).order_by().values_list("actor_id")
    return [
        Unusual(Sign.REFUSALS, f"refused {times} times", times, actor)
        for actor, times in by_actor.annotate(times=Count("pk")).order_by("-times")
        if times >= REFUSALS_FROM
    ]


def _own_name(week: Events, agency: Agency) -> list[Unusual]:
    looked = week.filter(LOOKED, object_type="registry.person", actor_id__in=list(agency.family_names)).order_by()
    times = {(actor or 0, record): n for actor, record, n in _pairs(looked)}
    names = {name.casefold() for name in agency.family_names.values() if name}
    bearers: dict[str, set[str]] = defaultdict(set)
    for record, name in agency.named({record for _, record in times}, names):
        bearers[record].add(name)
    return [
        Unusual(Sign.OWN_NAME, "looked at somebody of the same family name", n, actor, "registry.person", record)
        for (actor, record), n in sorted(times.items())
        if agency.family_names[actor].casefold() in bearers[record]
    ]


def _pairs(looked: Events) -> Iterable[tuple[int | None, str, int]]:
    return looked.values_list("actor_id", "object_id").annotate(times=Count("pk"))


def _many_eyes(week: Events) -> list[Unusual]:
    records = week.filter(LOOKED).exclude(object_id="").order_by().values_list("object_type", "object_id")
    many = records.annotate(people=Count("actor_id", distinct=True)).filter(people__gte=MANY_EYES).order_by("-people")
    return [
        Unusual(Sign.MANY_EYES, f"{people} people looked", people, None, kind, record) for kind, record, people in many
    ]


def _drip(month: Events) -> list[Unusual]:
    files: dict[int, list[int]] = defaultdict(list)
    for actor, detail in month.filter(LEFT, actor_id__gt=0).values_list("actor_id", "detail"):
        size = next((detail[name] for name in ("people", "rows") if isinstance(detail.get(name), int)), 0)
        if 0 < size <= DRIP_SMALL:
            files[actor or 0].append(size)
    return [
        Unusual(Sign.DRIP, f"{len(sizes)} small exports in four weeks, {sum(sizes):,} people in all", len(sizes), actor)
        for actor, sizes in sorted(files.items())
        if len(sizes) >= DRIP_FILES and sum(sizes) > DRIP_PEOPLE
    ]
