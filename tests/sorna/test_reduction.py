"""The clean record: 34 USC 20915(b), held against its rules read one conviction at a time."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna import reduction
from tipstaff.sorna.lawbook import load

BOOK = load()
AS_OF = date(2026, 11, 24)
START = date(2008, 5, 1)
CLEAN = {"supervision_status": "completed", "supervision_completed_on": date(2012, 1, 1),
         "treatment_completed_on": date(2011, 1, 1), "treatment_certified": True}  # fmt: skip


def ask(
    since: Sequence[dict[str, Any]] = (),
    custody: Sequence[tuple[date, date | None]] = (),
    policy: Any = None,
    **facts: Any,
) -> dict[str, Any]:
    case = pl.DataFrame([{"person": 1, "tier": "I", "start": START, "as_of": AS_OF, **CLEAN, **facts}])
    stays = pl.DataFrame([(1, *stay) for stay in custody],
                         schema={"person": pl.UInt32, "from_on": pl.Date, "to_on": pl.Date}, orient="row")  # fmt: skip
    later = pl.DataFrame([{"person": 1, **row} for row in since], schema=reduction.SINCE)
    return reduction.judge(case, stays, later, policy or BOOK.policy()).row(0, named=True)


def felony(day: date) -> dict[str, Any]:
    return {"date": day, "punishable_gt_1yr": True, "sex_offense": False}


def after_clean_years(clock: date) -> date:
    leap = (clock.month, clock.day) == (2, 29)
    end = date(clock.year + 10, 2, 28) if leap else clock.replace(year=clock.year + 10)
    return max(end, date(2012, 1, 1))


@given(st.lists(st.dates(date(2006, 1, 1), date(2030, 1, 1)), max_size=5))
def test_breaks_restart_the_clock_in_the_order_of_their_dates(days: list[date]) -> None:
    clock = START
    for day in sorted(days):
        if START <= day <= min(AS_OF, after_clean_years(clock)):
            clock = day
    end = after_clean_years(clock)
    said = ask([felony(day) for day in days])
    if end >= date(2023, 5, 1):
        assert (said["earliest"], said["unmet"]) == (None, ["FULL_PERIOD_ENDS_FIRST"])
    else:
        assert said["earliest"] == end
        assert said["eligible_on_as_of"] == (end <= AS_OF)


def test_custody_stops_the_clean_years_and_open_custody_stops_them_for_good() -> None:
    year = (date(2010, 1, 1), date(2011, 1, 1))
    assert ask(custody=[year])["earliest"] == date(2018, 5, 1) + timedelta(days=365)
    said = ask(custody=[(date(2010, 1, 1), None)])
    assert (said["earliest"], said["unmet"]) == (None, ["CLOCK"])
    policy = BOOK.policy_with({"clean_record_custody_excluded": False})
    assert ask(custody=[year], policy=policy)["earliest"] == date(2018, 5, 1)


def test_custody_before_a_break_does_not_lengthen_the_years_after_it() -> None:
    said = ask([felony(date(2012, 3, 1))], custody=[(date(2009, 1, 1), date(2010, 1, 1))])
    assert said["earliest"] == date(2022, 3, 1)


def test_a_break_that_disqualifies_names_what_kind_of_conviction_it_was() -> None:
    policy = BOOK.policy_with({"clean_record_break": "disqualify"})
    sexual = {"date": date(2012, 1, 1), "punishable_gt_1yr": False, "sex_offense": True}
    assert ask([felony(date(2011, 1, 1)), sexual], policy=policy)["unmet"] == ["A", "B"]
    assert ask([felony(date(2019, 1, 1))], policy=policy)["unmet"] == []  # the ten years were complete
    assert ask([felony(date(2027, 1, 1))], policy=policy)["unmet"] == []


def test_what_is_not_shown_is_unmet() -> None:
    said = ask(supervision_status=None, treatment_certified=None)
    assert (said["unmet"], said["earliest"]) == (["C", "D"], None)


def test_only_tier_one_and_a_juvenile_of_tier_three_have_a_reduction() -> None:
    assert ask(tier="II")["unmet"] == ["NOT_AVAILABLE"]
    assert ask(tier="III")["unmet"] == ["NOT_AVAILABLE"]
    young = ask(tier="III", juvenile_adjudication=True, start=date(2000, 1, 1))
    assert (young["earliest"], young["eligible_on_as_of"]) == (date(2025, 1, 1), True)
    policy = BOOK.policy_with({"reduction_available": False})
    assert ask(policy=policy)["unmet"] == ["NOT_AVAILABLE"]


def test_supervision_that_ends_after_the_day_is_the_condition_still_open() -> None:
    said = ask(as_of=date(2019, 1, 1), supervision_completed_on=date(2020, 1, 1))
    assert (said["unmet"], said["earliest"]) == (["C"], date(2020, 1, 1))
