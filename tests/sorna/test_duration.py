"""Duration and tolling: section 3, held against a walk through the days of custody one stay at a time."""

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna import custody, duration
from tipstaff.sorna.lawbook import Policy, load

BOOK = load()
DAY = timedelta(days=1)
Stays = list[tuple[date, date | None]]

STAYS = st.lists(
    st.tuples(st.dates(date(2005, 1, 1), date(2032, 1, 1)), st.none() | st.integers(0, 900)), max_size=6
).map(lambda rows: [(day, None if length is None else day + length * DAY) for day, length in rows])
CLOSED = STAYS.map(lambda rows: [(first, last) for first, last in rows if last])


def frame(stays: Stays, person: int = 1) -> pl.DataFrame:
    return pl.DataFrame(
        [(person, first, last) for first, last in stays],
        schema={"person": pl.UInt32, "from_on": pl.Date, "to_on": pl.Date}, orient="row",
    )  # fmt: skip


def period(stays: Stays, policy: Policy | None = None, **facts: Any) -> dict[str, Any]:
    conviction = pl.DataFrame([{"person": 1, "tier": "I", "release_date": date(2010, 6, 15), **facts}])
    return duration.periods(conviction, frame(stays), policy or BOOK.policy()).row(0, named=True)


def walked(start: date, last: date, stays: Stays) -> tuple[date | None, int]:
    """SORNA-DUR-5 and DUR-6 read literally."""
    merged: list[list[date | None]] = []
    for first, end in sorted(stays, key=lambda stay: stay[0]):
        if merged and (merged[-1][1] is None or first <= merged[-1][1]):
            if merged[-1][1] is not None and (end is None or end > merged[-1][1]):
                merged[-1][1] = end
        else:
            merged.append([first, end])
    excluded = 0
    for first, end in merged:
        assert first is not None
        if end is not None and end <= start:
            continue
        first = max(first, start)
        if first > last:
            break
        if end is None:
            return None, excluded
        excluded += (end - first).days
        last += end - first
    return last, excluded


@given(STAYS)
def test_the_end_of_the_period_is_what_a_walk_through_the_stays_gives(stays: Stays) -> None:
    last, excluded = walked(date(2010, 6, 15), date(2025, 6, 15), stays)
    said = period(stays)
    assert (said["last_day"], said["excluded_days"]) == (last, excluded)
    assert said["state"] == ("paused" if last is None else "running")


@given(CLOSED, st.tuples(st.dates(date(2005, 1, 1), date(2032, 1, 1)), st.integers(0, 900)))
def test_more_custody_never_shortens_the_period(stays: Stays, more: tuple[date, int]) -> None:
    assert period([*stays, (more[0], more[0] + more[1] * DAY)])["last_day"] >= period(stays)["last_day"]


@given(STAYS, st.randoms())
def test_the_order_in_which_stays_are_given_does_not_matter(stays: Stays, random: Any) -> None:
    shuffled = list(stays)
    random.shuffle(shuffled)
    assert period(shuffled) == period(stays)


@given(STAYS, STAYS)
def test_people_are_told_apart_when_their_stays_are_merged_together(one: Stays, two: Stays) -> None:
    together = custody.merged(pl.concat([frame(one, 7), frame(two, 8)]))
    for person, stays in ((7, one), (8, two)):
        assert together.filter(pl.col("person") == person).equals(custody.merged(frame(stays, person)))


@given(CLOSED)
def test_under_the_other_reading_the_clock_runs_on_in_custody(stays: Stays) -> None:
    said = period([*stays, (date(2012, 1, 1), None)], BOOK.policy_with({"custody_exclusion": "suspend_only"}))
    assert (said["last_day"], said["state"], said["excluded_days"]) == (date(2025, 6, 15), "running", 0)


def test_a_start_on_29_february_ends_on_the_28th_or_rolls_to_the_first_of_march() -> None:
    facts = {"release_date": date(2012, 2, 29)}
    assert period([], **facts)["last_day"] == date(2027, 2, 28)
    assert period([], BOOK.policy_with({"month_end_rule": "roll_forward"}), **facts)["last_day"] == date(2027, 3, 1)


def test_absconding_tolls_only_where_the_local_policy_says_so() -> None:
    conviction = pl.DataFrame([{"person": 1, "tier": "I", "release_date": date(2010, 6, 15)}])
    gone = frame([(date(2015, 1, 1), date(2016, 1, 1))])
    federal = duration.periods(conviction, frame([]), BOOK.policy(), gone)
    local = duration.periods(conviction, frame([]), BOOK.policy("TR"), gone)
    assert federal["last_day"].item() == date(2025, 6, 15)
    assert local["last_day"].item() == date(2026, 6, 15)


def test_a_longer_local_period_is_reckoned_by_its_own_years() -> None:
    said = period([], BOOK.policy_with({"duration_years": {"I": 25}}))
    assert said["last_day"] == date(2035, 6, 15)


def test_a_period_that_is_paused_wins_over_one_that_has_not_started_and_life_over_both() -> None:
    rows = [
        {"person": 1, "tier": "II", "release_date": date(2010, 6, 15)},
        {"person": 1, "tier": "I", "sentenced_to_imprisonment": True},
    ]
    stays = frame([(date(2020, 1, 1), None)])
    made = duration.duty(duration.periods(pl.DataFrame(rows), stays, BOOK.policy())).row(0, named=True)
    assert (made["state"], made["last_day"], made["life"]) == ("paused", None, False)
    rows.append({"person": 1, "tier": "III", "release_date": date(2011, 1, 1)})
    made = duration.duty(duration.periods(pl.DataFrame(rows), stays, BOOK.policy())).row(0, named=True)
    assert (made["state"], made["last_day"], made["life"]) == ("running", None, True)


def test_an_unknown_tier_or_start_leaves_the_state_unknown() -> None:
    assert period([], tier=None)["state"] is None
    assert period([], release_date=None)["state"] is None
