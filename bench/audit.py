"""How fast acts are recorded, alone and by eight at once, and how long a trail of a million takes to verify.

`script/bench audit`: on SQLite in a folder of its own; with DATABASE_URL on that PostgreSQL server, in a database made
for the purpose. BENCH_EVENTS=100000 makes the trail shorter.
"""

import json
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

FOLDER = tempfile.TemporaryDirectory(prefix="tipstaff-bench-")
NAME = "tipstaff_test_audit_bench"
SERVER = os.environ.get("DATABASE_URL", "")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tipstaff.config.settings",
    "TIPSTAFF_DEMO": "1",
    "TIPSTAFF_VAR": FOLDER.name,
    "DATABASE_URL": f"{SERVER.rpartition('/')[0]}/{NAME}" if SERVER else f"sqlite:///{FOLDER.name}/bench.sqlite3",
}

# ruff: noqa: E402  what follows needs the settings above
import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from tipstaff.audit import chain, services
from tipstaff.audit.keys import trail_key
from tipstaff.audit.verify import verify

EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
THREADS, ACTS = 8, 250
BATCH = 2_000
COLUMNS = (*chain.HASHED, "content", "stamp")


def alone() -> float:
    begun = time.perf_counter()
    for number in range(ACTS * 2):
        with transaction.atomic():
            services.record("registry.person.viewed", by=None, purpose="bench", number=number)
    return ACTS * 2 / (time.perf_counter() - begun)


def eight_at_once() -> float:
    def work() -> None:
        for number in range(ACTS):
            with transaction.atomic():
                services.record("registry.person.viewed", by=None, purpose="bench", number=number)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return THREADS * ACTS / (time.perf_counter() - begun)


def fill(events: int) -> None:
    """As `record` writes them, many to a transaction; the triggers of the chain run for each."""
    names = ", ".join(COLUMNS)
    statement = f"INSERT INTO audit_event ({names}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
    rows = made_up(events)
    while batch := [row for _, row in zip(range(BATCH), rows, strict=False)]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, batch)


def made_up(events: int) -> Iterator[list[object]]:
    key, begin = trail_key(), datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(events):
        said = {
            "uid": secrets.token_hex(16),
            "at": begin + timedelta(seconds=number * 7, microseconds=number % 1_000_000),
            "actor_id": number % 40,
            "agency_id": number % 5,
            "action": "registry.person.viewed",
            "object_type": "registry.person",
            "object_id": str(number % 90_000),
            "purpose": "Verification at the counter",
            "source_address": "203.0.113.7",
            "outcome": "done",
            "detail": {"page": number % 7},
        }
        content = chain.content_of(said)
        moment = said["at"] if connection.vendor == "postgresql" else str(said["at"]).removesuffix("+00:00")
        row = said | {"at": moment, "detail": json.dumps(said["detail"])}
        yield [*row.values(), content, chain.stamp_of(content, key.for_stamps, key.public.name)]


def main() -> int:
    with made_database():
        call_command("migrate", "audit", verbosity=0)
        print(f"{connection.vendor}: one at a time {alone():,.0f} acts/s; eight at once {eight_at_once():,.0f} acts/s")
        before = verify(key=trail_key()).events
        begun = time.perf_counter()
        fill(EVENTS - before)
        print(f"{EVENTS:,} events written in {time.perf_counter() - begun:,.0f} s")
        begun, cpu = time.perf_counter(), time.process_time()
        report = verify(key=trail_key())
        took, used = time.perf_counter() - begun, time.process_time() - cpu
        print(f"{report.events:,} events verified in {took:,.1f} s ({used:,.1f} s of this processor): {report.fault}")
        connection.close()
    return int(report.fault is not None or report.events != EVENTS)


class made_database:
    def __enter__(self) -> None:
        self._run("create database")

    def __exit__(self, *error: object) -> None:
        connection.close()
        self._run("drop database if exists")

    def _run(self, what: str) -> None:
        if SERVER:
            import psycopg

            with psycopg.connect(SERVER, autocommit=True) as server:
                server.execute(f"{what} {NAME}")


if __name__ == "__main__":
    sys.exit(main())
