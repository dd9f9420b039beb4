"""Findings that a person has at each registry: initial registration and the periodic appearance."""

import polars as pl

from tipstaff.sorna import calendar, deadlines, rows, verification
from tipstaff.sorna.frames import tier_of
from tipstaff.sorna.lawbook import Policy
from tipstaff.sorna.roll import Roll
from tipstaff.sorna.rows import finding, status, word, words


def registered(here: pl.DataFrame, roll: Roll, policy: Policy, floor: Policy | None) -> pl.DataFrame:
    """Whether the person registered in time (SORNA-INIT). `here`: rows with the columns of an open registration."""
    events = here.select(pl.col("initial_event").alias("event"), pl.col("initial_event_on").alias("event_date"))
    due = deadlines.judge(events, policy)["due"]
    if floor is not None:
        due = pl.DataFrame({"a": due, "b": deadlines.judge(events, floor)["due"]}).select(
            pl.min_horizontal("a", "b")
        ).to_series()  # fmt: skip
    known = roll.book.topic("deadlines")["events"]
    here = here.with_columns(
        due.alias("due"), pl.col("initial_event").is_in(list(known)).fill_null(False).alias("_known")
    )
    as_of, done = pl.lit(roll.as_of), pl.col("registered_on")
    warned = calendar.add_days(pl.col("due"), -warning_days(roll, "registration")) <= as_of
    dated = pl.col("due").is_not_null()
    stands = (
        pl.when(pl.col("jurisdiction").is_null()).then(status("unknown"))
        .when(done <= pl.col("due")).then(status("met"))
        .when(done > pl.col("due")).then(status("late"))
        .when(done.is_not_null()).then(status("met"))
        .when(as_of > pl.col("due")).then(status("overdue"))
        .when(warned).then(status("due_soon"))
        .when(dated).then(status("current"))
        .otherwise(status("unknown"))
    )  # fmt: skip
    overdue = done.is_null() & (as_of > pl.col("due"))
    rules = list(dict.fromkeys(event["rule"] for event in known.values()))
    by_event = pl.lit(pl.Series([rules.index(event["rule"]) for event in known.values()], dtype=pl.UInt8))
    place = pl.col("initial_event").cast(pl.Enum(list(known)), strict=False).to_physical().cast(pl.UInt32)
    return finding(
        here,
        "registration",
        status=stands,
        due_on=pl.col("due"),
        grace_through_on=pl.col("due"),
        since_on=pl.when(done.is_not_null()).then(done).when(overdue).then(calendar.add_days(pl.col("due"), 1)),
        rule=words(rules, by_event.gather(place)).fill_null(word("SORNA-WHERE-1")),
        basis=pl.when(dated).then(pl.col("initial_event").cast(rows.WORD)).when(done.is_not_null()).then(word("registered_on")),
        basis_on=pl.when(dated).then("initial_event_on").otherwise(done),
        tier=rows.tier(pl.col("high")),
        interval=pl.when(dated).then(word("3 business days")),
        missing=pl.when(pl.col("jurisdiction").is_null()).then(word("registration"))
        .when(done.is_null() & ~dated).then(word("initial_event;registered_on")),
        flags={"INITIAL_EVENT_NOT_RECORDED": done.is_not_null() & ~dated},
    )  # fmt: skip


def appears(here: pl.DataFrame, roll: Roll, policy: Policy, floor: Policy | None) -> pl.DataFrame:
    """The next appearance in person (SORNA-VER). A row without a registry has none.

    Where tier, fullness of the last appearance or a fixed place is not certain, the strictest and the mildest case are
    both judged; if they disagree the duty is unknown, due_on is the strictest date and grace_through_on the mildest.
    """
    here = here.filter(pl.col("jurisdiction").is_not_null()).with_columns(
        (pl.col("last_possible") > pl.col("last_full")).fill_null(pl.col("last_possible").is_not_null() & pl.col("last_full").is_null()).alias("_fullness"),
        (pl.col("low") < pl.col("high")).fill_null(False).alias("_two_tiers"),
        (pl.col("transient").is_null() & bool(policy.transient_interval_days)).alias("_placeless"),
    )  # fmt: skip
    strict = _judged(here, "high", "last_full", True, roll, policy, floor)
    doubt = here.select("_fullness", "_two_tiers", "_placeless").select(pl.any_horizontal(pl.all())).to_series()
    here = here.with_columns(
        strict["due"], strict["grace_through"], strict["status"].alias("_status"), strict["moved"],
        pl.coalesce("last_full", "registered_on").alias("_from"),
    )  # fmt: skip
    if doubt.any():
        unsure = here.filter(doubt)
        mild = _judged(unsure, "low", "last_possible", False, roll, policy, floor)
        place = doubt.arg_true()
        here = here.with_columns(
            pl.repeat(None, here.height, dtype=pl.Date, eager=True).scatter(place, mild["due"]).alias("_mild_due"),
            strict["status"].to_physical().scatter(place, mild["status"].to_physical()).cat.to(verification.STATUS).alias("_mild"),
        )  # fmt: skip
    else:
        here = here.with_columns(pl.lit(None, pl.Date).alias("_mild_due"), pl.col("_status").alias("_mild"))
    return _appearances(here, roll, policy)


