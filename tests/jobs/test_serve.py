"""Web and worker under one roof: the address is said, a dead one comes back, Ctrl-C leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from job_rig import HERE, ROOT, until
from typer.testing import CliRunner

from tipstaff.commands import serve
from tipstaff.commands.children import QUICK_DEATHS_BORNE, Child, Roof


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    environment = {**os.environ, "TIPSTAFF_DEMO": "1", "TIPSTAFF_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, HERE / "serve_process.py", str(port)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def test_serve_says_its_address_answers_there_and_stops_both_on_ctrl_c(
    served: "subprocess.Popen[str]", port: int
) -> None:
    # when it has started
    assert served.stdout is not None
    assert served.stdout.readline() == f"Tipstaff is at http://localhost:{port}/  (Ctrl-C stops it)\n"
    with pytest.raises(urllib.error.HTTPError):  # pages answer; there are no tables and static files in this test
        urllib.request.urlopen(f"http://127.0.0.1:{port}/no-such-page", timeout=20)
    web, worker = children_of(served.pid)
    # and its worker dies: then another takes its place
    os.kill(worker, signal.SIGKILL)
    until(lambda: len(children_of(served.pid)) == 2 and worker not in children_of(served.pid))
    family = children_of(served.pid)
    assert web in family
    # and Ctrl-C: then it ends well, and so do all it started
    served.send_signal(signal.SIGINT)
    assert served.wait(timeout=30) == 0
    until(lambda: not any(is_alive(pid) for pid in family))
    assert serve.port_problem("127.0.0.1", port) is None


def test_a_taken_port_is_one_clear_line(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        answer = CliRunner().invoke(serve.app, ["--port", str(port)])
    assert answer.exit_code == 1
    assert answer.output == f"tipstaff serve: port {port} on 127.0.0.1 is taken; choose another with --port\n"


def test_an_address_that_is_not_of_this_machine_is_one_clear_line() -> None:
    for elsewhere in ("no-such-host.invalid", "192.0.2.1"):
        assert serve.port_problem(elsewhere, 8000) == f"{elsewhere} is not an address of this machine"


@pytest.mark.django_db
def test_missing_static_files_are_said_with_the_cure(settings: object, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    assert "collectstatic" in (serve.readiness_problem() or "")
    (tmp_path / "staticfiles.json").touch()
    assert serve.readiness_problem() is None


@pytest.mark.django_db
def test_missing_tables_are_said_with_the_cure() -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="jobs").delete()
    assert "manage.py migrate" in (serve.readiness_problem() or "")


def test_a_child_that_dies_at_once_every_time_ends_the_whole(capfd: pytest.CaptureFixture[str]) -> None:
    usual = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    child = Child("broken", [sys.executable, "-S", "-c", "raise SystemExit(3)"])
    try:
        code = Roof([child], look_seconds=0.01).run(ready=lambda: False, when_ready=lambda: None)
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
    assert code == 1
    assert child.quick_deaths == QUICK_DEATHS_BORNE + 1
    assert capfd.readouterr().err == "tipstaff serve: the broken process ends as soon as it starts\n"
