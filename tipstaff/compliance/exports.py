"""The work list on its way out: as a file or on paper, with the warning, its date and its limits, and a trace."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from tipstaff.accounts import permissions
from tipstaff.accounts.models import User
from tipstaff.audit import services as audit
from tipstaff.compliance import words
from tipstaff.compliance.models import WorkItem
from tipstaff.compliance.queries import worklist
from tipstaff.formats.registry import write_csv, write_workbook
from tipstaff.formats.registry.problems import spelled_out

PEOPLE_WITHOUT_REASON = 50  # security rule A6, guardrail G11
MOST_ROWS = 20_000
MOST_PRINTED = 500
BATCH = 500
WARNING = (
    "Lawful use only. Registry information must not be used to unlawfully injure, harass, or commit a crime against "
    "any individual named in it, or residing or working at any reported address. Any such action could result in civil "
    "or criminal penalties (34 U.S.C. 20920(f))."
)
LIMITS = "This list says how duties stand on the facts on file. It is no finding of guilt and no warrant."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS: dict[str, Any] = {
    "number": pl.String, "family_name": pl.String, "given_name": pl.String, "person_status": pl.String,
    "duty": pl.String, "status": pl.String, "due_on": pl.Date, "since_on": pl.Date, "tier": pl.String,
    "law": pl.String, "county": pl.String, "officer": pl.String, "reason": pl.String, "rule": pl.String,
    "citation": pl.String,
}  # fmt: skip


def rows(user: User, chosen: Mapping[str, Any], *, today: date, sort: str = "") -> list[WorkItem]:
    """All rows that the filters leave, in order; at most one more than may be exported."""
    found = worklist.items(user, chosen, today=today)
    if chosen.get("status"):
        found = found.filter(status=chosen["status"])
    return list(worklist.ordered(found, sort)[: MOST_ROWS + 1])


def answer(user: User, found: Sequence[WorkItem], chosen: Mapping[str, Any], *, form: str, reason: str) -> HttpResponse:
    """The file, and the event of its leaving. Raises ValidationError where the list is too long."""
    permissions.check(user, "registry.export")
    if len(found) > MOST_ROWS:
        raise ValidationError(f"The list has more than {MOST_ROWS:,} rows. Narrow it, and export it in parts.")
    about = _about(user, found, chosen)
    buffer = BytesIO()
    table = _table(user, found)
    if form == "xlsx":
        write_workbook({"Work list": table, "Read me first": about}, buffer)
    else:
        write_csv(about.rename({"about": WARNING}).slice(1), buffer)
        write_csv(table, buffer)
    with transaction.atomic():
        audit.record(
            "compliance.work_list.exported", by=user, purpose=reason, form=form, rows=len(found),
            people=len({item.person_id for item in found}), filters=_filters(chosen),
        )  # fmt: skip
    response = HttpResponse(buffer.getvalue(), content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="work-list-{timezone.localdate():%Y-%m-%d}.{form}"'
    return response


@transaction.atomic
def printed_record(user: User, chosen: Mapping[str, Any], *, rows: int) -> None:
    """The trace of a list that went on paper."""
    audit.record("compliance.work_list.printed", by=user, rows=rows, filters=_filters(chosen))


def _about(user: User, found: Sequence[WorkItem], chosen: Mapping[str, Any]) -> pl.DataFrame:
    fresh = worklist.freshness(user, now=timezone.now())
    judged = f"{fresh.latest.as_of:%Y-%m-%d}" if fresh.latest else "never for everybody"
    used = "; ".join(f"{name}: {value}" for name, value in _filters(chosen).items()) or "none"
    lines = [
        WARNING,
        LIMITS,
        f"{user.agency}, written {timezone.localtime():%Y-%m-%d %H:%M %Z} for {user}.",
        f"Everybody was last judged for: {judged}. Filters: {used}. Rows: {len(found)}.",
    ]
    return pl.DataFrame({"about": lines})


def _table(user: User, found: Sequence[WorkItem]) -> pl.DataFrame:
    lines = []
    for start in range(0, len(found), BATCH):
        lines += [_line(row) for row in worklist.explained(user, found[start : start + BATCH])]
    return pl.DataFrame(lines, schema=COLUMNS, orient="row")


def _line(row: worklist.Row) -> tuple[object, ...]:
    item, reason = row.item, row.reason
    names = [spelled_out(text) for text in (item.number, item.family_name, item.given_name)]
    return (
        *names, row.word, row.duty, words.status(item.status), item.due_on, item.since_on,
        item.tier, row.track, item.county, item.officer,
        reason.sentence if reason else "", reason.rule if reason else "", reason.citation if reason else "",
    )  # fmt: skip


def _filters(chosen: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in chosen.items() if value}
