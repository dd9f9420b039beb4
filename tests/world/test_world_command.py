"""`tipstaff world` as somebody types it."""

from pathlib import Path

from typer.testing import CliRunner

from tipstaff.commands.world import app

run = CliRunner().invoke


def test_it_writes_one_registry_and_says_where(tmp_path: Path) -> None:
    out = tmp_path / "a nation"
    result = run(app, ["--people", "200", "--out", str(out), "--agency", "rm", "--errors", "5"])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == ["errors.csv", "red-mesa", "truth.csv"]
    assert (out / "red-mesa" / "persons.csv").exists()
    assert str(out / "truth.csv") in result.output


def test_it_names_the_registries_when_asked_for_another(tmp_path: Path) -> None:
    result = run(app, ["--out", str(tmp_path / "x"), "--agency", "QQ"])
    assert result.exit_code == 2
    assert "no registry QQ" in result.stderr and "RM, TR, AZ, NM, SD, GU" in result.stderr
    assert not (tmp_path / "x").exists()


def test_it_does_not_write_over_files(tmp_path: Path) -> None:
    arguments = ["--people", "20", "--out", str(tmp_path), "--format", "zip"]
    assert run(app, arguments).exit_code == 0
    again = run(app, arguments)
    assert again.exit_code == 2
    assert "already there" in again.stderr
