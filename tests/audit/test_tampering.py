"""Torture T40: whoever owns the database changes the trail, and `verify` names the first bad row and what was done."""

import pytest
from django.db import connection

from tipstaff.audit import chain, guards
from tipstaff.audit.checkpoints import checkpoint_write, checkpoints_read
from tipstaff.audit.keys import trail_key
from tipstaff.audit.models import Event, Head, Link
from tipstaff.audit.verify import verify

SAID = "uid, at, actor_id, agency_id, action, object_type, object_id, purpose, source_address, outcome, detail"
ALL = f"{SAID}, content, stamp"


def event_at(seq: int) -> int:
    return Link.objects.get(seq=seq).event_id


def found(**options) -> tuple[int | None, str] | None:
    options.setdefault("key", trail_key())
    fault = verify(**options).fault
    return (fault.seq, fault.kind.value) if fault else None


def test_an_untouched_trail_is_unbroken(twenty_acts):
    report = verify(key=trail_key())
    assert (report.events, report.fault, dict(report.other_keys)) == (20, None, {})


@pytest.mark.parametrize(
    "change",
    [
        "purpose = 'a better one'",
        "actor_id = 7",
        "outcome = 'refused'",
        "detail = '{}'",
        "source_address = '203.0.113.9'",
        "at = '2020-01-01 00:00:00.000000+00:00'",
        "content = 'f'",
    ],
)
def test_one_row_edited(twenty_acts, owner, change):
    owner(f"UPDATE audit_event SET {change} WHERE id = {event_at(8)}")
    assert found() == (8, "edited")


def test_a_row_edited_to_what_nobody_can_read(twenty_acts, owner):
    junk = {"sqlite": "at = 'no moment'", "postgresql": "at = 'infinity'"}[connection.vendor]
    owner(f"UPDATE audit_event SET {junk} WHERE id = {event_at(8)}")
    assert found() == (8, "edited")


@pytest.mark.parametrize("tables", [["audit_event"], ["audit_link"], ["audit_event", "audit_link"]])
def test_one_row_deleted(twenty_acts, owner, tables):
    gone = event_at(8)
    for table in tables:
        owner(f"DELETE FROM {table} WHERE {'id' if table == 'audit_event' else 'event_id'} = {gone}")
    assert found() == (8, "deleted")


def test_one_row_deleted_and_the_rest_renumbered(twenty_acts, owner):
    gone = event_at(8)
    owner(
        f"DELETE FROM audit_event WHERE id = {gone}",
        f"DELETE FROM audit_link WHERE event_id = {gone}",
        "UPDATE audit_link SET seq = -seq WHERE seq > 8",
        "UPDATE audit_link SET seq = -seq - 1 WHERE seq < 0",
        "UPDATE audit_head SET seq = 19",
    )
    assert found() == (8, "deleted")


def test_a_row_inserted_beside_the_chain(twenty_acts, owner):
    owner(
        f"INSERT INTO audit_event ({ALL}) SELECT 'another', {ALL.removeprefix('uid, ')}"
        f" FROM audit_event WHERE id = {event_at(3)}"
    )
    assert found() == (None, "inserted")


@pytest.mark.parametrize("hashed", [True, False])
def test_a_row_inserted_in_the_middle_with_the_rest_renumbered(twenty_acts, owner, hashed):
    before = Link.objects.get(seq=7)
    owner(
        "UPDATE audit_link SET seq = -seq WHERE seq >= 8",
        "UPDATE audit_link SET seq = -seq + 1 WHERE seq < 0",
        f"INSERT INTO audit_event (id, {ALL}) SELECT 900, 'another', {ALL.removeprefix('uid, ')}"
        f" FROM audit_event WHERE id = {event_at(3)}",
    )
    forged = Event.objects.get(pk=900)
    content = chain.content_of({name: getattr(forged, name) for name in chain.HASHED})
    own = chain.link_hash(8, 900, before.hash, content) if hashed else "0" * 64
    owner(
        f"UPDATE audit_event SET content = '{content}' WHERE id = 900",
        f"INSERT INTO audit_link (event_id, seq, previous, hash) VALUES (900, 8, '{before.hash}', '{own}')",
        "UPDATE audit_head SET seq = 21",
    )
    assert found() == (8, "inserted")
    assert found(key=None) == (8, "inserted"), "the chain alone shows it"


def test_a_row_added_at_the_end_by_sql_lacks_the_stamp(twenty_acts, owner):
    guards.install(connection)
    content = "0" * 64
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit_event ({ALL}) SELECT 'another', {SAID.removeprefix('uid, ')}, '{content}', stamp"
            f" FROM audit_event WHERE id = {event_at(3)}"
        )
    assert found() == (21, "inserted")


