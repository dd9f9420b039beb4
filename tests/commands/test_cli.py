"""The command line itself: help at once, groups loaded when called, one line for what was asked wrongly."""

import subprocess
import sys
from pathlib import Path

import pytest

from tipstaff.cli import GROUPS

ROOT = Path(__file__).parents[2]
LOADED = """
import sys
from tipstaff.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print(sorted(name for name in ("django", "polars", "tipstaff.commands.world") if name in sys.modules), file=sys.stderr)
"""


def loaded_by(*arguments):
    code = LOADED.format(arguments=[str(argument) for argument in arguments])
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[-1]


def test_help_names_every_group_and_loads_none(tipstaff):
    status, out, err = tipstaff("--help")

    assert (status, err) == (0, "")
    assert all(f"  {name} " in out for name in GROUPS)
    assert loaded_by("--help") == "[]"


def test_help_of_the_law_is_given_before_anything_heavy_is_loaded(tipstaff):
    status, out, _ = tipstaff("sorna", "--help")

    assert status == 0
    assert all(f"  {name} " in out for name in ("evaluate", "explain", "whatif", "vectors"))
    assert loaded_by("sorna", "--help") == "[]"


def test_the_law_is_asked_without_django(roster):
    assert loaded_by("sorna", "evaluate", roster(), "--as-of", "2026-11-24") == "['polars']"


def test_the_package_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "tipstaff", "--help"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0
    assert done.stdout.startswith("Usage: tipstaff")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "tipstaff: No such command 'nonsense'."),
        (["sorna", "nonsense"], "tipstaff sorna: No such command 'nonsense'."),
        (["sorna", "evaluate"], "tipstaff sorna evaluate: Missing argument 'FACTS'."),
        (["sorna", "evaluate", "x", "--as-of", "24.11.2026"], "tipstaff sorna evaluate: Invalid value for '--as-of'"),
        (["sorna", "vectors", "x.csv", "--nope"], "tipstaff sorna vectors: No such option: --nope"),
    ],
)
def test_what_was_asked_wrongly_is_one_line_and_status_2(tipstaff, arguments, said):
    status, out, err = tipstaff(*arguments)

    assert (status, out) == (2, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_a_group_without_a_command_shows_what_it_has(tipstaff):
    status, _, err = tipstaff("sorna")

    assert status == 2
    assert "evaluate" in err
