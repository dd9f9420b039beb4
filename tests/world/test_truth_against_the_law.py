"""The law kernel finds what was planted, all of it and nothing else: two reckonings that share no code."""

import datetime as dt

import polars as pl
import pytest

from tipstaff.formats.registry import Dataset, to_facts_frames
from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.facts import Facts
from tipstaff.world import World, generate

CHANGES = (
    "residence", "name", "employment", "school", "vehicle", "remote_identifier", "temporary_lodging", "departure",
    "termination",
)  # fmt: skip
GONE = ("dead", "period_expired")


def findings_of(world: World) -> pl.DataFrame:
    frames, people = to_facts_frames(Dataset(frames=world.frames))
    findings = evaluate(Facts.from_frames(frames), world.as_of)
    words = pl.col("track", "duty", "status", "flags").cast(pl.String)
    return findings.with_columns(words).join(people, on="person")


@pytest.fixture(scope="module")
def findings(nation: World) -> pl.DataFrame:
    return findings_of(nation)


@pytest.fixture(scope="module")
def federal(findings: pl.DataFrame) -> pl.DataFrame:
    return findings.filter(pl.col("track") == "federal")


def people_of(world: World, *what: str) -> set[str]:
    return set(world.truth.filter(pl.col("what").is_in(what))["person_id"])


def who(findings: pl.DataFrame, duty: str, status: str) -> set[str]:
    return set(findings.filter(pl.col("duty") == duty, pl.col("status") == status)["person_id"])


def due_and_found(world: World, findings: pl.DataFrame) -> pl.DataFrame:
    found = findings.filter(pl.col("duty") == "verification").select("person_id", "track", "due_on", "status")
    due = world.truth.filter(pl.col("what") == "verification_due")
    return due.join(found, on=["person_id", "track"], how="left")


def assert_dates_agree(both: pl.DataFrame) -> None:
    expected = (
        pl.when(pl.col("days") > 0)
        .then(pl.lit("overdue"))
        .when(pl.col("days") >= -30)
        .then(pl.lit("due_soon"))
        .otherwise(pl.lit("current"))
    )
    differs = pl.col("due_on").ne_missing(pl.col("on")) | pl.col("status").ne_missing(expected)
    assert both.filter(differs).is_empty(), both.filter(differs)


def test_every_verification_date_and_status_agrees_on_every_track(nation: World, findings: pl.DataFrame) -> None:
    both = due_and_found(nation, findings)
    assert both.height > 5000
    assert {"federal", "RM", "TR", "AZ", "NM", "SD", "GU"} <= set(both["track"])
    assert_dates_agree(both)


@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.parametrize("as_of", ["2024-02-29", "2027-01-01", "2031-08-31"])
def test_the_dates_agree_whenever_it_is_asked(seed: int, as_of: str) -> None:
    world = generate(1500, seed=seed, as_of=dt.date.fromisoformat(as_of))
    assert_dates_agree(due_and_found(world, findings_of(world)))


def test_who_is_overdue_was_planted_so(nation: World, findings: pl.DataFrame) -> None:
    assert who(findings, "verification", "overdue") == people_of(nation, "overdue", "absconder_like")


def test_a_homeless_person_who_appears_in_time_is_never_overdue(nation: World, findings: pl.DataFrame) -> None:
    homeless = findings.filter(pl.col("person_id").is_in(list(people_of(nation, "homeless"))))
    assert homeless["person_id"].n_unique() > 20
    assert set(homeless["status"]).isdisjoint({"overdue", "incomplete", "unknown", "late"})


def test_verification_sleeps_for_those_in_custody_only(nation: World, federal: pl.DataFrame) -> None:
    assert who(federal, "verification", "suspended") == people_of(nation, "in_custody")


def test_nothing_is_asked_of_the_dead_and_of_those_whose_period_is_over(nation: World, federal: pl.DataFrame) -> None:
    assert who(federal, "duration", "not_required") == people_of(nation, *GONE)
    gone = federal.filter(pl.col("person_id").is_in(list(people_of(nation, *GONE))))
    assert set(gone["status"]) == {"not_required"}


def test_tiers_disagree_where_planted(nation: World, federal: pl.DataFrame) -> None:
    tier = federal.filter(pl.col("duty") == "tier")
    # Where even the period turns on which tier is right, the kernel says that nothing can be told.
    disagree = (pl.col("status") == "contradicted") | pl.col("flags").str.contains("TIER_CONTRADICTED")
    assert set(tier.filter(disagree)["person_id"]) == people_of(nation, "tier_contradicted")
    silent = tier.filter((pl.col("status") == "unknown") & ~pl.col("flags").fill_null("").str.contains("CONTRADICTED"))
    assert set(silent["person_id"]) == people_of(nation, "facts_missing")


def test_felony_equivalence_contradicts_the_tier_on_the_tribes_own_track(nation: World, findings: pl.DataFrame) -> None:
    planted = people_of(nation, "local_equivalence")
    theirs = findings.filter(pl.col("duty") == "tier", pl.col("person_id").is_in(list(planted)))
    assert who(theirs.filter(pl.col("track") == "RM"), "tier", "contradicted") == planted != set()
    assert who(theirs.filter(pl.col("track") == "federal"), "tier", "current") == planted


def test_missing_information_is_found(nation: World, federal: pl.DataFrame) -> None:
    assert who(federal, "information", "incomplete") == people_of(nation, "information_missing")


def test_a_reduction_is_proposed_to_the_eligible_only(nation: World, federal: pl.DataFrame) -> None:
    assert who(federal, "reduction", "proposed") == people_of(nation, "reduction_eligible")


def test_who_never_came_is_overdue_to_register(nation: World, federal: pl.DataFrame) -> None:
    assert who(federal, "registration", "overdue") == people_of(nation, "never_registered")
    assert who(federal, "registration", "late") == set()


@pytest.mark.parametrize(
    ("status", "planted"),
    [("late", ("late_change",)), ("overdue", ("unreported_change", "unreported_move", "absconder_like"))],
)
def test_the_very_change_that_was_planted_is_found(
    nation: World, federal: pl.DataFrame, status: str, planted: tuple[str, ...]
) -> None:
    changes = federal.filter(pl.col("duty").is_in(CHANGES), pl.col("status") == status)
    subjects = nation.truth.filter(pl.col("what").is_in(planted))["subject"]
    assert set(changes["subject"]) == set(subjects)
    assert changes.height == subjects.len()


def test_the_very_journey_that_was_planted_is_found(nation: World, federal: pl.DataFrame) -> None:
    assert who(federal, "travel", "late") == people_of(nation, "travel_late")
    assert who(federal, "travel", "overdue") == people_of(nation, "travel_unannounced")


def test_whoever_has_nothing_planted_has_nothing_to_answer_for(nation: World, findings: pl.DataFrame) -> None:
    clean = findings.filter(pl.col("person_id").is_in(list(people_of(nation, "compliant"))))
    assert clean["person_id"].n_unique() > 2000
    assert set(clean["status"]) <= {"current", "met", "due_soon", "suspended", "not_required"}
