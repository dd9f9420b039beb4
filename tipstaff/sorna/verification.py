"""The periodic appearance in person (section 6): when the next one is due, and how it stands."""

from functools import lru_cache

import polars as pl

from tipstaff.sorna import calendar
from tipstaff.sorna import custody as stays_in
from tipstaff.sorna.frames import TIER, Schema, code_of, conform
from tipstaff.sorna.lawbook import Policy

CASE: Schema = {
    "person": pl.UInt32, "tier": TIER, "last_verification": pl.Date, "registration_date": pl.Date,
    "birth_month": pl.Int32, "transient": pl.Boolean, "as_of": pl.Date,
}  # fmt: skip
Offices = tuple[tuple[str, Policy], ...]
STATUS = pl.Enum(("current", "overdue", "suspended"))


def judge(cases: pl.DataFrame, custody: pl.DataFrame, policy: Policy, floor: Policy | None = None) -> pl.DataFrame:
    """Adds due, recommended_by, grace_through and status; null where a fact is missing, dates null when suspended.

    With `floor`, the due date is the earlier of what the two policies say (SORNA-GEN-1).
    """
    return judge_merged(conform(cases, CASE), stays_in.merged(custody), policy, floor).drop("moved")


def judge_merged(
    cases: pl.DataFrame, stays: pl.DataFrame, policy: Policy, floor: Policy | None = None, offices: Offices = ()
) -> pl.DataFrame:
    """As judge, for cases that have every column and custody already merged; adds moved, whether custody did so.

    `offices` are jurisdictions with other closed days: at them the grace lasts until they are open too.
    """
    due = scheduled(policy) if floor is None else pl.min_horizontal(scheduled(policy), scheduled(floor))
    facts = cases.with_columns(due.alias("due"))
    facts, suspended = _around_custody(facts.with_columns(pl.lit(False).alias("moved")), stays, policy)
    facts = facts.with_columns(_open_days(policy, offices)).with_columns(_STANDS.alias("status"))
    if suspended is None:
        return facts
    held = pl.lit(suspended)
    return facts.with_columns(
        *(pl.when(~held).then(name).alias(name) for name in ("due", "recommended_by", "grace_through")),
        pl.when(held).then(pl.lit("suspended", STATUS)).otherwise("status").alias("status"),
    )


@lru_cache(maxsize=64)
def _open_days(policy: Policy, offices: Offices) -> list[pl.Expr]:
    """The days around the due date on which the office is open (SORNA-VER-5)."""
    due = pl.col("due")
    before, after = calendar.previous_open(due, policy), calendar.next_open(due, policy)
    for code, office in offices:
        here = pl.col("jurisdiction") == code
        before = pl.when(here).then(pl.min_horizontal(before, calendar.previous_open(due, office))).otherwise(before)
        after = pl.when(here).then(pl.max_horizontal(after, calendar.next_open(due, office))).otherwise(after)
    return [before.alias("recommended_by"), after.alias("grace_through")]


_LATE = pl.col("as_of") > pl.col("grace_through")
_STANDS = pl.when(_LATE).then(pl.lit("overdue", STATUS)).when(~_LATE).then(pl.lit("current", STATUS))


@lru_cache(maxsize=64)
def scheduled(policy: Policy) -> pl.Expr:
    """The next date by the policy's anchor and, without a fixed place, its interval (SORNA-VER-2, VER-7)."""
    due = {
        "last_verification": _by_last_appearance,
        "registration_anniversary": _by_anniversary,
        "birth_month": _by_birth_month,
    }[policy.verification_anchor](policy)
    if not policy.transient_interval_days:
        return due
    sooner = calendar.add_days(_appeared(), policy.transient_interval_days)
    return pl.when("transient").then(pl.min_horizontal(due, sooner)).otherwise(due)


def _appeared() -> pl.Expr:
    return pl.coalesce("last_verification", "registration_date")


def _by_last_appearance(policy: Policy) -> pl.Expr:
    code = code_of(pl.col("tier"))
    return calendar.add_months_by(_appeared(), code, policy.verification_months, policy.month_end_rule)


def _by_anniversary(policy: Policy) -> pl.Expr:
    """The first date of a schedule counted from registration that no appearance has satisfied, early or not."""
    registered, months = pl.col("registration_date"), _months(policy)
    satisfied = calendar.add_days(pl.col("last_verification"), policy.early_window_days)
    passed = calendar.month_index(satisfied) - calendar.month_index(registered)
    turn = pl.max_horizontal(passed.floordiv(months), 1).fill_null(1)
    candidate = calendar.add_months_each(registered, turn * months, policy.month_end_rule)
    following = calendar.add_months_each(registered, (turn + 1) * months, policy.month_end_rule)
    return pl.when((candidate <= satisfied).fill_null(False)).then(following).otherwise(candidate)


def _by_birth_month(policy: Policy) -> pl.Expr:
    """The end of the first scheduled month that begins after the appearance; every birth month is one of them."""
    months, born = _months(policy), pl.col("birth_month") - 1
    after = calendar.month_index(_appeared()) + 1
    since_birth_month = (after - born).mod(12)
    next_turn = ((since_birth_month + months - 1).floordiv(months) * months).clip(upper_bound=12)
    return calendar.month_end(after - since_birth_month + next_turn)


def _months(policy: Policy) -> pl.Expr:
    return pl.lit(pl.Series(policy.verification_months, dtype=pl.Int32)).gather(code_of(pl.col("tier")))


def _around_custody(facts: pl.DataFrame, stays: pl.DataFrame, policy: Policy) -> tuple[pl.DataFrame, pl.Series | None]:
    """Due dates that fall in custody moved to after release, and who is in custody on as_of (SORNA-VER-6)."""
    if not stays.height:
        return facts, None
    held = facts.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), "person", "due", "as_of")
    held = held.join(stays, on="person", how="semi")
    days_after = policy.book.topic("verification")["custody"]["business_days_after_release"]["value"]
    due, moved = facts["due"].rechunk(), facts["moved"].rechunk()
    missed = held.select("row", "person", day="due")
    while (hits := stays_in.spanning(missed, stays)).height:
        release = pl.when(pl.col("ended") != stays_in.OPEN).then("ended").cast(pl.Date)
        hits = hits.with_columns(day=calendar.business_days_after(release, days_after, policy))
        due, moved = due.scatter(hits["row"], hits["day"]), moved.scatter(hits["row"], True)
        missed = hits.select("row", "day").join(held.select("row", "person"), on="row", how="inner")
    now = stays_in.spanning(held.select("row", "person", day="as_of"), stays)
    suspended = pl.repeat(False, facts.height, eager=True, dtype=pl.Boolean).scatter(now["row"], True)
    return facts.with_columns(due.alias("due"), moved.alias("moved")), suspended
