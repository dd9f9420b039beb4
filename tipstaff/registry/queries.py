"""What the pages of the record show, always narrowed to what the user may see."""

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from tipstaff.formats.registry import as_cells
from tipstaff.registry.models import Export, ImportBatch, ImportProblem, Person, Registration
from tipstaff.registry.models.record import PersonQuerySet
from tipstaff.registry.names import LONGEST_QUERY, query_words

PROBLEM_COLUMNS = ("severity", "file", "line", "column", "value", "reason", "fix")
BATCH = 5_000


def people(user: Any) -> PersonQuerySet:
    """Everybody of the user's agency, in the order of lists."""
    return Person.objects.visible_to(user).order_by("family_name", "given_name", "id")


def people_found(user: Any, query: str) -> PersonQuerySet | None:
    """Those whose names hold every word of the query, in any order and without regard to marks, case and spaces, and
    those whose number begins with it. None: there is too little to search for, or too much."""
    query = query.strip()
    if len(query) > LONGEST_QUERY:
        return None
    words = query_words(query)
    could_be_number = len(query) > 1 and query[0].isalnum() and " " not in query
    by_number = Q(person_id__istartswith=query) if could_be_number else None
    if not words and by_number is None:
        return None
    by_name = Q()
    for word in words:
        by_name &= Q(search_name__contains=word if len(word) > 2 else f" {word}")
    return people(user).filter(by_name | by_number if by_number is not None else by_name)


def jurisdictions_of(person: Person) -> list[str]:
    """Where the person is registered now, the agency's own first."""
    codes = Registration.objects.current().filter(person=person, ended_on=None).values_list("jurisdiction", flat=True)
    own = person.agency.jurisdiction
    return sorted(set(codes), key=lambda code: (code != own, code)) or ([own] if own else [])


def imports(user: Any) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.visible_to(user).defer("samples", "proposal", "mapping", "refusal")


def problems(batch: ImportBatch, severity: str = "") -> QuerySet[ImportProblem]:
    """Errors before warnings, in the order of the file."""
    found = batch.problems.order_by("severity", "id")
    return found.filter(severity=severity) if severity in ("error", "warning") else found


def problems_as_csv(batch: ImportBatch) -> Iterator[bytes]:
    """The list for whoever mends the file; harmless in a spreadsheet."""
    yield (",".join(PROBLEM_COLUMNS) + "\r\n").encode("utf-8-sig")
    rows = problems(batch).values_list(*PROBLEM_COLUMNS)
    kinds = {name: pl.Int64 if name == "line" else pl.String for name in PROBLEM_COLUMNS}
    for start in range(0, rows.count(), BATCH):
        frame = pl.DataFrame(list(rows[start : start + BATCH]), schema=kinds, orient="row")
        yield as_cells(frame).write_csv(include_header=False, line_terminator="\r\n").encode()


def exports(user: Any) -> QuerySet[Export]:
    """What this user asked for; a file is for whoever asked for it."""
    return Export.objects.visible_to(user).filter(by_id=user.pk)
