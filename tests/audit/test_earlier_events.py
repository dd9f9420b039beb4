"""A trail from before the chain is linked when the tables are brought up to date, and the step can be taken back."""

from django.core.management import call_command
from django.db import connection

from tipstaff.audit import alarm
from tipstaff.audit.keys import trail_key
from tipstaff.audit.verify import verify

OLD = (
    "INSERT INTO audit_event (at, action, object_type, object_id, purpose, outcome, detail)"
    " VALUES ('2026-11-2{0} 10:00:00', 'registry.person.viewed', 'registry.person', '{0}', '', 'done', '{{}}')"
)


def migrate(to: str) -> None:
    call_command("migrate", "audit", to, verbosity=0)


def test_events_from_before_the_chain_are_linked_in_their_order(on_disk, act):
    migrate("0001")
    with connection.cursor() as cursor:
        for number in range(5):
            cursor.execute(OLD.format(number))
    migrate("0002")
    act()
    report = verify(key=trail_key())
    assert (report.events, report.fault, alarm.problem()) == (6, None, None)
