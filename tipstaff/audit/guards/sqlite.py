"""The guards in SQLite's words, and the making of links with each event: a transaction that writes is the only one.

The hash is a function that this program lends to its connections; another program cannot add an event while the
trigger stands.
"""

import hashlib
import sqlite3

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSE = "SELECT RAISE(ABORT, 'the trail is append-only');"

# Each guard: its name, when it fires, and what it does.
# "INSERT OR REPLACE" deletes without firing a trigger of deletes, so a number already taken is refused before that.
GUARDS: dict[str, tuple[str, str]] = {
    "audit_event_no_update": ("BEFORE UPDATE ON audit_event", REFUSE),
    "audit_event_no_delete": ("BEFORE DELETE ON audit_event", REFUSE),
    "audit_event_no_replace": (
        "BEFORE INSERT ON audit_event WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)"
        " OR EXISTS (SELECT 1 FROM audit_event WHERE uid = NEW.uid)",
        REFUSE,
    ),
    "audit_event_is_linked": (
        "AFTER INSERT ON audit_event",
        "SELECT RAISE(ABORT, 'the trail has lost its head') WHERE NOT EXISTS (SELECT 1 FROM audit_head);"
        " INSERT INTO audit_link (event_id, seq, previous, hash) SELECT NEW.id, seq + 1, hash,"
        " audit_sha256((seq + 1) || char(10) || NEW.id || char(10) || hash || char(10) || NEW.content)"
        " FROM audit_head;",
    ),
    "audit_link_no_update": ("BEFORE UPDATE ON audit_link", REFUSE),
    "audit_link_no_delete": ("BEFORE DELETE ON audit_link", REFUSE),
    "audit_link_in_order": (
        "BEFORE INSERT ON audit_link WHEN EXISTS (SELECT 1 FROM audit_link WHERE event_id = NEW.event_id)"
        " OR NOT EXISTS (SELECT 1 FROM audit_head WHERE seq + 1 = NEW.seq AND hash = NEW.previous)",
        "SELECT RAISE(ABORT, 'the trail grows at its end only');",
    ),
    "audit_link_moves_head": (
        "AFTER INSERT ON audit_link",
        "UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash;",
    ),
    "audit_head_follows": (
        "BEFORE UPDATE ON audit_head WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1"
        " OR NOT EXISTS (SELECT 1 FROM audit_link WHERE seq = NEW.seq AND hash = NEW.hash)",
        REFUSE,
    ),
    "audit_head_no_delete": ("BEFORE DELETE ON audit_head", REFUSE),
    "audit_head_no_second": ("BEFORE INSERT ON audit_head WHEN EXISTS (SELECT 1 FROM audit_head)", REFUSE),
}

NAMES = frozenset(GUARDS)
INSTALL = [f"CREATE TRIGGER {name} {when} BEGIN {what} END" for name, (when, what) in GUARDS.items()]
REMOVE = [f"DROP TRIGGER IF EXISTS {name}" for name in GUARDS]
IN_FORCE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def lend_hash(connection: BaseDatabaseWrapper) -> None:
    """Give a new connection the function that the trigger calls."""
    raw: sqlite3.Connection = connection.connection
    raw.create_function("audit_sha256", 1, _sha256, deterministic=True)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
