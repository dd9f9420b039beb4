"""A worker in a process of its own: `work LEASE_SECONDS`, `drain` what waits, or `once` for what is due."""

import os
import signal
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")

import django

django.setup()

from tipstaff.jobs import services, tasks  # noqa: E402, F401  models load after set-up
from tipstaff.jobs.worker import Worker, run_waiting  # noqa: E402

match sys.argv[1]:
    case "drain":
        run_waiting(limit=100_000)
    case "once":
        services.enqueue_due()
    case "work":
        worker = Worker(lease=timedelta(seconds=float(sys.argv[2])), poll_seconds=0.02, grace_seconds=0)
        signal.signal(signal.SIGTERM, lambda *_: worker.stop())
        worker.work()
