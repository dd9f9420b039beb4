"""How long a night takes: everybody judged from the database with the findings written, and a night without changes.

`script/bench nightly [PEOPLE]`; 100,000 people in SQLite unless told otherwise.
"""

import resource
import time
from datetime import timedelta

import rig

from tipstaff.compliance.models import Finding, WorkItem
from tipstaff.compliance.services import evaluate_all

people = rig.people_wanted()
agency, _ = rig.registry(people)

nights = (
    ("first night, all findings written", rig.AS_OF),
    ("again, nothing changed", rig.AS_OF),
    ("a month later", rig.AS_OF + timedelta(days=30)),
)
for name, day in nights:
    started, busy = time.perf_counter(), time.process_time()
    run = evaluate_all(agency, because=name, as_of=day)
    took, cpu = time.perf_counter() - started, time.process_time() - busy
    print(f"{name}: {took:.1f} s ({cpu:.1f} s of processor), {run.opened:,} opened, {run.closed:,} closed")
print(f"{Finding.objects.count():,} findings, {WorkItem.objects.count():,} rows of work lists")
print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
