"""Findings that a person has at each registry: initial registration and the periodic appearance."""

from datetime import date
from functools import lru_cache

import polars as pl

from tipstaff.sorna import calendar, deadlines, rows, verification
from tipstaff.sorna.frames import tier_of
from tipstaff.sorna.lawbook import Lawbook, Policy
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import Columns, columns, status, word, words


def registered(here: pl.DataFrame, roll: Roll, policy: Policy, floor: Policy | None) -> pl.DataFrame:
    """Whether the person registered in time (SORNA-INIT). `here`: rows with the columns of an open registration."""
    events = here.select(pl.col("initial_event").alias("event"), pl.col("initial_event_on").alias("event_date"))
    due = deadlines.judge(events, policy)["due"]
    if floor is not None and policy.differs(floor):
        least = deadlines.judge(events, floor)["due"]
        due = pl.select(pl.min_horizontal(due, least)).to_series()
    return here.with_columns(due.alias("due")).select(_registered(roll.book, roll.as_of, policy))


@lru_cache(maxsize=64)
def _registered(book: Lawbook, day: date, policy: Policy) -> Columns:
    as_of, due, done = pl.lit(day), pl.col("due"), pl.col("registered_on")
    law = book.topic("deadlines")["events"]
    place = pl.col("initial_event").cast(pl.Enum(list(law)), strict=False).to_physical().cast(pl.UInt32)
    nowhere, dated, known = pl.col("jurisdiction").is_null(), due.is_not_null(), done.is_not_null()
    warned_on = calendar.add_days(due, -warning_days(book, "registration"))
    stands = (
        pl.when(nowhere).then(status("unknown"))
        .when(done <= due).then(status("met"))
        .when(done > due).then(status("late"))
        .when(known).then(status("met"))
        .when(as_of > due).then(status("overdue"))
        .when(warned_on <= as_of).then(status("due_soon"))
        .when(dated).then(status("current"))
        .otherwise(status("unknown"))
    )  # fmt: skip
    since = pl.when(known).then(done).when(as_of > due).then(calendar.add_days(due, 1))
    basis = pl.when(dated).then(words(list(law), place)).when(known).then(word("registered_on"))
    before = pl.lit(pl.Series([row["when"] == "before" for row in law.values()])).gather(place)
    interval = pl.when(before).then(word("before the event")).when(dated).then(word(deadlines.interval(policy)))
    return columns(
        "registration",
        status=stands,
        due_on=due,
        grace_through_on=due,
        since_on=since,
        rule=words([row["rule"] for row in law.values()], place).fill_null(word("SORNA-WHERE-1")),
        basis=basis,
        basis_on=pl.when(dated).then("initial_event_on").otherwise(done),
        tier=rows.tier(pl.col("high")),
        interval=interval,
        missing=pl.when(nowhere).then(word("registration")).when(~known & ~dated).then(
            word("initial_event;registered_on")
        ),
        flags={"INITIAL_EVENT_NOT_RECORDED": known & ~dated},
    )  # fmt: skip


def appears(here: pl.DataFrame, roll: Roll, policy: Policy, floor: Policy | None) -> pl.DataFrame:
    """The next appearance in person (SORNA-VER). A row without a registry has none.

    Where tier, fullness of the last appearance or a fixed place is not certain, the strictest and the mildest case are
    both judged; if they disagree the duty is unknown, due_on is the strictest date and grace_through_on the mildest.
    If they agree though no fixed place is known, the dates are those of a person who has one: they hold for certain.
    """
    here = here.filter(pl.col("jurisdiction").is_not_null()).with_columns(_doubts(bool(policy.transient_interval_days)))
    here = _judged(here, True, roll, policy, floor)
    doubt = here.select(pl.any_horizontal("_fullness", "_two_tiers", "_placeless")).to_series()
    mild, mild_due = here["status"], pl.repeat(None, here.height, dtype=pl.Date, eager=True)
    if doubt.any():
        other = _judged(here.filter(doubt), False, roll, policy, floor)
        place = doubt.arg_true()
        mild_due = mild_due.scatter(place, other["due"])
        mild = mild.to_physical().scatter(place, other["status"].to_physical()).cat.to(verification.STATUS)
        here = _housed(here, other, place, mild)
    here = here.with_columns(mild.alias("_mild"), mild_due.alias("_mild_due"))
    return here.select(_appears(roll.book, roll.as_of, policy))


def _housed(here: pl.DataFrame, other: pl.DataFrame, place: pl.Series, mild: pl.Series) -> pl.DataFrame:
    """The dates of the mildest case where only the fixed place is in doubt and the answer does not turn on it."""
    agreed = here["status"].to_physical().eq_missing(mild.to_physical())
    only = here.select(pl.col("_placeless") & ~pl.col("_fullness") & ~pl.col("_two_tiers")).to_series()
    chosen = (agreed & only).gather(place)
    at = place.filter(chosen)
    return here.with_columns(
        here[name].scatter(at, other[name].filter(chosen)) for name in ("due", "grace_through", "moved")
    )


