"""The chain as it is read back: one row an event, in the order of the chain, streamed."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import DataError, connection, transaction

from tipstaff.audit import chain
from tipstaff.audit.models import Link

CHUNK = 5_000
COLUMNS = ("seq", "event_id", "previous", "hash", "event__content", "event__stamp")
SAID = tuple(f"event__{name}" for name in chain.HASHED)


class Unreadable(Exception):
    """A row that holds what this program never writes."""


@dataclass(frozen=True, slots=True)
class Row:
    """An event in its place."""

    seq: int
    event_id: int
    previous: str
    hash: str
    content: str
    stamp: str
    said: dict[str, Any]

    def content_now(self) -> str:
        """The hash of what the event says now; raises Unreadable."""
        try:
            return chain.content_of(self.said)
        except (ValueError, TypeError, AttributeError) as error:
            raise Unreadable from error

    def fits(self, seq: int, content: str, *, previous: str | None = None, event_id: int | None = None) -> bool:
        """Whether the row's hash is the one that this number and content make."""
        row, before = event_id or self.event_id, self.previous if previous is None else previous
        return chain.link_hash(seq, row, before, content) == self.hash


def rows(*, start: int = 1, through: int, at_a_time: int = CHUNK) -> Iterator[Row]:
    """The rows between two numbers, both included; raises Unreadable at one that cannot be read, or near before it.

    An event that is gone leaves a gap in the numbers.
    """
    links = Link.objects.filter(seq__gte=start, seq__lte=through).order_by("seq")
    # A cursor on PostgreSQL needs a transaction; on SQLite one would keep everybody from writing.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        try:
            for values in links.values_list(*COLUMNS, *SAID).iterator(chunk_size=at_a_time):
                seq, event_id, previous, own, content, stamp, *said = values
                yield Row(seq, event_id, previous, own, content, stamp, dict(zip(chain.HASHED, said, strict=True)))
        except (ValueError, TypeError, DataError) as error:  # a moment or a detail that is none
            raise Unreadable from error
