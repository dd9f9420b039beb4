"""The CSV of test vectors as it comes: id, kind, input, expected result, rules and why."""

import csv
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("id", "kind", "input_json", "expected_json", "rule_ids", "explanation")
NEEDED = COLUMNS[:4]
LONGEST_CELL = 10_000_000


class BadFile(ValueError):
    """The file as a whole cannot be run; the message is one line."""


@dataclass(frozen=True, slots=True)
class Vector:
    """One row: put `input_json` to the law, expect every key of `expected_json`."""

    id: str
    kind: str
    input_json: str
    expected_json: str
    rule_ids: str
    explanation: str


def read_vectors(path: Path) -> list[Vector]:
    """Every row of the file in its order; raises BadFile."""
    usual = csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, restval="")
            missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise BadFile(f"{path}: missing column {', '.join(missing)}; needed are {', '.join(NEEDED)}")
            rows = [
                Vector(*((row.get(name) or "").strip() for name in COLUMNS))
                for row in reader
                if any(value for name, value in row.items() if name is not None)
            ]
            if not rows:
                raise BadFile(f"{path}: there is no row below the headings")
            return rows
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path}: not a CSV file in UTF-8 ({error})") from None
    finally:
        csv.field_size_limit(usual)  # the limit is the process's, and readers of registry files rely on it
