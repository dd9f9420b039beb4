"""What must hold of any roll: people do not touch one another, local dates are never later, doubt is never resolved."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sorna.people import AS_OF, FULL, make_facts
from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.findings import KEY
from tipstaff.sorna.lawbook import load

BOOK = load()
CATEGORIES = [each for entry in BOOK.topic("offenses")["offense"] for each in entry["keys"]]
EVENTS = ["change_residence", "change_vehicle", "temporary_lodging", "depart_residence", "change_name"]
CODES = ["AZ", "NM", "RM", "TR", "XX"]


def days(first: int, last: int) -> st.SearchStrategy[date]:
    return st.dates(date(first, 1, 1), date(last, 12, 28))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy, strategy, strategy)


YES_NO = maybe(st.booleans())
TABLES: dict[str, st.SearchStrategy[list[dict[str, Any]]]] = {
    "persons": st.sampled_from([None] * 9 + [date(2025, 1, 1)]).map(lambda day: [{"died_on": day}]),
    "dates_of_birth": st.lists(
        st.fixed_dictionaries({"kind": st.just("actual"), "date_of_birth": days(1950, 2005)}), max_size=1
    ),
    "convictions": st.lists(
        st.fixed_dictionaries(
            {
                "conviction_id": st.just("C"), "category": st.sampled_from([None, "nonesuch", *CATEGORIES]),
                "victim_age": maybe(st.integers(3, 40)), "punishable_gt_1yr": YES_NO,
                "offense_date": maybe(days(2000, 2015)), "conviction_date": maybe(days(2001, 2020)),
                "sentencing_date": maybe(days(2001, 2020)), "sentenced_to_imprisonment": YES_NO,
                "release_date": maybe(days(2002, 2028)), "juvenile_adjudication": st.sampled_from([None, None, True]),
                "juvenile_comparable": st.sampled_from([None, "2241ab", "2241c"]),
                "convicting": st.sampled_from(["state", "foreign", "tribal"]),
            }
        ),
        max_size=3,
    ),
    "registrations": st.lists(
        st.fixed_dictionaries(
            {
                "jurisdiction": st.sampled_from(CODES), "registered_on": maybe(days(2003, 2026)),
                "initial_event": st.sampled_from([None, "enter_to_reside", "initial_foreign"]),
                "initial_event_on": maybe(days(2003, 2026)), "tier": st.sampled_from([None, "I", "II", "III"]),
                "ended_on": st.sampled_from([None, None, None, date(2024, 1, 1)]),
            }
        ),
        max_size=3, unique_by=lambda row: row["jurisdiction"],
    ),
    "addresses": st.lists(
        st.fixed_dictionaries({"kind": st.sampled_from(["residence", "transient_area", "mailing"]),
                               "street": st.sampled_from([None, "1 Elm"]), "transient": YES_NO}), max_size=2,
    ),
    "custody": st.lists(
        st.tuples(days(2005, 2026), maybe(st.integers(0, 700))).map(
            lambda stay: {"from_on": stay[0], "to_on": None if stay[1] is None else stay[0] + timedelta(days=stay[1])}
        ), max_size=3,
    ),
    "verifications": st.lists(
        st.fixed_dictionaries(
            {"jurisdiction": st.sampled_from(CODES), "verified_on": days(2024, 2026)}
            | {name: st.sampled_from([value, value, None]) for name, value in FULL.items()}
        ), max_size=4,
    ),
    "changes": st.lists(
        st.fixed_dictionaries(
            {
                "event": st.sampled_from(EVENTS), "event_date": days(2024, 2027), "in_person": YES_NO,
                "reported_on": maybe(days(2024, 2026)), "planned_days": maybe(st.integers(1, 12)),
                "jurisdiction": st.sampled_from([None, *CODES]),
            }
        ), max_size=3,
    ),
    "travel": st.lists(
        st.fixed_dictionaries({"departs_on": days(2026, 2027), "destination": st.just("MX"),
                               "reported_on": maybe(days(2026, 2026))}), max_size=2,
    ),
}  # fmt: skip
PEOPLE = st.lists(st.fixed_dictionaries(TABLES), min_size=1, max_size=4)
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sorted_rows(findings: pl.DataFrame) -> list[tuple[Any, ...]]:
    return sorted(findings.iter_rows(), key=str)


@SOME
@given(PEOPLE)
def test_a_person_is_judged_the_same_alone_and_among_others(people: list[dict[str, Any]]) -> None:
    facts = make_facts(dict(enumerate(people, start=5)))
    together = evaluate(facts, AS_OF)
    assert together.filter(pl.struct(KEY).is_duplicated()).is_empty()
    for who in range(5, 5 + len(people)):
        own = together.filter(pl.col("person") == who)
        assert sorted_rows(evaluate(facts.of(who), AS_OF)) == sorted_rows(own)
        assert sorted_rows(evaluate(facts, AS_OF, persons=[who])) == sorted_rows(own)


@SOME
@given(PEOPLE)
def test_no_local_date_is_later_than_the_federal_one_and_no_local_period_ends_sooner(people: list[Any]) -> None:
    found = evaluate(make_facts(dict(enumerate(people))), AS_OF)
    federal = found.filter(pl.col("track") == "federal").select(*KEY, "due_on", federal_tier="tier")
    local = found.filter(pl.col("track") != "federal").join(federal.drop("track"), on=["person", "duty", "subject"])
    both = local.filter(pl.col("due_on").is_not_null() & pl.col("due_on_right").is_not_null())
    both = both.filter(pl.col("tier").eq_missing(pl.col("federal_tier")))
    events = both.filter(~pl.col("duty").is_in(["duration", "reduction", "verification", "registration"]))
    assert events.filter(pl.col("due_on") > pl.col("due_on_right")).is_empty()
    periods = both.filter(pl.col("duty") == "duration")
    assert periods.filter(pl.col("due_on") < pl.col("due_on_right")).is_empty()


@SOME
@given(PEOPLE)
def test_every_row_keeps_what_its_status_promises(people: list[Any]) -> None:
    found = evaluate(make_facts(dict(enumerate(people))), AS_OF)
    status, due = pl.col("status"), pl.col("due_on")
    assert found.filter((status == "unknown") & pl.col("missing").is_null()).is_empty()
    assert found.filter(status.is_in(["overdue", "due_soon", "late"]) & due.is_null()).is_empty()
    assert found.filter((status == "overdue") & (pl.col("grace_through_on") >= AS_OF)).is_empty()
    assert found.filter((status == "overdue") & (pl.col("since_on") > AS_OF)).is_empty()
    assert found.filter((status == "due_soon") & (pl.col("grace_through_on") < AS_OF)).is_empty()
    assert found.filter(pl.col("rule").is_null() | status.is_null()).is_empty()
    assert set(found["rule"].cast(pl.String)) <= set(BOOK.rules)


FORGOTTEN = [
    ("convictions", "category"), ("convictions", "victim_age"), ("convictions", "punishable_gt_1yr"),
    ("convictions", "offense_date"), ("registrations", "registered_on"),
    ("verifications", "identity_checked"), ("verifications", "photograph_possible"), ("changes", "in_person"),
    ("changes", "planned_days"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column"), FORGOTTEN)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people=st.lists(st.fixed_dictionaries(TABLES), min_size=3, max_size=3))
def test_forgetting_a_fact_never_turns_an_unknown_into_an_answer(table: str, column: str, people: list[Any]) -> None:
    """Of the federal track. A fact that contradicts another is the exception: without it nothing is contradicted.
    So is the start of the period: where it is not on file, the open registration stands for the duty."""
    less = [{**each, table: [{**fact, column: None} for fact in each[table]]} for each in people]
    federal = pl.col("track") == "federal"
    before = evaluate(make_facts(dict(enumerate(people))), AS_OF).filter(federal)
    after = evaluate(make_facts(dict(enumerate(less))), AS_OF).filter(federal)
    contradicted = before.filter(pl.col("flags").cast(pl.String).str.contains("TIER_CONTRADICTED"))["person"].unique()
    unsure = before.filter((pl.col("status") == "unknown") & ~pl.col("person").is_in(contradicted.implode()))
    answered = after.filter(pl.col("status").is_in(["current", "overdue", "due_soon", "met", "late"]))
    assert unsure.select(KEY).join(answered.select(KEY), on=KEY, how="semi").is_empty()
