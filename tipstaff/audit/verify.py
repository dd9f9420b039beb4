"""Reads the whole trail again and says whether it is unbroken, and if not, which row is the first bad one (rule L3).

Only reads: what is found stays as it was. Works on a living database: it goes as far as the head stood at its start.
"""

import hmac
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Max

from tipstaff.audit import chain
from tipstaff.audit.checkpoints import Checkpoint
from tipstaff.audit.keys import TrailKey
from tipstaff.audit.models import Event, Head, Link
from tipstaff.audit.rows import CHUNK, Row, Unreadable, rows
from tipstaff.audit.tampering import Fault, Kind, fault_of

EVERY = 50_000


@dataclass
class Report:
    """What was read, and the first fault. `other_keys`: how many stamps of which keys could not be checked here."""

    events: int = 0
    checkpoints: int = 0
    fault: Fault | None = None
    other_keys: Counter[str] = field(default_factory=Counter)


def verify(
    checkpoints: Iterable[Checkpoint] = (),
    key: TrailKey | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Report:
    """Stamps are checked where they name the key at hand; checkpoints come with their signatures checked."""
    head, report = Head.objects.first(), Report()
    if head is None:
        report.fault = Fault(None, Kind.CUT, "the head of the chain is gone")
        return report
    walk = _Walk(report, sorted(checkpoints, key=lambda checkpoint: checkpoint.seq), key)
    report.fault = walk.through(head, on_progress) or _outside(head, report.events)
    return report


class _Walk:
    """Goes from row to row and remembers only the one before."""

    def __init__(self, report: Report, checkpoints: list[Checkpoint], key: TrailKey | None) -> None:
        self.report = report
        self.hash = chain.GENESIS
        self.last_good = 0
        self.checkpoints = checkpoints
        self.key = key

    def through(self, head: Head, on_progress: Callable[[int], None] | None) -> Fault | None:
        if fault := self._checkpoints_here():
            return fault
        for at_a_time in (CHUNK, 1):  # one row that cannot be read spoils those fetched with it
            try:
                return self._each(head, at_a_time, on_progress) or self._end(head)
            except Unreadable:
                continue
        return Fault(self.report.events + 1, Kind.EDITED, "it holds what this program never writes")

    def _each(self, head: Head, at_a_time: int, on_progress: Callable[[int], None] | None) -> Fault | None:
        report = self.report
        for row in rows(start=report.events + 1, through=head.seq, at_a_time=at_a_time):
            fault = fault_of(row, report.events + 1, self.hash, is_ours=self._is_ours(row))
            if fault is not None:
                return fault
            report.events, self.hash = row.seq, row.hash
            if fault := self._checkpoints_here():
                return fault
            if on_progress and row.seq % EVERY == 0:
                on_progress(row.seq)
        return None

    def _end(self, head: Head) -> Fault | None:
        there = self.report.events
        if there < head.seq:
            return Fault(there + 1, Kind.CUT, f"the head says {head.seq:,} events, {there:,} are there")
        if self.hash != head.hash:
            return Fault(there, Kind.REWRITTEN, "the head names another hash for it")
        if self.checkpoints:
            beyond = self.checkpoints[-1]
            return Fault(
                there + 1, Kind.CUT, f"the checkpoint of {beyond.at} saw {beyond.seq:,} events, {there:,} are there"
            )
        return None

    def _checkpoints_here(self) -> Fault | None:
        """Hold the checkpoints of this number against the chain."""
        while self.checkpoints and self.checkpoints[0].seq <= self.report.events:
            checkpoint = self.checkpoints.pop(0)
            if (checkpoint.hash, checkpoint.count) != (self.hash, checkpoint.seq):
                return Fault(
                    self.last_good + 1,
                    Kind.REWRITTEN,
                    f"between here and row {checkpoint.seq} the chain is not the one that the checkpoint of"
                    f" {checkpoint.at} saw",
                )
            self.last_good = checkpoint.seq
            self.report.checkpoints += 1
        return None

    def _is_ours(self, row: Row) -> bool | None:
        name = row.stamp.partition(":")[0]
        if self.key is None or name != self.key.public.name:
            self.report.other_keys[name] += 1
            return None
        ours = chain.stamp_of(row.content, self.key.for_stamps, name)
        return hmac.compare_digest(ours.encode(), row.stamp.encode())


def _outside(head: Head, events: int) -> Fault | None:
    """Rows that the walk does not meet: links past the head, and events that no link names."""
    last = Link.objects.aggregate(last=Max("seq"))["last"] or 0
    now = Head.objects.first()  # asked second: acts that end in between only move it on
    if now is None or last > now.seq:
        return Fault(head.seq + 1, Kind.INSERTED, "it stands behind the end of the chain")
    if Link.objects.filter(seq=None).exists():
        return Fault(None, Kind.INSERTED, "a link without a number")
    stray = Event.objects.filter(link=None).order_by("pk").first()
    if stray is not None:
        words = f"event {stray.pk} ({stray.action!r}) is in the table and not in the chain"
        return Fault(None, Kind.INSERTED, words)
    return None
