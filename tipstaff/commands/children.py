"""Child processes under one roof: started together, started again when one dies, stopped together."""

import signal
import subprocess  # nosec B404
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

QUICK_DEATH_SECONDS = 5.0
QUICK_DEATHS_BORNE = 5


@dataclass
class Child:
    """One program, and how often it died soon after its start."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command)  # noqa: S603  # nosec B603

    @property
    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def start_again(self) -> bool:
        """False when it keeps dying at once: then something is wrong that no new start will cure."""
        quick = time.monotonic() - self.started < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        if self.quick_deaths > QUICK_DEATHS_BORNE:
            return False
        self.start()
        return True


@dataclass
class Roof:
    """Runs children until SIGTERM or Ctrl-C; a second one stops them at once."""

    children: list[Child]
    look_seconds: float = 0.2
    patience_seconds: float = 25.0
    _signals: int = 0

    def run(self, *, ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        """Returns the exit code: 0 when told to stop, 1 when a child could not be kept alive."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        try:
            for child in self.children:
                child.start()
            return self._watch(ready, when_ready)
        finally:
            self._stop_all()

    def _watch(self, ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        said = False
        while not self._signals:
            time.sleep(self.look_seconds)
            for child in self.children:
                if child.has_died and not child.start_again():
                    sys.stderr.write(f"tipstaff serve: the {child.name} process ends as soon as it starts\n")
                    return 1
            if not said and ready():
                said = True
                when_ready()
        return 0

    def _told_to_stop(self, *_: object) -> None:
        self._signals += 1

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + self.patience_seconds
        while any(process.poll() is None for process in running):
            if self._signals > 1 or time.monotonic() > deadline:
                for process in running:
                    process.kill()
            time.sleep(0.05)
