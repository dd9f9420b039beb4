"""The periodic appearance: section 6, and the leap day of a person registered on 29 February."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna import verification
from tipstaff.sorna.lawbook import Policy, load

BOOK = load()
AS_OF = date(2026, 11, 24)
DAYS = st.dates(date(2010, 1, 1), date(2027, 12, 31))
TIER = st.sampled_from(["I", "II", "III"])


def ask(
    policy: Policy | None = None,
    custody: Sequence[tuple[date, date | None]] = (),
    floor: Policy | None = None,
    **facts: Any,
) -> dict[str, Any]:
    stays = pl.DataFrame([(1, *stay) for stay in custody],
                         schema={"person": pl.UInt32, "from_on": pl.Date, "to_on": pl.Date}, orient="row")  # fmt: skip
    case = pl.DataFrame([{"person": 1, "as_of": AS_OF, **facts}])
    return verification.judge(case, stays, policy or BOOK.policy(), floor).row(0, named=True)


def plus(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(date(index // 12, index % 12 + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


@pytest.mark.parametrize(
    ("tier", "registered", "last", "anchor", "due", "grace"),
    [
        ("I", date(2024, 2, 29), date(2024, 2, 29), "last_verification", date(2025, 2, 28), date(2025, 2, 28)),
        ("I", date(2024, 2, 29), date(2027, 2, 27), "registration_anniversary", date(2028, 2, 29), date(2028, 2, 29)),
        ("II", date(2024, 2, 29), date(2024, 2, 29), "last_verification", date(2024, 8, 29), date(2024, 8, 29)),
        ("III", date(2024, 2, 29), date(2026, 11, 20), "registration_anniversary", date(2027, 2, 28), date(2027, 3, 1)),
        (
            "III",
            date(2024, 2, 29),
            date(2027, 11, 29),
            "registration_anniversary",
            date(2028, 2, 29),
            date(2028, 2, 29),
        ),
        ("I", date(2024, 2, 29), None, "last_verification", date(2025, 2, 28), date(2025, 2, 28)),
        ("III", date(2026, 8, 26), None, "last_verification", date(2026, 11, 26), date(2026, 11, 27)),
        ("III", date(2026, 10, 1), None, "last_verification", date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_leap_days_thanksgiving_and_new_year(
    tier: str, registered: date, last: date | None, anchor: str, due: date, grace: date
) -> None:
    policy = BOOK.policy_with({"verification_anchor": anchor})
    said = ask(policy, tier=tier, registration_date=registered, last_verification=last)
    assert (said["due"], said["grace_through"]) == (due, grace)


@given(TIER, DAYS, DAYS, st.integers(0, 60))
def test_the_fixed_schedule_is_the_first_date_that_no_appearance_satisfied(
    tier: str, registered: date, last: date, early: int
) -> None:
    policy = BOOK.policy_with({"verification_anchor": "registration_anniversary", "early_window_days": early})
    months, turn = {"I": 12, "II": 6, "III": 3}[tier], 1
    while last >= plus(registered, turn * months) - timedelta(days=early):
        turn += 1
    assert ask(policy, tier=tier, registration_date=registered, last_verification=last)["due"] == plus(
        registered, turn * months
    )


@given(TIER, DAYS, st.integers(1, 12))
def test_the_birth_month_schedule_is_the_end_of_the_first_month_after_the_appearance(
    tier: str, last: date, born: int
) -> None:
    policy = BOOK.policy_with({"verification_anchor": "birth_month"})
    months, first = {"I": 12, "II": 6, "III": 3}[tier], plus(last.replace(day=1), 1)
    while (first.month - born) % months:
        first = plus(first, 1)
    expected = plus(first, 1) - timedelta(days=1)
    assert ask(policy, tier=tier, birth_month=born, last_verification=last)["due"] == expected


@given(TIER, DAYS, st.sampled_from(["RM", "TR"]), st.none() | st.booleans(), st.integers(1, 12))
def test_a_local_date_is_never_later_than_the_federal_one(
    tier: str, last: date, code: str, transient: bool | None, born: int
) -> None:
    facts = {"tier": tier, "last_verification": last, "transient": transient, "birth_month": born}
    local = ask(BOOK.policy(code), floor=BOOK.policy(), **facts)
    assert local["due"] <= ask(BOOK.policy(), **facts)["due"]


def test_in_custody_nothing_is_due_and_after_release_three_business_days_are() -> None:
    facts = {"tier": "III", "last_verification": date(2026, 8, 19)}
    assert ask(custody=[(date(2026, 11, 1), None)], **facts)["status"] == "suspended"
    said = ask(custody=[(date(2026, 11, 1), date(2026, 11, 23))], **facts)
    assert (said["due"], said["status"]) == (date(2026, 11, 27), "current")
    assert ask(custody=[(date(2026, 11, 1), date(2026, 11, 20))], **facts)["due"] == date(2026, 11, 25)
    # The day of release is in the community: a date on it stands.
    assert ask(custody=[(date(2026, 11, 1), date(2026, 11, 19))], **facts)["due"] == date(2026, 11, 19)


def test_a_date_displaced_into_another_stay_is_displaced_again() -> None:
    stays: list[tuple[date, date | None]] = [
        (date(2026, 8, 1), date(2026, 10, 16)), (date(2026, 10, 20), date(2026, 11, 20)),
    ]  # fmt: skip
    said = ask(custody=stays, tier="III", last_verification=date(2026, 6, 3))
    assert said["due"] == date(2026, 11, 25)


def test_a_date_missed_before_custody_stays_missed() -> None:
    said = ask(custody=[(date(2026, 9, 10), date(2026, 10, 1))], tier="III", last_verification=date(2026, 6, 3))
    assert (said["due"], said["status"]) == (date(2026, 9, 3), "overdue")


def test_without_a_tier_or_a_first_day_nothing_is_said() -> None:
    assert ask(tier=None, last_verification=AS_OF)["status"] is None
    assert ask(tier="II")["status"] is None
    policy = BOOK.policy_with({"verification_anchor": "birth_month"})
    assert ask(policy, tier="II", last_verification=AS_OF)["status"] is None
