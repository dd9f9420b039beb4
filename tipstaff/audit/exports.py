"""One day of the trail as a file of lines, to be kept elsewhere (AR-DIS-04).

Each line holds an event and its place in the chain. Who reads it learns who touched which record, not what it says.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from tipstaff.audit import chain, services
from tipstaff.audit.models import Link
from tipstaff.audit.rows import CHUNK


def export_day(day: date, path: Path, *, zone: str = "UTC") -> int:
    """Write the events of a day of this zone; gives their number, and leaves its own event. Raises FileExistsError."""
    count = 0
    with path.open("x", encoding="ascii") as file:
        for line in _lines(day, ZoneInfo(zone)):
            file.write(line + "\n")
            count += 1
    with transaction.atomic():
        services.record("audit.trail.exported", by=None, day=day.isoformat(), events=count)
    return count


def _lines(day: date, zone: ZoneInfo) -> Iterator[str]:
    begin = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    links = Link.objects.filter(event__at__gte=begin, event__at__lt=end, seq__gt=0).select_related("event")
    for link in links.order_by("seq").iterator(chunk_size=CHUNK):
        said = {name: getattr(link.event, name) for name in chain.HASHED} | {"at": chain.moment(link.event.at)}
        place = {"seq": link.seq, "event": link.event_id, "previous": link.previous, "hash": link.hash}
        yield chain.canonical(place | {"stamp": link.event.stamp, "says": said})
