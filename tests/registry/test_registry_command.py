"""`tipstaff registry import` and `export`: the same steps as the pages, in a terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from registry_files import roster_line
from typer.testing import CliRunner

from tipstaff.accounts.models import Agency
from tipstaff.audit.models import Event
from tipstaff.commands.registry import app
from tipstaff.registry.models import ImportBatch, Person


@pytest.fixture
def run(red_mesa: Agency) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str, answer: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(app, list(arguments), input=answer)
        return done.exit_code, done.output

    return run


def test_it_shows_the_numbers_and_the_bad_rows_and_asks_before_it_commits(run, roster: Callable[..., Path]):
    path = roster([roster_line(1), roster_line(2, tier="IV")])
    status, said = run("import", str(path), "--agency", "red-mesa", answer="n\n")
    assert (status, Person.objects.count()) == (1, 0)
    assert "roster.csv, line 3, tier" in said
    assert ImportBatch.objects.get().state == ImportBatch.State.WITHDRAWN

    status, said = run("import", str(path), "--agency", "red-mesa", "--yes")
    assert (status, Person.objects.count()) == (0, 1)
    assert "1 new people" in said


def test_a_file_that_cannot_be_read_is_refused_in_one_line(run, tmp_path: Path):
    (tmp_path / "roster.csv").write_bytes(b"\xff\xfe\x00broken")
    status, said = run("import", str(tmp_path / "roster.csv"), "--agency", "red-mesa", "--yes")
    assert status == 1
    assert said.startswith("tipstaff registry: roster.csv:")
    assert len(said.splitlines()) == 1


def test_an_unknown_agency_is_named_with_those_there_are(run, roster: Callable[..., Path]):
    status, said = run("import", str(roster(1)), "--agency", "blue-mesa")
    assert (status, "there are: red-mesa" in said) == (1, True)


def test_what_it_exports_it_imports_again_without_a_change(run, roster: Callable[..., Path], tmp_path: Path):
    run("import", str(roster(3)), "--agency", "red-mesa", "--yes")
    out = tmp_path / "out"
    status, _ = run("export", "--agency", "red-mesa", "--out", str(out), "--reason", "A copy for the court")
    assert status == 0
    assert "34 U.S.C. 20920(f)" in (out / "READ-ME-FIRST.txt").read_text()
    assert Event.objects.get(action="registry.export.written").purpose == "A copy for the court"
    status, said = run("import", str(out), "--agency", "red-mesa", "--yes")
    assert "0 new people, 0 changed" in said
    status, said = run("export", "--agency", "red-mesa", "--out", str(out), "--reason", "A second copy")
    assert (status, "already" in said) == (1, True)
