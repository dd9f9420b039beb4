"""What was done to a row that does not fit: edited, deleted, inserted or swapped. Asked only where the chain breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tipstaff.audit import chain
from tipstaff.audit.models import Event, Link
from tipstaff.audit.rows import CHUNK, Row, Unreadable, rows

NEAR = 50
"""How many rows may have been taken out or put in at once for the kind of it still to be told."""


class Kind(StrEnum):
    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    SWAPPED = "swapped"
    CUT = "tail cut"
    REWRITTEN = "rewritten"


@dataclass(frozen=True)
class Fault:
    """The first row that is wrong, and how."""

    seq: int | None
    kind: Kind
    words: str

    def __str__(self) -> str:
        where = f"row {self.seq}" if self.seq is not None else "outside the chain"
        return f"{where}: {self.kind}: {self.words}"


def fault_of(row: Row, expected: int, before: str, *, is_ours: bool | None) -> Fault | None:
    """What is wrong with a row that should have this number and follow this hash; None if nothing is.

    is_ours: whether the stamp fits the content that the row carries; None where the key is not at hand.
    """
    if row.seq > expected:
        return Fault(expected, Kind.DELETED, f"the next row is {row.seq}")
    if row.seq < expected:
        return Fault(row.seq, Kind.INSERTED, "the number is there twice")
    content = row.content_now()
    fits = row.previous == before and row.fits(row.seq, content)
    if not fits and (following := _at(row.seq + 1)) and _was_made_as(following, row.seq, before):
        if row.fits(following.seq, content):
            return Fault(row.seq, Kind.SWAPPED, f"it has changed places with row {following.seq}")
        return Fault(row.seq, Kind.INSERTED, f"row {following.seq} was made as number {row.seq}")
    if row.previous != before:
        return _does_not_follow(row, content)
    if not fits:
        return _says_something_else(row, content, is_ours)
    if content != row.content:
        return Fault(row.seq, Kind.EDITED, "the hash of its content was changed")
    if is_ours is False:
        return Fault(
            row.seq,
            Kind.INSERTED,
            "this program did not write it (the stamp does not fit); it was added, or changed and all after it"
            " hashed anew",
        )
    return None


def _says_something_else(row: Row, content: str, is_ours: bool | None) -> Fault:
    """The row stands in its place, but its hash is not that of what it says."""
    if row.fits(row.seq, row.content) and is_ours is False:
        return Fault(row.seq, Kind.INSERTED, "this program did not write it (the stamp does not fit)")
    if (other := _owner_of(content, row)) is not None:
        return Fault(row.seq, Kind.SWAPPED, f"it holds what row {other} said")
    return Fault(row.seq, Kind.EDITED, "what it says is not what was hashed")


def _does_not_follow(row: Row, content: str) -> Fault:
    """The row names another row before it than the one that stands there."""
    made_as = next((n for n in _numbers_near(row) if n != row.seq and row.fits(n, content)), None)
    if made_as is not None and made_as < row.seq:
        return Fault(made_as, Kind.INSERTED, f"row {row.seq} was made as number {made_as}")
    if made_as is not None and Link.objects.filter(hash=row.previous).exists():
        return Fault(row.seq, Kind.SWAPPED, f"it was made as number {made_as}")
    if made_as is not None:
        return Fault(row.seq, Kind.DELETED, f"the row now here was made as number {made_as}")
    if row.fits(row.seq, content):
        words = f"it was changed and hashed anew: row {row.seq} still names the hash it had"
        return Fault(max(row.seq - 1, 1), Kind.EDITED, words)
    return Fault(row.seq, Kind.EDITED, "neither its hash nor the one before it fits")


def _numbers_near(row: Row) -> Iterator[int]:
    """The numbers a row may have been made as: after the row that it names, or not far from here."""
    if row.previous == chain.GENESIS:
        yield 1
    for seq in Link.objects.filter(hash=row.previous, seq__gt=0).values_list("seq", flat=True):
        assert seq is not None
        yield from (seq + 1, seq, seq + 2)  # the one it names may itself be swapped with this or the next
    for away in range(1, NEAR + 1):
        yield from (row.seq - away, row.seq + away)


def _owner_of(content: str, row: Row) -> int | None:
    """The number of another row that has changed places with this one: this one's hash is of what that one holds."""
    twin = Event.objects.filter(content=content).exclude(pk=row.event_id).values_list("link__seq", flat=True).first()
    if twin is not None:
        return twin
    others = Link.objects.exclude(pk=row.event_id).filter(seq__gt=0)
    for seq, event_id, theirs in others.values_list("seq", "event_id", "event__content").iterator(chunk_size=CHUNK):
        if row.fits(row.seq, theirs) or row.fits(row.seq, theirs, event_id=event_id):
            return seq
    return None


def _was_made_as(row: Row, seq: int, before: str) -> bool:
    return row.previous == before and row.fits(seq, row.content)


def _at(seq: int) -> Row | None:
    try:
        return next(rows(start=seq, through=seq), None)
    except Unreadable:
        return None
