"""By when changes, stays and journeys are told: section 5."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna import deadlines
from tipstaff.sorna.lawbook import load

BOOK = load()
FEDERAL = BOOK.policy()
EVENTS = list(BOOK.topic("deadlines")["events"])
DAYS = st.dates(date(2007, 1, 1), date(2040, 1, 1))


def due(event: str, day: date, policy: Any = FEDERAL, **facts: Any) -> dict[str, Any]:
    return deadlines.judge(pl.DataFrame([{"event": event, "event_date": day, **facts}]), policy).row(0, named=True)


def trip(departure: date, policy: Any = FEDERAL, **facts: Any) -> dict[str, Any]:
    return deadlines.travel(pl.DataFrame([{"departure": departure, **facts}]), policy).row(0, named=True)


@given(st.sampled_from(EVENTS), DAYS, st.integers(1, 9), st.integers(0, 9))
def test_a_local_time_for_reports_is_never_longer_than_the_federal_one(
    event: str, day: date, business: int, calendar_days: int
) -> None:
    local = BOOK.policy_with({"change_report_business_days": business, "change_report_calendar_days": calendar_days})
    facts = {"planned_days": 8} if event == "temporary_lodging" else {}
    assert due(event, day, local, **facts)["due"] <= due(event, day, **facts)["due"]


def test_one_business_day_and_calendar_days_apply_on_their_track() -> None:
    friday = date(2026, 11, 20)
    assert due("change_residence", friday, BOOK.policy("TR"))["due"] == date(2026, 11, 23)
    by_calendar = BOOK.policy_with({"change_report_calendar_days": 2})
    assert due("change_residence", friday, by_calendar)["due"] == date(2026, 11, 22)
    assert due("no_show_notice", friday, BOOK.policy("TR"))["due"] == date(2026, 11, 25)


def test_an_event_that_the_law_does_not_know_has_no_date() -> None:
    said = due("change_of_heart", date(2026, 11, 20))
    assert (said["due"], said["in_person"], said["before_event"]) == (None, None, None)


@pytest.mark.parametrize(
    ("facts", "trigger"),
    [
        ({"planned_days": 7}, date(2026, 8, 3)),
        ({"planned_days": 6}, None),
        ({"planned_days": 3, "extended_on": date(2026, 8, 5)}, date(2026, 8, 5)),
        ({"planned_days": 3, "actual_days": 7}, date(2026, 8, 9)),
        ({"planned_days": 3, "actual_days": 9, "extended_on": date(2026, 8, 12)}, date(2026, 8, 9)),
        ({"planned_days": 3, "extended_on": date(2026, 8, 1)}, date(2026, 8, 3)),
    ],
)
def test_a_stay_becomes_reportable_by_plan_decision_or_its_seventh_day(
    facts: dict[str, Any], trigger: date | None
) -> None:
    said = due("temporary_lodging", date(2026, 8, 3), **facts)
    assert (said["trigger"], said["triggered"]) == (trigger, trigger is not None)
    assert (said["in_person"] is False) == (trigger is not None)


def test_a_stay_of_unknown_length_is_unknown() -> None:
    assert due("temporary_lodging", date(2026, 8, 3))["triggered"] is None


@given(DAYS, st.integers(-5, 60))
def test_a_journey_is_timely_only_if_told_21_days_before(departure: date, notice: int) -> None:
    said = trip(departure, reported_on=departure - timedelta(days=notice))
    assert said["notice_days"] == notice
    assert said["status"] == ("timely" if notice >= 21 else "late" if notice > 0 else "after_departure")


def test_short_notice_is_reviewed_only_where_the_policy_allows_it() -> None:
    facts = {"known_on": date(2026, 12, 10), "reported_on": date(2026, 12, 11)}
    assert trip(date(2026, 12, 20), **facts)["status"] == "late"
    approved = BOOK.policy_with({"emergency_exception": True})
    assert trip(date(2026, 12, 20), approved, **facts)["status"] == "exception_review"
    assert trip(date(2026, 12, 20), approved, **(facts | {"reported_on": date(2026, 12, 14)}))["status"] == "late"
    assert trip(date(2026, 12, 20), approved, **(facts | {"known_on": date(2026, 11, 29)}))["status"] == "late"
    assert trip(date(2026, 12, 11), approved, **facts)["status"] == "after_departure"
