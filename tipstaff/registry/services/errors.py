"""Why a verb of the record was not done; every one says what to do about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from tipstaff.formats.registry import Problem
from tipstaff.registry.models import Fact


class Refused(ValueError):
    """What was given cannot be recorded. `problems` name the column, the reason and the fix."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = list(problems)


class Conflict(Exception):
    """The person changed since the form was opened (R2). Carries both texts, so that a person can decide."""

    def __init__(
        self, given: Mapping[str, Any], on_file: Mapping[str, Any], version: int, fact: Fact | None = None
    ) -> None:
        super().__init__("someone else changed this person in the meantime")
        self.given = dict(given)
        self.on_file = dict(on_file)
        self.version = version
        self.fact = fact  # what is on file now in the place of the fact that was to be corrected


def refuse(reason: str, fix: str, *, sheet: str = "", column: str | None = None, value: str = "") -> Refused:
    return Refused([Problem(sheet, None, column, value, reason, fix)])
