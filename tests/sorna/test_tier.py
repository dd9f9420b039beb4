"""Coverage and tier: sections 1 and 2. The cases of the vectors are run elsewhere; here are the rules behind them."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna import tier
from tipstaff.sorna.lawbook import load

BOOK = load()
POLICY = BOOK.policy_with({})
KEYS = [key for entry in BOOK.topic("offenses")["offense"] for key in entry["keys"]]
CONDUCTS = [None, "production", "distribution", "receipt", "possession", "access", "contact", "noncontact"]


def judge(**facts: Any) -> dict[str, Any]:
    return tier.judge(pl.DataFrame([{"punishable_gt_1yr": True, **facts}], infer_schema_length=None), POLICY).row(
        0, named=True
    )


OFFENCES = st.fixed_dictionaries(
    {
        "statute": st.sampled_from([None, "18USC9999", *KEYS]),
        "conduct": st.sampled_from(CONDUCTS),
        "victim_age": st.none() | st.integers(0, 40),
        "punishable_gt_1yr": st.none() | st.booleans(),
        "offender_is_parent": st.none() | st.booleans(),
        "juvenile_adjudication": st.none() | st.booleans(),
        "juvenile_comparable": st.sampled_from([None, "2241ab", "2241c", "none"]),
        "offender_born_on": st.none() | st.dates(date(1990, 1, 1), date(2006, 1, 1)),
        "offense_date": st.none() | st.dates(date(2005, 1, 1), date(2022, 1, 1)),
        "convicting": st.sampled_from([None, "state", "foreign", "tribal"]),
        "convicting_code": st.sampled_from([None, "CA", "XX"]),
        "jurisdiction_finding_fair": st.none() | st.booleans(),
        "vacated": st.none() | st.booleans(),
    }
)


@given(OFFENCES)
def test_a_tier_is_given_only_to_what_is_covered_and_doubt_always_asks_for_review(facts: dict[str, Any]) -> None:
    said = judge(**facts)
    assert said["tier"] is None or said["covered"] is True
    if said["covered"] is None or (said["covered"] and said["tier"] is None):
        assert said["review"] is True
    assert isinstance(said["review"], bool)


@given(OFFENCES, st.sampled_from(["victim_age", "punishable_gt_1yr", "offender_is_parent", "conduct", "offense_date"]))
def test_taking_a_fact_away_makes_an_answer_unknown_or_leaves_it_as_it_was(facts: dict[str, Any], gone: str) -> None:
    before, after = judge(**facts), judge(**(facts | {gone: None}))
    if before["covered"] is not None:
        assert after["covered"] in (before["covered"], None)
    if before["covered"] and after["covered"] and before["tier"] is not None:
        assert after["tier"] in (before["tier"], None)


@given(st.sampled_from(KEYS), st.sampled_from(CONDUCTS), st.integers(0, 40))
def test_a_gate_that_fails_leaves_tier_one_whatever_the_age(key: str, conduct: str | None, age: int) -> None:
    facts = {"statute": key, "conduct": conduct, "offender_is_parent": False, "victim_age": age}
    if judge(**facts)["covered"]:
        assert judge(**facts, punishable_gt_1yr=False)["tier"] == "I"


def test_an_offence_that_no_table_has_is_unknown_and_not_excluded() -> None:
    said = judge(statute="18USC9999")
    assert (said["covered"], said["tier"], said["review"]) == (None, None, True)


def test_an_unknown_penalty_leaves_the_tier_open_unless_the_offence_is_tier_one_anyway() -> None:
    assert judge(category="sexual_contact", victim_age=30, punishable_gt_1yr=None)["tier"] == "I"
    said = judge(category="sexual_contact", victim_age=14, punishable_gt_1yr=None)
    assert (said["covered"], said["tier"], said["review"]) == (True, None, True)


@pytest.mark.parametrize(("offended", "covered"), [(date(2018, 2, 28), False), (date(2018, 3, 1), True)])
def test_one_born_on_29_february_is_fourteen_on_the_first_of_march(offended: date, covered: bool) -> None:
    said = judge(
        category="sexual_act_force", offense_date=offended, offender_born_on=date(2004, 2, 29),
        juvenile_adjudication=True, juvenile_comparable="2241ab",
    )  # fmt: skip
    assert said["covered"] is covered


def test_a_consenting_victim_born_on_29_february_is_thirteen_on_the_first_of_march() -> None:
    facts = {"category": "sexual_act_minor", "victim_age": 12, "consensual": True,
             "victim_born_on": date(2004, 2, 29), "offender_born_on": date(2001, 1, 1)}  # fmt: skip
    assert judge(**facts, offense_date=date(2017, 2, 28))["covered"] is True
    assert judge(**facts, offense_date=date(2017, 3, 1))["covered"] is False


def history(*offences: dict[str, Any]) -> list[str | None]:
    frame = pl.DataFrame(
        [{"person": 1, "punishable_gt_1yr": True, **each} for each in offences], infer_schema_length=None
    )
    return tier.with_history(frame, POLICY)["tier"].to_list()


RANKED = ["cp_possession", "cp_distribution", "sexual_act_force", "exposure_adult"]
OFFENDED = st.tuples(st.sampled_from(RANKED), st.integers(0, 4000), st.integers(0, 1500), st.booleans())


@given(st.lists(OFFENDED, min_size=1, max_size=5))
def test_repeat_offences_are_raised_as_if_walked_through_one_by_one(rows: list[tuple[str, int, int, bool]]) -> None:
    origin = date(2005, 1, 1)
    facts = [
        {"category": category, "victim_age": 10, "punishable_gt_1yr": felony,
         "offense_date": origin + timedelta(days=begun),
         "conviction_date": origin + timedelta(days=begun + until)}
        for category, begun, until, felony in rows
    ]  # fmt: skip
    base = {"cp_possession": 0, "cp_distribution": 1, "sexual_act_force": 2}
    expected: dict[int, int] = {}
    for place in sorted(range(len(facts)), key=lambda place: facts[place]["conviction_date"]):
        fact = facts[place]
        if fact["category"] == "exposure_adult":
            continue
        rank = base[fact["category"]] if fact["punishable_gt_1yr"] else 0
        if fact["punishable_gt_1yr"]:
            before = [r for p, r in expected.items() if facts[p]["conviction_date"] < fact["offense_date"]]
            rank = max([rank, *(2 if prior >= 1 else 1 for prior in before)])
        expected[place] = rank
    assert history(*facts) == [("I", "II", "III")[expected[p]] if p in expected else None for p in range(len(facts))]


def test_a_prior_that_may_not_count_leaves_the_later_tier_open() -> None:
    prior = {"category": "no_such_thing", "offense_date": date(2008, 1, 1), "conviction_date": date(2009, 1, 1)}
    later = {"category": "cp_possession", "offense_date": date(2012, 1, 1), "conviction_date": date(2013, 1, 1)}
    assert history(prior, later) == [None, None]
    assert history(prior, later | {"punishable_gt_1yr": False}) == [None, "I"]
    assert history(prior, later | {"category": "sexual_act_force"}) == [None, "III"]


def test_a_single_conviction_without_dates_is_no_prior_of_itself() -> None:
    assert history({"category": "cp_possession"}) == ["I"]


def test_an_offence_without_a_date_may_have_come_after_the_first_conviction() -> None:
    first = {"category": "cp_possession", "offense_date": date(2008, 1, 1), "conviction_date": date(2009, 1, 1)}
    assert history(first, {"category": "cp_possession", "conviction_date": date(2013, 1, 1)}) == ["I", None]


def test_the_tier_of_a_person_is_not_known_while_a_conviction_could_raise_it() -> None:
    frame = pl.DataFrame(
        [
            {"person": 1, "category": "cp_possession", "punishable_gt_1yr": True},
            {"person": 1, "category": "no_such_thing", "punishable_gt_1yr": True},
            {"person": 2, "category": "sexual_act_force", "punishable_gt_1yr": True},
            {"person": 2, "category": "no_such_thing", "punishable_gt_1yr": True},
        ]
    )
    said = tier.of_person(tier.judge(frame, POLICY)).sort("person")
    assert said["tier"].to_list() == ["I", "III"]
    assert said["tier_known"].to_list() == [False, True]
    assert said["coverage_open"].to_list() == [True, True]
