"""Signed statements of where the chain stood, a line of JSON each, kept where the database's owner cannot write.

With one of them even a chain that was rewritten from end to end, or cut with its head, is found out (security rule L3).
"""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from tipstaff.audit import chain, services
from tipstaff.audit.keys import PublicKey, TrailKey, trail_key
from tipstaff.audit.models import Head, Link

DOMAIN = b"tipstaff trail checkpoint v1\n"
"""Stands before what is signed, so that the signature fits nothing else."""


class BadCheckpoint(ValueError):
    """A line that is no checkpoint, or that its key did not sign."""


@dataclass(frozen=True)
class Checkpoint:
    """So many events, the last with this number and hash, at this moment."""

    seq: int
    hash: str
    at: str
    count: int
    key: str

    def signed_text(self) -> bytes:
        return DOMAIN + chain.canonical(asdict(self)).encode("ascii")

    def line(self, key: TrailKey) -> str:
        signature = base64.b64encode(key.sign(self.signed_text())).decode("ascii")
        return chain.canonical(asdict(self) | {"signature": signature})


def checkpoint_write(path: Path) -> Checkpoint:
    """Append a checkpoint to a file, on the disk before this returns, and leave its event. Safe to repeat."""
    key, head = trail_key(), Head.objects.get()
    count = Link.objects.filter(seq__lte=head.seq).count()
    made = Checkpoint(head.seq, head.hash, chain.moment(timezone.now()), count, key.public.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(made.line(key) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with transaction.atomic():
        services.record("audit.checkpoint.written", by=None, seq=made.seq, hash=made.hash)
    return made


def checkpoints_read(path: Path, key: PublicKey) -> Iterator[Checkpoint]:
    """The checkpoints of a file, each with its signature checked; raises BadCheckpoint with the line."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _read(line, key, f"{path.name}, line {number}")


def _read(line: str, key: PublicKey, where: str) -> Checkpoint:
    try:
        said = json.loads(line)
        signature = base64.b64decode(said.pop("signature"), validate=True)
        found = Checkpoint(**said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCheckpoint(f"{where}: this is no checkpoint") from error
    if found.key != key.name:
        raise BadCheckpoint(f"{where}: signed with the key {found.key}, and the key at hand is {key.name}")
    if not key.has_signed(found.signed_text(), signature):
        raise BadCheckpoint(f"{where}: the signature does not fit")
    return found
