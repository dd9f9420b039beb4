"""What tests share that await worker processes."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def until(condition: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait for another process to have done something."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "another process did not do what was awaited"
        time.sleep(0.02)


@dataclass
class Shared:
    """The database that the test and its worker processes have in common."""

    url: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, HERE / "worker_process.py", *arguments],
            env={
                **os.environ,
                "DATABASE_URL": self.url,
                "TIPSTAFF_DEMO": "1",
                "TIPSTAFF_VAR": str(self.folder),
                "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)]),
            },
        )
        self.processes.append(process)
        return process
