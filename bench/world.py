"""How long the pretend nation takes to make, and how much memory: `python bench/world.py [PEOPLE …]`.

Each size runs in a process of its own, so that the peak is its own. Up to 100,000 people are made at once, more are
streamed.
"""

import datetime as dt
import multiprocessing
import resource
import sys
import time

AS_OF = dt.date(2026, 11, 24)
SIZES = (3_000, 100_000, 1_000_000)
AT_ONCE = 100_000


def measure(people: int) -> tuple[int, float, float]:
    """Rows made, seconds (with the imports), peak memory in MiB."""
    started = time.perf_counter()
    from tipstaff.world import generate, stream

    worlds = [generate(people, as_of=AS_OF)] if people <= AT_ONCE else stream(people, as_of=AS_OF)
    rows = sum(frame.height for world in worlds for frame in world.frames.values())
    seconds = time.perf_counter() - started
    return rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(sizes: tuple[int, ...]) -> None:
    print(f"{'people':>10} {'rows':>12} {'seconds':>8} {'peak MiB':>9}")
    for people in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            rows, seconds, peak = pool.apply(measure, (people,))
        print(f"{people:>10,} {rows:>12,} {seconds:>8.1f} {peak:>9,.0f}")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
