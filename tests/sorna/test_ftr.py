"""18 U.S.C. 2250: what the matrix answers, why, and that it never says more than the facts do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna import ftr
from tipstaff.sorna.case import (
    Conviction,
    Defence,
    Failure,
    IndianCountryEvent,
    Journey,
    Knowledge,
    Period,
    RegistrationCase,
    TravelCase,
)
from tipstaff.sorna.casebook import failure_law
from tipstaff.sorna.lawbook import load

TODAY = date(2026, 11, 24)
DUE = date(2026, 3, 4)
MOVED = RegistrationCase(
    as_of=TODAY,
    conviction=Conviction("state", date(2012, 4, 2), registrable=True),
    period=Period(life=True),
    failure=Failure("residence", DUE),
    travel=(Journey(date(2026, 3, 1), "OK", "TX", verified=True),),
    knowledge=Knowledge(signed_ack=True),
)
FLEW = TravelCase(
    as_of=TODAY,
    conviction=Conviction("state", date(2012, 4, 2), registrable=True),
    period=Period(life=True),
    departure=date(2026, 6, 10),
    outcome="engaged",
    knowledge=Knowledge(signed_ack=True),
)


def answers(case):
    return {element.code: element.answer for element in ftr.judge(case).elements}


def flags(case):
    return list(ftr.judge(case).flags)


def test_facts_on_every_element_are_all_met_and_each_says_why():
    matrix = ftr.judge(MOVED)

    assert matrix.summary == "all_met"
    assert matrix.prongs == ("B_travel",)
    rules = set(load().rules)
    for element in matrix.elements:
        assert element.because
        assert {reason.rule for reason in element.because} <= rules
        assert element.law.evidence_for


def test_a_missing_due_date_leaves_duty_and_failure_unknown():
    case = replace(MOVED, failure=Failure("residence", None))

    assert answers(case) == {"E1": "unknown", "E2": "met", "E3": "unknown", "E4": "met"}
    assert ftr.judge(case).summary == "incomplete"


def test_a_conviction_that_is_not_covered_is_said_before_a_missing_due_date():
    case = replace(MOVED, conviction=replace(MOVED.conviction, registrable=False), failure=Failure())

    assert answers(case)["E1"] == "not_met"


def test_a_vacated_conviction_no_longer_requires_registration():
    assert answers(replace(MOVED, conviction=replace(MOVED.conviction, vacated=True)))["E1"] == "not_met"


def test_a_duty_due_on_the_last_day_of_the_federal_period_existed():
    on_the_day = replace(MOVED, period=Period(last_day=DUE))
    day_after = replace(MOVED, period=Period(last_day=DUE - timedelta(days=1)))

    assert answers(on_the_day)["E1"] == "met"
    assert answers(day_after)["E1"] == "not_met"
    assert flags(day_after) == ["FEDERAL_PERIOD_EXPIRED"]


def test_a_life_period_does_not_end_whatever_last_day_is_noted():
    assert answers(replace(MOVED, period=Period(life=True, last_day=date(2020, 1, 1))))["E1"] == "met"


@pytest.mark.parametrize(
    ("convicted", "due", "answer", "flag"),
    [
        (date(2006, 7, 26), date(2007, 2, 27), "not_met", "REYNOLDS"),
        (date(2006, 7, 26), date(2007, 2, 28), "unknown", "REYNOLDS_WINDOW"),
        (date(2006, 7, 26), date(2008, 7, 31), "unknown", "REYNOLDS_WINDOW"),
        (date(2006, 7, 26), date(2008, 8, 1), "met", None),
        (date(2006, 7, 27), date(2007, 1, 1), "met", None),
        (None, date(2008, 7, 31), "unknown", None),
        (None, date(2008, 8, 1), "met", None),
    ],
)
def test_offenders_from_before_the_act_were_bound_once_the_attorney_general_said_so(convicted, due, answer, flag):
    case = replace(MOVED, conviction=Conviction("federal", convicted, registrable=True), travel=())
    case = replace(case, failure=Failure("residence", due))

    assert answers(case)["E1"] == answer
    assert flags(case) == ([flag] if flag else [])


@pytest.mark.parametrize("source", ["federal", "ucmj", "dc", "tribal", "territory"])
def test_convictions_under_federal_tribal_and_territorial_law_need_no_travel(source):
    matrix = ftr.judge(replace(MOVED, conviction=replace(MOVED.conviction, source=source), travel=()))

    assert (matrix.answer("E2"), matrix.prongs) == ("met", ("A",))


@pytest.mark.parametrize(
    ("day", "flag"),
    [
        (date(2006, 7, 26), "CARR"),
        (date(2006, 7, 27), "TRAVEL_BEFORE_DUTY"),
        (date(2012, 4, 1), "TRAVEL_BEFORE_DUTY"),
        (date(2012, 4, 2), None),
        (DUE, None),
        (DUE + timedelta(days=1), "TRAVEL_AFTER_BREACH"),
    ],
)
def test_travel_counts_only_between_conviction_and_breach(day, flag):
    case = replace(MOVED, travel=(replace(MOVED.travel[0], on=day),))

    assert flags(case) == ([flag] if flag else [])
    assert answers(case)["E2"] == ("not_met" if flag else "met")


def test_an_out_of_sequence_journey_is_flagged_even_if_nothing_verifies_it():
    case = replace(MOVED, travel=(Journey(date(2005, 1, 1), "OK", "TX", verified=False),))

    assert (answers(case)["E2"], flags(case)) == ("not_met", ["CARR"])


def test_a_journey_within_one_state_is_no_travel_and_raises_no_flag():
    case = replace(MOVED, travel=(Journey(date(2005, 1, 1), "OK", "OK", verified=True),))

    assert (answers(case)["E2"], flags(case)) == ("not_met", [])


def test_one_good_journey_suffices_beside_doubtful_ones():
    doubtful = Journey(date(2026, 2, 1), "OK", "KS", verified=None)
    case = replace(MOVED, travel=(doubtful, *MOVED.travel, replace(doubtful, on=date(2005, 1, 1))))
    matrix = ftr.judge(case)

    assert (matrix.answer("E2"), list(matrix.flags)) == ("met", ["CARR"])


@pytest.mark.parametrize("missing", ["on", "origin", "destination"])
def test_a_verified_journey_without_day_or_places_is_unknown(missing):
    case = replace(MOVED, travel=(replace(MOVED.travel[0], **{missing: None}),))

    assert answers(case)["E2"] == "unknown"


@pytest.mark.parametrize(
    ("event", "answer", "flag"),
    [
        (IndianCountryEvent(date(2026, 2, 1), "reside", True), "met", None),
        (IndianCountryEvent(date(2026, 2, 1), "enter", None), "unknown", "LAND_STATUS_UNVERIFIED"),
        (IndianCountryEvent(date(2026, 2, 1), "leave", False), "not_met", None),
        (IndianCountryEvent(date(2026, 3, 5), "enter", None), "not_met", "IC_AFTER_BREACH"),
        (IndianCountryEvent(date(2012, 4, 1), "enter", True), "not_met", "TRAVEL_BEFORE_DUTY"),
        (IndianCountryEvent(date(2006, 7, 26), "enter", True), "not_met", "CARR"),
    ],
)
def test_indian_country_counts_on_verified_land_and_in_sequence(event, answer, flag):
    case = replace(MOVED, travel=(), indian_country=(event,))

    assert (answers(case)["E2"], flags(case)) == (answer, [flag] if flag else [])


@pytest.mark.parametrize(
    ("failure", "as_of", "answer", "flag"),
    [
        (Failure("residence", DUE, complied_on=DUE), TODAY, "not_met", None),
        (Failure("residence", DUE, complied_on=DUE + timedelta(days=1)), TODAY, "met", "LATE_COMPLIANCE"),
        (Failure("residence", DUE), DUE, "not_met", "NOT_YET_DUE"),
        (Failure("residence", DUE), DUE + timedelta(days=1), "met", None),
        (Failure("residence", DUE), None, "unknown", None),
        (Failure("residence", DUE, jurisdiction_no_mechanism=True), TODAY, "unknown", "NO_MECHANISM"),
        (Failure("residence", DUE, jurisdiction_no_mechanism=True), DUE, "not_met", "NOT_YET_DUE"),
        (Failure("departure_notice", date(2022, 1, 6)), TODAY, "not_met", "NICHOLS"),
        (Failure("departure_foreign", date(2022, 1, 7)), TODAY, "met", None),
        (Failure("old_jurisdiction_update", DUE), TODAY, "not_met", "NICHOLS"),
        (Failure("old_jurisdiction_update", None), TODAY, "unknown", None),
    ],
)
def test_a_failure_is_a_due_date_that_passed_for_a_duty_that_federal_law_imposed(failure, as_of, answer, flag):
    said = ftr.failed(failure, as_of)

    assert (said.answer, sorted(said.flags)) == (answer, [flag] if flag else [])


@pytest.mark.parametrize(
    ("knowledge", "answer"),
    [
        (Knowledge(prior_registration=True, no_notice_proof=True), "met"),
        (Knowledge(no_notice_proof=True), "not_met"),
        (Knowledge(), "unknown"),
        (Knowledge(admission=True, official_advice_no_duty=True), "unknown"),
        (Knowledge(official_advice_no_duty=True), "unknown"),
    ],
)
def test_knowing_rests_on_notice_and_official_advice_puts_it_in_doubt(knowledge, answer):
    said = ftr.knew(knowledge)

    assert said.answer == answer
    assert ("CONFLICTING_ADVICE" in said.flags) is bool(knowledge.official_advice_no_duty)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (None, "not_raised"),
        (Defence(True, False, True), "supported"),
        (Defence(True, False, None), "unknown"),
        (Defence(), "unknown"),
        (Defence(None, True, None), "not_supported"),
        (Defence(False, None, None), "not_supported"),
    ],
)
def test_the_defence_needs_all_three_legs_and_takes_nothing_from_the_elements(facts, answer):
    matrix = ftr.judge(replace(MOVED, defence=facts))

    assert (matrix.defence.answer, matrix.summary) == (answer, "all_met")


@pytest.mark.parametrize(
    ("change", "answer", "raised"),
    [
        ({"reported_on": date(2026, 5, 20)}, "not_met", []),
        ({"reported_on": date(2026, 5, 21)}, "met", ["LATE_NOTICE"]),
        (
            {"reported_on": date(2026, 5, 25), "known_on": date(2026, 5, 21)},
            "met",
            ["EXCEPTION_REVIEW", "LATE_NOTICE"],
        ),
        ({"reported_on": date(2026, 5, 25), "known_on": date(2026, 5, 20)}, "met", ["LATE_NOTICE"]),
        ({"as_of": date(2026, 5, 20)}, "not_met", ["NOT_YET_DUE"]),
        ({"as_of": date(2026, 5, 21)}, "met", []),
        ({"as_of": None}, "unknown", []),
        ({"jurisdiction_no_mechanism": True}, "unknown", ["NO_MECHANISM"]),
        ({"jurisdiction_no_mechanism": True, "as_of": date(2026, 5, 20)}, "not_met", ["NOT_YET_DUE"]),
        ({"departure": date(2016, 2, 7)}, "not_met", ["PRE_IML"]),
        ({"departure": date(2016, 2, 8)}, "unknown", ["IML_WINDOW"]),
        ({"departure": date(2016, 2, 8), "reported_on": date(2016, 1, 18)}, "not_met", []),
        ({"departure": date(2016, 2, 29)}, "met", []),
        ({"departure": None}, "unknown", []),
    ],
)
def test_notice_of_foreign_travel_is_due_21_days_before_and_only_under_the_law_of_2016(change, answer, raised):
    case = replace(FLEW, **change)

    assert (answers(case)["I2"], flags(case)) == (answer, raised)


def test_what_became_of_the_journey_decides_the_third_element():
    outcomes = {"engaged": "met", "attempted": "met", "cancelled": "not_met", None: "unknown"}

    assert {outcome: answers(replace(FLEW, outcome=outcome))["I3"] for outcome in outcomes} == outcomes


def test_the_travel_duty_is_asked_on_the_day_notice_fell_due_not_on_departure():
    ended_between = replace(FLEW, period=Period(last_day=date(2026, 6, 1)))

    assert answers(ended_between)["I1"] == "met"


def test_every_flag_that_can_be_raised_is_explained_by_a_rule_of_the_lawbook():
    assert {flag.rule for flag in failure_law().flags.values()} <= set(load().rules)


BOOL = st.one_of(st.none(), st.booleans())
DAY = st.one_of(st.none(), st.dates(date(2004, 1, 1), date(2027, 12, 31)))
CASES = st.builds(
    RegistrationCase,
    as_of=DAY,
    conviction=st.builds(Conviction, st.sampled_from(["state", "federal", "tribal", "foreign", None]), DAY, BOOL, BOOL),
    period=st.builds(Period, BOOL, DAY, BOOL),
    failure=st.builds(Failure, st.sampled_from(["residence", "departure_notice", None]), DAY, DAY, BOOL),
    travel=st.lists(
        st.builds(Journey, DAY, st.sampled_from(["OK", None]), st.sampled_from(["OK", "TX", None]), BOOL), max_size=3
    ).map(tuple),
    indian_country=st.lists(st.builds(IndianCountryEvent, DAY, st.just("enter"), BOOL), max_size=2).map(tuple),
    knowledge=st.builds(Knowledge, BOOL, BOOL, BOOL, BOOL, BOOL),
    defence=st.one_of(st.none(), st.builds(Defence, BOOL, BOOL, BOOL)),
)


@given(CASES)
def test_the_summary_follows_from_the_elements_and_the_defence_never_does(case):
    matrix = ftr.judge(case)
    found = [element.answer for element in matrix.elements]

    assert (matrix.summary == "all_met") is all(answer == "met" for answer in found)
    assert (matrix.summary == "not_met") is ("not_met" in found)
    assert ftr.judge(replace(case, defence=None)).summary == matrix.summary
    assert (matrix.answer("E2") == "met") is bool(matrix.prongs)


@given(CASES)
def test_forgetting_every_fact_makes_no_case(case):
    forgotten = ftr.judge(RegistrationCase(as_of=case.as_of))

    assert forgotten.summary == "incomplete"