@pytest.mark.parametrize("pair", [(5, 14), (5, 6)])
@pytest.mark.parametrize("how", ["what they say", "all but the number", "places", "links"])
def test_two_rows_swapped(twenty_acts, owner, pair, how):
    first, second = pair
    one, other = event_at(first), event_at(second)
    if how == "places":
        owner(
            f"UPDATE audit_link SET seq = -1 WHERE seq = {first}",
            f"UPDATE audit_link SET seq = {first} WHERE seq = {second}",
            f"UPDATE audit_link SET seq = {second} WHERE seq = -1",
        )
    elif how == "links":
        owner(
            f"UPDATE audit_link SET event_id = -1 WHERE event_id = {one}",
            f"UPDATE audit_link SET event_id = {one} WHERE event_id = {other}",
            f"UPDATE audit_link SET event_id = {other} WHERE event_id = -1",
        )
    else:
        columns = (SAID if how == "what they say" else ALL).removeprefix("uid, ")
        swap = ", ".join(f"{c} = (SELECT {c} FROM kept WHERE kept.id = {{0}})" for c in columns.split(", "))
        owner(
            "CREATE TEMPORARY TABLE kept AS SELECT * FROM audit_event",
            *(
                f"UPDATE audit_event SET {swap.format(source)}, uid = 'swapping {source}' WHERE id = {target}"
                for source, target in ((other, one), (one, other))
            ),
            *(
                f"UPDATE audit_event SET uid = (SELECT uid FROM kept WHERE kept.id = {source}) WHERE id = {target}"
                for source, target in ((other, one), (one, other))
            ),
            "DROP TABLE kept",
        )
    assert found() == (first, "swapped")


def cut_last_ten(owner) -> None:
    owner(
        "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_link WHERE seq > 10)",
        "DELETE FROM audit_link WHERE seq > 10",
    )


def test_the_last_ten_cut(twenty_acts, owner):
    cut_last_ten(owner)
    assert found() == (11, "tail cut")


def test_the_last_ten_cut_with_the_head_is_seen_against_a_checkpoint_outside(twenty_acts, owner, tmp_path):
    outside = tmp_path / "outside.jsonl"
    checkpoint_write(outside)
    cut_last_ten(owner)
    owner(f"UPDATE audit_head SET seq = 10, hash = '{Link.objects.get(seq=10).hash}'")
    assert found() is None
    assert found(checkpoints=checkpoints_read(outside, trail_key().public)) == (11, "tail cut")


def rewrite_from(seq: int, owner) -> None:
    """Change a row and compute all that follows anew, as anybody can who read how."""
    owner(f"UPDATE audit_event SET purpose = 'nothing to see' WHERE id = {event_at(seq)}")
    before = Link.objects.get(seq=seq - 1).hash
    for link in Link.objects.filter(seq__gte=seq).order_by("seq").select_related("event"):
        content = chain.content_of({name: getattr(link.event, name) for name in chain.HASHED})
        own = chain.link_hash(link.seq, link.event_id, before, content)
        owner(
            f"UPDATE audit_event SET content = '{content}' WHERE id = {link.event_id}",
            f"UPDATE audit_link SET previous = '{before}', hash = '{own}' WHERE seq = {link.seq}",
        )
        before = own
    owner(f"UPDATE audit_head SET hash = '{before}'")


def test_the_chain_rewritten_is_seen_by_the_stamps(twenty_acts, owner):
    rewrite_from(8, owner)
    assert found() == (8, "inserted")
    assert "hashed anew" in str(verify(key=trail_key()).fault)


def test_the_chain_rewritten_is_seen_against_a_checkpoint_without_the_secret_key(twenty_acts, owner, act, tmp_path):
    outside = tmp_path / "outside.jsonl"
    checkpoint_write(outside)
    public = trail_key().public
    act()
    rewrite_from(8, owner)
    assert found(key=None) is None, "without key and checkpoint nobody can tell"
    assert found(key=None, checkpoints=checkpoints_read(outside, public)) == (1, "rewritten")


def test_one_row_changed_and_hashed_anew_is_given_away_by_the_next(twenty_acts, owner):
    owner(f"UPDATE audit_event SET purpose = 'nothing to see' WHERE id = {event_at(8)}")
    link = Link.objects.select_related("event").get(seq=8)
    content = chain.content_of({name: getattr(link.event, name) for name in chain.HASHED})
    own = chain.link_hash(8, link.event_id, link.previous, content)
    owner(
        f"UPDATE audit_event SET content = '{content}' WHERE id = {link.event_id}",
        f"UPDATE audit_link SET hash = '{own}' WHERE seq = 8",
    )
    assert found(key=None) == (8, "edited")


def test_a_head_that_is_gone_or_names_another_hash(twenty_acts, owner):
    owner("UPDATE audit_head SET hash = 'f'")
    assert found() == (20, "rewritten")
    owner("DELETE FROM audit_head")
    assert found() == (None, "tail cut")
    Head.objects.create(pk=1, seq=19, hash=Link.objects.get(seq=19).hash)
    assert found() == (20, "inserted")
