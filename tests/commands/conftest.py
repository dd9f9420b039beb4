"""A small registry file in a folder with a space in its name, and the command line called as a user calls it."""

import csv
from pathlib import Path

import pytest

from tipstaff.cli import main
from tipstaff.formats.registry import ROSTER

PEOPLE = [
    # person_id, family name, jurisdiction, tier, registered, last verified
    ("RM-1", "Sample", "RM", "III", "2020-01-10", "2026-01-05"),
    ("RM-2", "=cmd|'/c calc'!A1", "RM", "I", "2020-01-10", "2026-11-02"),
    ("AZ-3", "Example-Ñandú", "AZ", "II", "2019-04-12", "2026-06-15"),
    ("AZ-4", "O'Invented", "AZ", "", "2019-04-12", ""),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place with a space in its name."""
    made = tmp_path / "my registry"
    made.mkdir()
    return made


@pytest.fixture
def roster(folder):
    """Writes a roster; further rows, or other ones, may be given as cells."""

    def write(*more, people=PEOPLE, name="roster.csv"):
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(ROSTER.names)
            for person_id, family, code, tier, registered, verified in people:
                address = "12 Juniper Road, Shiprock NM 87420"
                writer.writerow(
                    [person_id, family, "Rosa", "1984-02-28", "F", code, tier, registered, verified, address]
                )
            writer.writerows(more)
        return path

    return write


@pytest.fixture
def tipstaff(capsys):
    """Runs the command line in this process; returns status, standard output, standard error."""

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run
