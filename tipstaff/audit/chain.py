"""How the rows of the trail are tied together (docs/decisions/0010): what is hashed, in which form, by which formula.

Whoever has the rows can compute all of it again; only the stamp needs the key, which lies outside the database.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

GENESIS = "0" * 64
"""What stands before the first event."""

HASHED = (
    "uid",
    "at",
    "actor_id",
    "agency_id",
    "action",
    "object_type",
    "object_id",
    "purpose",
    "source_address",
    "outcome",
    "detail",
)
"""The fields of an event that its content covers: all that it says."""

_write = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def canonical(value: object) -> str:
    """JSON in its one form: keys sorted, no spaces, ASCII."""
    return _write(value)


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond, such as 2026-11-24T17:03:09.000120Z."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def content_of(fields: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of all that an event says.

    The random `uid` is part of it, so that who knows the hash of a short event cannot try out what it said.
    """
    said = {name: fields[name] for name in HASHED}
    said["at"] = moment(said["at"])
    if ":" in (said["source_address"] or ""):
        said["source_address"] = ip_address(said["source_address"]).exploded  # databases write IPv6 each in its way
    return hashlib.sha256(canonical(said).encode("ascii")).hexdigest()


def link_hash(seq: int, event_id: int, previous: str, content: str) -> str:
    """SHA-256 over number, row, the hash before and the content, a line each; `guards` writes it, in SQL."""
    return hashlib.sha256(f"{seq}\n{event_id}\n{previous}\n{content}".encode("ascii")).hexdigest()


def stamp_of(content: str, key: bytes, key_id: str) -> str:
    """The mark of this program on an event: HMAC-SHA-256 of its content, after the name of the key."""
    return f"{key_id}:{hmac.digest(key, content.encode('ascii'), 'sha256').hex()}"
