"""How long a registry file takes to read and check, before any database: `python bench/registry_layout.py [PEOPLE]`.

Goal: 100,000 people with all their sheets, as a zip of CSV files, in about 20 s; memory for the rows and little more.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

AS_OF = date(2026, 11, 24)
CODES = Path(__file__).parents[1] / "tipstaff" / "sorna" / "lawbook" / "jurisdictions"
ENDINGS = {"folder of CSV files": "", "zip of CSV files": ".zip"}


def make(people: int, target: Path) -> float:
    """Seconds to write the file."""
    from tipstaff.formats.registry import write_dataset
    from tipstaff.world import generate

    frames = generate(people, as_of=AS_OF).frames
    started = time.perf_counter()
    write_dataset(frames, target)
    return time.perf_counter() - started


def read(source: Path) -> tuple[int, float, float]:
    """Rows accepted, seconds, peak memory in MiB."""
    from tipstaff.formats.registry import read_dataset

    codes = {path.stem for path in CODES.glob("*.toml")}
    started = time.perf_counter()
    count = read_dataset(source, today=AS_OF, known_jurisdictions=codes).count
    seconds = time.perf_counter() - started
    assert count.rejected == 0, f"{count.rejected} rows of the pretend nation were rejected"
    return count.accepted, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(people: int) -> None:
    print(f"{people:,} people\n{'':<22}{'rows':>12}{'write s':>9}{'read s':>9}{'peak MiB':>10}")
    own_process = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="tipstaff-bench-") as folder:
        for name, ending in ENDINGS.items():
            target = Path(folder) / f"registry{ending}"
            with own_process.Pool(1) as pool:
                written = pool.apply(make, (people, target))
            with own_process.Pool(1) as pool:
                rows, seconds, peak = pool.apply(read, (target,))
            print(f"{name:<22}{rows:>12,}{written:>9.1f}{seconds:>9.1f}{peak:>10,.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
