"""A process that commits an import, told to die: `prepare PEOPLE TIMES`, `work N` (killed at statement N; 0: never),
`beside` (works while another does, and leaves the other's lease alone).

It says what is in the record as a line of JSON when it begins to work, and when it ends, unless it was killed.
"""

import json
import os
import signal
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")

import django

django.setup()

# ruff: noqa: E402  models load after set-up
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from registry_files import HEADINGS, roster_line

from tipstaff.accounts.models import Agency, User
from tipstaff.audit.models import Event
from tipstaff.jobs.models import Job
from tipstaff.jobs.worker import run_waiting
from tipstaff.registry.models import FACTS, ImportBatch, Person
from tipstaff.registry.services import imports

statements = 0


def prepare(people: int, times: int) -> None:
    """The same roster of so many people, sent so many times, each confirmed and waiting for a worker."""
    call_command("migrate", verbosity=0)
    agency = Agency.objects.create(slug="red-mesa", name="Red Mesa", kind="TRIBAL_REGISTRY", jurisdiction="RM")
    ana = User.objects.create(username="ana", agency=agency, role=User.Role.REGISTRAR)
    roster = "\n".join([HEADINGS, *(roster_line(number) for number in range(people)), ""]).encode()
    for _ in range(times):
        batch = imports.import_receive(agency, [roster], file_name="roster.csv", options={}, by=ana)
        imports.commit_start(imports.import_check(batch), by=ana)
    Job.objects.update(max_attempts=99)


def work(last: int) -> None:
    """What a worker does, until the statement at which it is killed."""

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        global statements
        statements += 1
        if statements == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        run_waiting(limit=1)


def let_leases_run_out() -> None:
    """As if the time had passed for which whoever died held a job."""
    Job.objects.filter(due_at__isnull=False).update(due_at=timezone.now())


def look() -> dict[str, object]:
    return {
        "people": Person.objects.count(),
        "facts": {name: model.objects.count() for name, model in FACTS.items() if model.objects.exists()},
        "states": sorted(ImportBatch.objects.values_list("state", flat=True)),
        "jobs": list(Job.objects.filter(task__endswith="commit_import").values_list("status", flat=True)),
        "committed": Event.objects.filter(action="registry.import.committed").count(),
        "statements": statements,
    }


match sys.argv[1]:
    case "prepare":
        prepare(int(sys.argv[2]), int(sys.argv[3]))
    case "work":
        sys.stdout.write(json.dumps(look()) + "\n")
        sys.stdout.flush()
        let_leases_run_out()
        work(int(sys.argv[2]))
    case "beside":
        work(0)
sys.stdout.write(json.dumps(look()) + "\n")
