"""No route of this program changes or deletes what the trail holds: not the models, not SQL (security rule A7)."""

import pytest
from django.db import DatabaseError, connection, transaction

from tipstaff.audit import alarm, guards
from tipstaff.audit.keys import trail_key
from tipstaff.audit.models import AppendOnly, Event, Head, Link
from tipstaff.audit.verify import verify

BY_SQL = [
    "UPDATE audit_event SET purpose = 'another'",
    "UPDATE audit_event SET actor_id = 1 WHERE id = (SELECT min(id) FROM audit_event)",
    "DELETE FROM audit_event",
    "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
    "UPDATE audit_link SET seq = seq + 100",
    "UPDATE audit_link SET hash = 'f' WHERE seq = 3",
    "DELETE FROM audit_link",
    "INSERT INTO audit_link (event_id, seq, previous, hash) VALUES (999, 21, 'f', 'f')",
    "INSERT INTO audit_link (event_id, seq, previous, hash) VALUES (999, 500, 'f', 'f')",
    "UPDATE audit_head SET seq = 3",
    "UPDATE audit_head SET seq = seq + 1",
    "UPDATE audit_head SET hash = 'f'",
    "DELETE FROM audit_head",
    "INSERT INTO audit_head (id, seq, hash) VALUES (2, 0, 'f')",
]
COLUMNS = "uid, at, actor_id, agency_id, action, object_type, object_id, purpose, source_address, outcome, detail"
ONE = f"SELECT id, {COLUMNS}, content, stamp FROM audit_event WHERE id = (SELECT min(id) FROM audit_event)"
OF_SQLITE = [
    f"INSERT OR REPLACE INTO audit_event (id, {COLUMNS}, content, stamp) {ONE}",
    f"REPLACE INTO audit_event ({COLUMNS}, content, stamp) {ONE.replace('SELECT id,', 'SELECT')}",
    "UPDATE OR REPLACE audit_event SET id = id + 1",
    "INSERT OR REPLACE INTO audit_link (event_id, seq, previous, hash)"
    " SELECT event_id, 21, (SELECT hash FROM audit_head), 'f' FROM audit_link WHERE seq = 3",
    "INSERT OR REPLACE INTO audit_head (id, seq, hash) VALUES (1, 0, 'f')",
]
OF_POSTGRESQL = [
    "TRUNCATE audit_event",
    "TRUNCATE audit_event, audit_link, audit_head CASCADE",
    "TRUNCATE audit_head",
    "SET session_replication_role = replica; DELETE FROM audit_event",
    "INSERT INTO audit_link (event_id, previous, hash) VALUES (999, '', '')",
    f"INSERT INTO audit_event (id, {COLUMNS}, content, stamp) {ONE} ON CONFLICT (id) DO UPDATE SET purpose = 'another'",
]


def test_sql_with_the_program_s_own_connection_is_refused(twenty_acts):
    for statement in BY_SQL + (OF_SQLITE if connection.vendor == "sqlite" else OF_POSTGRESQL):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = origin")
    assert verify(key=trail_key()).fault is None
    assert Event.objects.count() == Link.objects.count() == Head.objects.get().seq == 20


def test_the_models_refuse_too(twenty_acts):
    event, link = twenty_acts[3], Link.objects.get(seq=4)
    event.purpose = "another"
    for attempt in (
        event.save,
        event.delete,
        link.save,
        link.delete,
        Event.objects.all().delete,
        Event.objects.filter(pk=event.pk).delete,
        Link.objects.all().delete,
        lambda: Event.objects.update(purpose="another"),
        lambda: Event.objects.bulk_update([event], ["purpose"]),
        lambda: Event.objects.bulk_create([Event(action="registry.person.viewed")]),
        lambda: Event.objects.update_or_create(pk=event.pk, defaults={"purpose": "another"}),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert verify(key=trail_key()).fault is None


def test_guards_that_are_gone_are_seen_at_once_and_can_be_put_back(twenty_acts, owner):
    assert guards.missing(connection) == [] and alarm.problem() is None
    owner("SELECT 1")
    assert "guards are missing" in alarm.problem()
    guards.install(connection)
    guards.install(connection)
    assert alarm.problem() is None


def test_what_the_chain_covers_comes_back_from_the_database_as_it_went_in(twenty_acts, act):
    act(
        "registry.export.written",
        purpose="line one\r\nline two \x00 \ud800 ʻOkina 😀",
        source_address="fe80::1%eth0",
        number=10**15,
        fraction=1e16,
        deep={"a": [1, None, True, {"ʻ": "\u202e"}], 3: {"b", "a"}},
    )
    act(source_address="::ffff:203.0.113.7")
    report = verify(key=trail_key())
    assert (report.events, report.fault) == (22, None)


def test_an_act_that_is_rolled_back_leaves_no_gap(twenty_acts, act):
    with pytest.raises(RuntimeError), transaction.atomic():
        act()
        raise RuntimeError
    act()
    assert Head.objects.get().seq == 21
    assert verify(key=trail_key()).fault is None
