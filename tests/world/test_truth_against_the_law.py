"""The law kernel finds what was planted, all of it and nothing else: two reckonings that share no code."""

import polars as pl
import pytest

from tipstaff.sorna import tier
from tipstaff.sorna.lawbook import load
from tipstaff.world import World


def people_of(world: World, *what: str) -> set[str]:
    return set(world.truth.filter(pl.col("what").is_in(what))["person_id"])


@pytest.fixture(scope="module")
def recorded(nation: World) -> pl.DataFrame:
    at_home = nation.frames["registrations"].filter(pl.col("basis") == "residence", pl.col("ended_on").is_null())
    return at_home.select("person_id", "jurisdiction", recorded="tier")


def tiers(world: World, track: str) -> pl.DataFrame:
    """The kernel's tier of each person under the law of a track."""
    births = world.frames["dates_of_birth"].filter(pl.col("kind") == "actual")
    convictions = (
        world.frames["convictions"]
        .join(births.select("person_id", offender_born_on="date_of_birth"), on="person_id")
        .with_columns(person=pl.col("person_id").rank("dense").cast(pl.UInt32), vacated=pl.lit(False))
    )
    judged = tier.of_person(tier.with_history(convictions, load().policy(track)))
    names = convictions.select("person", "person_id").unique()
    return judged.join(names, on="person").select("person_id", pl.col("tier").cast(pl.String))


def test_the_computed_tier_is_the_recorded_one_but_for_the_planted(nation: World, recorded: pl.DataFrame) -> None:
    both = tiers(nation, "federal").join(recorded, on="person_id")
    assert set(both.filter(pl.col("tier") != pl.col("recorded"))["person_id"]) == people_of(nation, "tier_contradicted")
    assert set(both.filter(pl.col("tier").is_null())["person_id"]) == people_of(nation, "facts_missing")


def test_felony_equivalence_raises_the_tier_on_the_tribes_own_track(nation: World, recorded: pl.DataFrame) -> None:
    at_red_mesa = tiers(nation, "RM").join(recorded.filter(pl.col("jurisdiction") == "RM"), on="person_id")
    differs = set(at_red_mesa.filter(pl.col("tier") != pl.col("recorded"))["person_id"])
    contradicted = people_of(nation, "tier_contradicted") & set(at_red_mesa["person_id"])
    planted = people_of(nation, "local_equivalence")
    assert differs == contradicted | planted
    assert planted
