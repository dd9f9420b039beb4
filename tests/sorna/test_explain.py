"""Explanations: short, dated sentences that come from the row alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.sorna.people import AS_OF, FULL, make_facts, person, row
from tipstaff.sorna import phrases
from tipstaff.sorna.bar import Stretch, duration_bar
from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.explain import explain, next_dates
from tipstaff.sorna.rows import FLAGS

Judged = Callable[..., pl.DataFrame]


def said(findings: pl.DataFrame, duty: str, track: str = "federal") -> str:
    return str(explain(row(findings, duty, track)))


def test_an_overdue_appearance_says_what_was_due_when_and_why(judged: Judged) -> None:
    found = judged(verifications=[{"jurisdiction": "AZ", "verified_on": date(2026, 5, 14), **FULL}])
    told = explain(row(found, "verification"))
    assert told.sentence == (
        "An appearance in person was due by Nov 14, 2026, 6 months after the last full appearance of May 14, 2026; the "
        "office was closed, so it could be made up to Nov 16, 2026. Nothing on file shows it."
    )
    assert (told.rule, told.citation) == ("SORNA-VER-1", "34 USC 20918; 28 CFR 72.7(b)")
    assert ("Last full appearance", date(2026, 5, 14)) in told.facts
    assert ("Due by", date(2026, 11, 14)) in told.facts


def test_the_facts_of_the_person_add_how_the_last_appearance_was_done() -> None:
    facts = make_facts({1: person()})
    told = explain(row(evaluate(facts, AS_OF), "verification"), facts)
    assert ("How it was done", "office") in told.facts


def test_two_readings_of_custody_are_told_with_both_days(judged: Judged) -> None:
    found = judged(
        convictions={"category": "cp_possession", "release_date": date(2011, 6, 1)}, registrations={"tier": "I"},
        custody=[{"from_on": date(2015, 1, 1), "to_on": date(2016, 1, 1)}],
    )  # fmt: skip
    told = said(found, "duration")
    assert "Jun 1, 2027 under one reading and Jun 1, 2026 under the other" in told


def test_two_tiers_are_told_with_both_dates(judged: Judged) -> None:
    seen = [{"jurisdiction": "AZ", "verified_on": date(2026, 7, 1), **FULL}]
    told = said(judged(registrations={"tier": "III"}, verifications=seen), "verification")
    assert "due by Oct 1, 2026 under the higher, by Jan 1, 2027 under the lower" in told


def test_what_is_missing_is_named_in_words(judged: Judged) -> None:
    assert said(judged(persons={"dna_collected_on": None}), "information") == (
        "Information that the law requires is not on file. Not on file: DNA sample, or a note that it is in CODIS."
    )
    told = said(judged(registrations=[{"jurisdiction": "XX"}]), "verification", "XX")
    assert "a jurisdiction with the code XX, which the lawbook does not have" in told


def test_a_date_displaced_by_custody_says_so(judged: Judged) -> None:
    found = judged(
        verifications=[{"jurisdiction": "AZ", "verified_on": date(2026, 5, 3), **FULL}],
        custody=[{"from_on": date(2026, 10, 15), "to_on": date(2026, 11, 20)}],
    )
    told = said(found, "verification")
    assert "due by Nov 25, 2026, three business days after release, because the date fell in custody" in told


def test_no_sentence_says_that_anybody_is_guilty_or_dangerous() -> None:
    texts = [*phrases.FLAG.values(), *phrases.MISSING.values(), *phrases.BASIS.values(), *phrases.REPORTED.values()]
    for text in texts:
        assert not {"guilty", "violator", "dangerous", "violation"} & set(text.lower().split())


def test_every_flag_has_its_own_sentence() -> None:
    assert {flag for flag in FLAGS if flag not in phrases.FLAG} == {"CUSTODY_READING", "TIER_CONTRADICTED"}


@pytest.mark.parametrize("duty", ["registration", "tier", "duration", "verification", "information"])
def test_the_dead_are_spoken_of_plainly(judged: Judged, duty: str) -> None:
    found = judged(persons={"died_on": date(2026, 3, 1)})
    assert said(found, duty).endswith("nothing is required since Mar 1, 2026. The person has died.")


def test_the_next_dates_are_those_ahead_soonest_first_and_told_once(judged: Judged) -> None:
    trip = {"departs_on": date(2027, 1, 30), "destination": "MX"}
    due = next_dates(judged(travel=[trip]).iter_rows(named=True))
    assert [(each.on, each.duty, each.track) for each in due] == [
        (date(2027, 1, 9), "travel", "federal"),
        (date(2027, 2, 10), "verification", "federal"),
        (date(2040, 2, 1), "duration", "federal"),
    ]


def bar(**changed: Any) -> list[Stretch]:
    return duration_bar(make_facts({1: person(**changed)}), AS_OF)


def test_the_bar_shows_time_served_custody_and_what_remains() -> None:
    stay = {"from_on": date(2018, 1, 1), "to_on": date(2019, 1, 1)}
    assert bar(custody=[stay]) == [
        Stretch("served", date(2015, 2, 1), date(2018, 1, 1)),
        Stretch("custody", date(2018, 1, 1), date(2019, 1, 1)),
        Stretch("served", date(2019, 1, 1), AS_OF),
        Stretch("remaining", AS_OF, date(2041, 1, 31)),
    ]


def test_the_bar_of_a_life_period_has_no_end() -> None:
    life = bar(convictions={"category": "sexual_act_force"}, registrations={"tier": "III"})
    assert life[-1] == Stretch("life", AS_OF, None)


def test_the_bar_shows_what_a_reduction_would_take_off() -> None:
    parts = bar(
        convictions={"category": "cp_possession", "release_date": date(2014, 6, 1)}, registrations={"tier": "I"},
        supervision=[
            {"kind": "none"},
            {"kind": "treatment", "status": "completed", "completed_on": date(2016, 1, 1), "certified": True},
        ],
    )  # fmt: skip
    assert parts[-1] == Stretch("reduction", AS_OF, date(2029, 6, 1))


def test_the_bar_of_a_period_that_is_over_ends_with_it() -> None:
    parts = bar(
        convictions={"category": "cp_possession", "release_date": date(2010, 2, 1)}, registrations={"tier": "I"}
    )
    assert parts == [Stretch("served", date(2010, 2, 1), date(2025, 2, 1))]


def test_a_bare_roster_has_no_bar() -> None:
    assert bar(convictions=[]) == []