@lru_cache(maxsize=2)
def _doubts(by_place: bool) -> list[pl.Expr]:
    """Three doubts that may decide the answer, and the day from which the next appearance is counted for sure."""
    full, possible = pl.col("last_full"), pl.col("last_possible")
    return [
        (possible.is_not_null() & (full.is_null() | (possible > full))).fill_null(False).alias("_fullness"),
        (pl.col("low") < pl.col("high")).fill_null(False).alias("_two_tiers"),
        (pl.col("transient").is_null() & by_place).alias("_placeless"),
        pl.coalesce(full, "registered_on").alias("_from"),
    ]


def _judged(here: pl.DataFrame, strict: bool, roll: Roll, policy: Policy, floor: Policy | None) -> pl.DataFrame:
    """The rows with the answer for the strictest, or the mildest, of what is possible."""
    tier, last = ("high", "last_full") if strict else ("low", "last_possible")
    cases = here.select(
        "person",
        tier_of(pl.col(tier)).alias("tier"),
        pl.col(last).alias("last_verification"),
        pl.col("registered_on").alias("registration_date"),
        "birth_month",
        "jurisdiction",
        pl.col("transient").fill_null(strict),
        pl.lit(roll.as_of).alias("as_of"),
    )
    offices = roll.offices(policy) if floor is None else ()
    judged = verification.judge_merged(cases, roll.stays, policy, floor, offices)
    return here.with_columns(judged["due"], judged["grace_through"], judged["status"], judged["moved"])


@lru_cache(maxsize=64)
def _appears(book: Lawbook, day: date, policy: Policy) -> Columns:
    as_of, judged, due, counted = pl.lit(day), pl.col("status"), pl.col("due"), pl.col("_from")
    waiting = (pl.col("state") == "not_started").fill_null(False)
    held = waiting | (judged == "suspended").fill_null(False)
    agreed = judged.is_not_null() & judged.eq_missing(pl.col("_mild"))
    late = judged == "overdue"
    warned_on = calendar.add_days(due, -warning_days(book, "verification"))
    soon = warned_on <= as_of
    stands = (
        pl.when(held).then(status("suspended"))
        .when(~agreed).then(status("unknown"))
        .when(late).then(status("overdue"))
        .when(soon).then(status("due_soon"))
        .otherwise(status("current"))
    )  # fmt: skip
    since = (
        pl.when(held).then("held_since")
        .when(~agreed).then(None)
        .when(late).then(calendar.add_days(pl.col("grace_through"), 1))
        .when(soon).then(warned_on)
        .otherwise(counted)
    )  # fmt: skip
    sooner = calendar.add_days(counted, policy.transient_interval_days) == due
    by_place = pl.col("transient").fill_null(True) & sooner if policy.transient_interval_days else pl.lit(False)
    by_anchor = "SORNA-VER-1" if policy.verification_anchor == "last_verification" else "SORNA-VER-2"
    rule = (
        pl.when(waiting).then(word("SORNA-DUR-1"))
        .when(held | pl.col("moved")).then(word("SORNA-VER-6"))
        .when(~agreed).then(word("SORNA-GEN-3"))
        .when(by_place).then(word("SORNA-VER-7"))
        .otherwise(word(by_anchor))
    )  # fmt: skip
    missing = (
        pl.when(held | agreed).then(None)
        .when(pl.col("high").is_null()).then(word("tier"))
        .when(counted.is_null() & ~pl.col("_fullness")).then(word("last_verification;registered_on"))
        .when("_fullness").then(word("verification:fullness"))
        .when("_two_tiers").then(word("tier"))
        .when("_placeless").then(word("address:transient"))
        .otherwise(word("date_of_birth"))
    )  # fmt: skip
    months = words([f"{n} months" for n in policy.verification_months], pl.col("high"))
    return columns(
        "verification",
        status=stands,
        due_on=pl.when(~held).then(due),
        grace_through_on=pl.when(held).then(None).when(agreed).then("grace_through").otherwise("_mild_due"),
        since_on=since,
        rule=rule,
        basis=pl.when(pl.col("last_full").is_not_null()).then(word("last_verification"))
        .when(counted.is_not_null()).then(word("registered_on")),
        basis_on=counted,
        tier=rows.tier(pl.col("high")),
        interval=pl.when(by_place).then(word(f"{policy.transient_interval_days} days")).otherwise(months),
        missing=missing,
        flags={
            "TIER_CONTRADICTED": pl.col("_two_tiers"),
            "CUSTODY_READING": pl.col("two_readings"),
            "NOT_STARTED": waiting,
        },
    )  # fmt: skip


def warning_days(book: Lawbook, duty: str) -> int:
    return int(book.topic("deadlines")["warning_days"][duty])
