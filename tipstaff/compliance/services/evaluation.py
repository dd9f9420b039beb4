"""Has the law asked about people and keeps what it says: at once when a person changes, nightly, and on demand.

People are written some at a time, each time in one transaction: a process killed in the middle leaves every person
with the old findings or with the new, never with some of each, and asking again finishes the rest. Facts are read
without a lock; whoever changed between the reading and the writing is left out, for the change had them judged.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskContext

from tipstaff import jobs
from tipstaff.accounts.models import Agency, User
from tipstaff.audit import services as audit
from tipstaff.compliance import facts, roll, store
from tipstaff.compliance.models import Evaluation
from tipstaff.registry.models import Person

JUDGED_TOGETHER = 20_000  # the kernel's cost is mostly per call
WRITTEN_TOGETHER = 5_000  # SQLite's one writer is not held for longer than a second or two
TRIES = 3
Progress = Callable[[int, int], None]


@dataclass
class Tally:
    """What an evaluation did: people looked at, judged (the others had changed meanwhile), and what that changed."""

    seen: int = 0
    people: int = 0
    opened: int = 0
    closed: int = 0

    def add(self, other: "Tally") -> None:
        self.seen += other.seen
        self.people += other.people
        self.opened += other.opened
        self.closed += other.closed


def zone_of(agency: Agency) -> ZoneInfo:
    """The agency's time zone; UTC where it names one that does not exist."""
    try:
        return ZoneInfo(agency.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def today_at(agency: Agency) -> date:
    """The civil day at the agency's counter (SORNA-GEN-3)."""
    return timezone.now().astimezone(zone_of(agency)).date()


def evaluate_people(ids: Sequence[int], *, because: str, as_of: date | None = None) -> Tally:
    """Judge these people in the caller's transaction, for their agency's today unless a day is given."""
    tally = Tally()
    with transaction.atomic():
        people = Person.objects.filter(pk__in=ids)
        for agency in Agency.objects.filter(pk__in=people.values("agency")):
            own = people.filter(agency=agency).order_by("pk").values_list("pk", flat=True)
            for chunk in _chunks(list(own), JUDGED_TOGETHER):
                day = as_of or today_at(agency)
                _, change = _judge(chunk, day)
                tally.add(_write(change, chunk, day, because))
    return tally


def evaluate_all(
    agency: Agency,
    *,
    because: str,
    as_of: date | None = None,
    by: User | None = None,
    context: TaskContext | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Judge everybody of an agency. Inside a job, pass its context: each chunk then commits under the job's lease."""
    day = as_of or today_at(agency)
    run = Evaluation.objects.create(agency=agency, as_of=day, started_at=timezone.now())
    ids = list(Person.objects.filter(agency=agency).order_by("pk").values_list("pk", flat=True))
    tally = _judge_all(ids, day, because, context, progress)
    with jobs.finishing(context) as outcome:
        run.people, run.opened, run.closed = tally.people, tally.opened, tally.closed
        run.finished_at = timezone.now()
        run.save()
        audit.record("compliance.evaluation.done", run, by=by, as_of=str(day), people=run.people, opened=run.opened)
        outcome.result = {
            "message": f"{run.people:,} people judged, {run.opened:,} findings opened, {run.closed:,} closed"
        }
    return run


def evaluate_pending(agency: Agency, *, because: str, context: TaskContext | None = None) -> Tally:
    """Judge the people of an agency whose facts changed in bulk and who wait for it (`Person.judged_at` is null)."""
    ids = list(Person.objects.filter(agency=agency, judged_at=None).order_by("pk").values_list("pk", flat=True))
    return _judge_all(ids, today_at(agency), because, context, None)


def await_judgement(ids: Sequence[int]) -> list[int]:
    """Mark people as waiting to be judged; returns their agencies. For changes too large to judge at once."""
    agencies: set[int] = set()
    for chunk in _chunks(ids, WRITTEN_TOGETHER):
        people = Person.objects.filter(pk__in=chunk)
        agencies.update(people.order_by().values_list("agency_id", flat=True).distinct())
        people.update(judged_at=None)
    return sorted(agencies)


def _judge_all(
    ids: Sequence[int], as_of: date, because: str, context: TaskContext | None, progress: Progress | None
) -> Tally:
    tally = Tally()
    for chunk in _chunks(ids, JUDGED_TOGETHER):
        people, change = _judge(chunk, as_of)
        for part in _chunks(chunk, WRITTEN_TOGETHER):
            tally.add(_write_unmoved(part, people, change, as_of, because, context))
            jobs.progress(context, tally.seen, len(ids), "Asking the law about each person")
            if progress:
                progress(tally.seen, len(ids))
    return tally


def _judge(ids: Sequence[int], as_of: date) -> tuple[facts.People, store.Change]:
    people = facts.read(ids)
    return people, store.change(roll.judge(people, as_of), people.roster)


def _write_unmoved(
    ids: Sequence[int],
    people: facts.People,
    change: store.Change,
    as_of: date,
    because: str,
    context: TaskContext | None,
) -> Tally:
    """One transaction. Where another evaluation of the same people wrote first, they are judged again."""
    for attempt in range(1, TRIES + 1):
        try:
            with jobs.fenced(context):
                still = _unmoved(ids, people)
                return replace(_write(change.of(still), still, as_of, because), seen=len(ids))
        except IntegrityError:
            if attempt == TRIES:
                raise
            people, change = _judge(ids, as_of)
    raise AssertionError("unreachable")


def _unmoved(ids: Sequence[int], people: facts.People) -> list[int]:
    """Those who are as they were read. Holds their rows on PostgreSQL; SQLite's writer is alone anyway."""
    read = dict(people.roster.select("person", "version").iter_rows())
    rows = Person.objects.filter(pk__gte=min(ids), pk__lte=max(ids)).order_by("pk")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",), no_key=True)
    now = dict(rows.values_list("pk", "version"))
    return [pk for pk in ids if pk in read and now.get(pk) == read[pk]]


def _write(change: store.Change, judged: Sequence[int], as_of: date, because: str) -> Tally:
    now = timezone.now()
    store.write(change, as_of=as_of, at=now, because=because)
    with connection.cursor() as cursor:
        table, moment = Person._meta.db_table, connection.ops.adapt_datetimefield_value(now)
        cursor.execute(f"UPDATE {table} SET judged_at = %s WHERE {facts.among('id', judged)}", [moment])  # noqa: S608
    return Tally(len(judged), len(judged), change.findings.new.height, change.findings.gone.height)


def _chunks(ids: Sequence[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])
