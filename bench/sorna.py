"""How fast the law kernel judges: `script/bench sorna`, or `.venv/bin/python -m bench.sorna [PEOPLE …]`.

Facts are in memory and made here: a row a person in most tables, two appearances, half of them with a change, a
quarter with custody, one in ten with two convictions, one in five at a registry with stricter law.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

import polars as pl

from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.facts import Facts

AS_OF = date(2026, 11, 24)
REGISTRIES = ["AZ", "NM", "RM", "TR", "SD", "ND", "GU", "TX", "CA", "FL"]
OFFENCES = [
    "sexual_act_force",
    "sexual_contact",
    "cp_possession",
    "sexual_act_minor",
    "trafficking_minor",
    "cp_receipt",
]
EVENTS = ["change_residence", "change_vehicle", "begin_employment", "temporary_lodging", "terminate_employment"]


def invented(people: int) -> Facts:
    """Facts without any person behind them: every value follows from a number."""
    base = pl.DataFrame({"person": pl.int_range(1, people + 1, eager=True, dtype=pl.UInt32)})

    def draw(salt: int, below: int) -> pl.Expr:
        return (pl.col("person").hash(salt) % below).cast(pl.Int32)

    def day(first: date, spread: int, salt: int) -> pl.Expr:
        return (pl.lit(first).to_physical() + draw(salt, spread)).cast(pl.Date)

    def later(column: str, days: pl.Expr) -> pl.Expr:
        return (pl.col(column).to_physical() + days).cast(pl.Date)

    def one_of(choices: list[str], salt: int) -> pl.Expr:
        return pl.lit(pl.Series(choices)).gather(draw(salt, len(choices)).cast(pl.UInt32))

    taken = {
        name: day(date(2015, 1, 1), 3000, salt)
        for salt, name in enumerate(("photographed_on", "palm_printed_on", "dna_collected_on", "id_copied_on"))
    }
    convicted = base.select(
        "person", conviction_id=pl.lit("1"), convicting=pl.lit("state"), category=one_of(OFFENCES, 10),
        victim_age=draw(11, 30) + 5, offense_title=pl.lit("as the judgment names it"),
        punishable_gt_1yr=draw(12, 10) > 0, offense_date=day(date(2004, 1, 1), 4000, 13),
        sentenced_to_imprisonment=pl.lit(True),
    )  # fmt: skip
    convicted = convicted.with_columns(
        conviction_date=later("offense_date", pl.lit(300)), release_date=later("offense_date", pl.lit(1500))
    )
    again = convicted.filter(pl.col("person") % 10 == 0).with_columns(
        pl.col("offense_date", "conviction_date", "release_date").dt.offset_by("2y"), conviction_id=pl.lit("2")
    )
    registered = base.select(
        "person", jurisdiction=one_of(REGISTRIES, 20), initial_event=pl.lit("enter_to_reside"),
        initial_event_on=day(date(2008, 3, 1), 4000, 13), tier=one_of(["I", "II", "III"], 21),
    ).with_columns(registered_on=later("initial_event_on", draw(22, 6)))  # fmt: skip
    seen = [
        base.select(
            "person", jurisdiction=one_of(REGISTRIES, 20), verified_on=day(date(2025, 12, 1), 350, 30 + turn),
            mode=pl.lit("office"), identity_checked=pl.lit(True), all_fields_reviewed=pl.lit(True),
            photograph_possible=pl.when(draw(31 + turn, 50) > 0).then(True),
        )
        for turn in range(2)
    ]  # fmt: skip
    changed = base.filter(draw(40, 2) == 0).select(
        "person", event=one_of(EVENTS, 41), event_date=day(date(2024, 1, 1), 1050, 42), in_person=pl.lit(True),
        planned_days=draw(43, 14),
    )  # fmt: skip
    held = base.filter(draw(50, 4) == 0).select("person", from_on=day(date(2010, 1, 1), 5900, 51))
    helped = base.filter(draw(60, 2) == 0).select(
        "person", status=pl.lit("completed"), completed_on=day(date(2012, 1, 1), 900, 61), certified=pl.lit(True)
    )
    return Facts.from_frames(
        {
            "persons": base.select(
                "person", ssn_on_file=pl.lit(True), height_inches=pl.lit(70), weight_pounds=pl.lit(170),
                eye_color=pl.lit("BRO"), hair_color=pl.lit("BLK"), sex=pl.lit("M"), **taken,
                fingerprinted_on=pl.when(draw(5, 20) > 0).then(day(date(2015, 1, 1), 3000, 6)),
                acknowledged_on=day(date(2015, 1, 1), 3000, 7),
                died_on=pl.when(draw(8, 100) == 0).then(day(date(2020, 1, 1), 2000, 9)),
            ),
            "names": base.select("person", kind=pl.lit("legal"), family_name=pl.lit("Sample")),
            "dates_of_birth": base.select(
                "person", kind=pl.lit("actual"), date_of_birth=day(date(1945, 1, 1), 20000, 70)
            ),
            "convictions": pl.concat([convicted, again]),
            "registrations": registered,
            "addresses": base.select(
                "person", kind=pl.lit("residence"), street=pl.lit("1 Elm"), transient=draw(71, 30) == 0
            ),
            "custody": held.with_columns(to_on=pl.when(draw(52, 20) > 0).then(later("from_on", draw(53, 400) + 30))),
            "supervision": pl.concat([helped.with_columns(kind=pl.lit(kind)) for kind in ("probation", "treatment")]),
            "verifications": pl.concat(seen),
            "changes": changed.with_columns(
                reported_on=pl.when(draw(44, 10) > 0).then(later("event_date", draw(45, 6)))
            ),
            "travel": base.filter(draw(80, 20) == 0)
            .select("person", departs_on=day(date(2026, 1, 1), 400, 81), destination=pl.lit("MX"))
            .with_columns(reported_on=later("departs_on", -draw(82, 40))),
        }
    )  # fmt: skip


def best_of(times: int, work: Callable[[], pl.DataFrame]) -> tuple[float, float, int]:
    """The shortest of several runs, in seconds and in seconds of processor time, and how many rows came out."""
    taken, used, rows = [], [], 0
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        rows = work().height
        taken.append(time.perf_counter() - began)
        used.append(time.process_time() - busy)
    return min(taken), min(used), rows


def measure(people: int) -> None:
    facts = invented(people)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    seconds, busy, rows = best_of(20 if people == 1 else 3, lambda: evaluate(facts, AS_OF))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{people:>9,} people {seconds:>8.3f} s ({busy:.3f} s of processors) {rows:>12,} findings"
        f" {before:>6.2f} GiB before {peak:>6.2f} GiB at most"
    )


def main() -> None:
    if len(sys.argv) == 2:
        measure(int(sys.argv[1]))
        return
    for people in sys.argv[1:] or ["1", "10000", "100000", "1000000"]:  # a process each, so that each peak is its own
        subprocess.run([sys.executable, "-m", "bench.sorna", people], check=True)


if __name__ == "__main__":
    main()