def _judged(
    here: pl.DataFrame, tier: str, last: str, placeless: bool, roll: Roll, policy: Policy, floor: Policy | None
) -> pl.DataFrame:
    cases = here.select(
        "person", tier_of(pl.col(tier)).alias("tier"), pl.col(last).alias("last_verification"),
        pl.col("registered_on").alias("registration_date"), "birth_month",
        pl.col("transient").fill_null(placeless), pl.lit(roll.as_of).alias("as_of"),
    )  # fmt: skip
    return verification.judge_merged(cases, roll.stays, policy, floor)


def _appearances(here: pl.DataFrame, roll: Roll, policy: Policy) -> pl.DataFrame:
    as_of, judged, due = pl.lit(roll.as_of), pl.col("_status"), pl.col("due")
    waiting = (pl.col("state") == "not_started").fill_null(False)
    held = waiting | (judged == "suspended").fill_null(False)
    agreed = judged.is_not_null() & judged.eq_missing(pl.col("_mild"))
    late = judged == "overdue"
    warned_on = calendar.add_days(due, -warning_days(roll, "verification"))
    soon = warned_on <= as_of
    stands = (
        pl.when(held).then(status("suspended"))
        .when(~agreed).then(status("unknown"))
        .when(late).then(status("overdue"))
        .when(soon).then(status("due_soon"))
        .otherwise(status("current"))
    )  # fmt: skip
    since = (
        pl.when(held).then("held_since").when(~agreed).then(None)
        .when(late).then(calendar.add_days(pl.col("grace_through"), 1))
        .when(soon).then(warned_on).otherwise("_from")
    )  # fmt: skip
    by_place = pl.col("transient").fill_null(False) & bool(policy.transient_interval_days)
    months = [f"{n} months" for n in policy.verification_months]
    interval = words(months, pl.col("high"))
    if policy.transient_interval_days:
        sooner = calendar.add_days(pl.col("_from"), policy.transient_interval_days)
        by_place = by_place & (sooner == due).fill_null(False)
        interval = pl.when(by_place).then(word(f"{policy.transient_interval_days} days")).otherwise(interval)
    by_anchor = "SORNA-VER-1" if policy.verification_anchor == "last_verification" else "SORNA-VER-2"
    return finding(
        here,
        "verification",
        status=stands,
        due_on=pl.when(~held).then(due),
        grace_through_on=pl.when(held).then(None).when(agreed).then("grace_through").otherwise("_mild_due"),
        since_on=since,
        rule=pl.when(waiting).then(word("SORNA-DUR-1")).when(held | pl.col("moved")).then(word("SORNA-VER-6"))
        .when(~agreed).then(word("SORNA-GEN-3")).when(by_place).then(word("SORNA-VER-7")).otherwise(word(by_anchor)),
        basis=pl.when(pl.col("last_full").is_not_null()).then(word("last_verification"))
        .when(pl.col("_from").is_not_null()).then(word("registered_on")),
        basis_on=pl.col("_from"),
        tier=rows.tier(pl.col("high")),
        interval=interval,
        missing=pl.when(held | agreed).then(None).when(pl.col("high").is_null()).then(word("tier"))
        .when(pl.col("_from").is_null() & ~pl.col("_fullness")).then(word("last_verification;registered_on"))
        .when("_fullness").then(word("verification:fullness")).when("_two_tiers").then(word("tier"))
        .when("_placeless").then(word("address:transient")).otherwise(word("date_of_birth")),
        flags={
            "TIER_CONTRADICTED": pl.col("_two_tiers"),
            "CUSTODY_READING": pl.col("two_readings"),
            "NOT_STARTED": waiting,
        },
    )  # fmt: skip


def warning_days(roll: Roll, duty: str) -> int:
    return int(roll.book.topic("deadlines")["warning_days"][duty])
