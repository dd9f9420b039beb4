"""What is planted in the pretend nation, how often, and the choice of it for each person.

One thing a person: everybody else has clean facts, so that each planted thing can be found alone.
"""

import polars as pl

from tipstaff.world.agencies import REGISTRIES
from tipstaff.world.dice import Dice

COMPLIANT = "compliant"
# Shares in thousandths; the remainder is compliant.
RATES: dict[str, float] = {
    "due_soon": 30,  # a verification falls due within thirty days
    "overdue": 70,  # a verification is overdue
    "absconder_like": 10,  # long overdue, gone from the address, not reached: only a person may call it more (G14)
    "homeless": 15,  # no fixed place, and compliant
    "information_missing": 35,  # something that the law requires is not on file
    "facts_missing": 15,  # the facts do not let anybody compute the tier, and none is recorded
    "tier_contradicted": 20,  # recorded tier and conviction facts disagree
    "late_change": 20,  # a change was reported after its three business days
    "unreported_change": 10,  # a change known from elsewhere that the person never reported
    "unreported_move": 10,  # a move known from elsewhere that the person never reported
    "travel_late": 5,  # notice of a journey abroad less than 21 days before it
    "travel_unannounced": 3,  # a journey abroad without notice
    "in_custody": 25,
    "dead": 5,
    "period_expired": 10,  # the federal period is over, the registration still open
    "reduction_eligible": 10,  # the four conditions of a reduction are met (SORNA-RED-4)
    "never_registered": 4,  # released or sentenced, and never came to register
}
# Of the contradicted tiers at Red Mesa: the tribe's felony equivalence raises it on its own track only (SORNA-TIER-15).
LOCAL_EQUIVALENCE = 0.3
TWINS = (
    0.1  # of every second record, where nothing is planted in it or the one before: the same person in another registry
)

# Planted things whose own rows go into the sheets of changes.
SLIPS = ("late_change", "unreported_change", "unreported_move", "absconder_like")
SLIP_EVENTS = (
    "change_residence",
    "begin_employment",
    "change_vehicle",
    "change_remote_identifier",
    "change_name",
    "begin_school",
)


def choose(k: pl.Expr, dice: Dice) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """For record number k: what is planted, the jurisdiction of its registry, and whether it is a newcomer."""
    thrown = dice.on(key_of(k))
    home = thrown.weighted("registry", {agency.jurisdiction: agency.share for agency in REGISTRIES})
    what = thrown.weighted("planted", RATES | {COMPLIANT: 1000 - sum(RATES.values())})
    local = (what == "tier_contradicted") & (home == "RM") & thrown.chance("equivalence", LOCAL_EQUIVALENCE)
    what = pl.when(local).then(pl.lit("local_equivalence")).otherwise(what)
    # A birth-month calendar does not let a date be placed at will.
    what = pl.when((what == "due_soon") & (home == "TR")).then(pl.lit(COMPLIANT)).otherwise(what)
    newcomer = (what == COMPLIANT) & (home != "TR") & thrown.chance("newcomer", 0.04)
    return what, home, newcomer


def key_of(k: pl.Expr) -> pl.Expr:
    """The dice key of record k; the 63 numbers after it are those of its rows in the other sheets."""
    return (k.cast(pl.UInt64) + 1) * 64


def records(first: int, people: int, dice: Dice) -> pl.DataFrame:
    """Who stands in which registry: `k`, `key`, the key of the `identity` behind the record, and what is planted."""
    frame = pl.DataFrame({"k": pl.int_range(first, first + people, dtype=pl.UInt32, eager=True)})
    before = (pl.col("k").cast(pl.Int64) - 1).clip(0)
    what, home, newcomer = choose(pl.col("k"), dice)
    other_what, other_home, other_newcomer = choose(before, dice)
    frame = frame.with_columns(
        key=key_of(pl.col("k")),
        planted=what,
        home=home,
        newcomer=newcomer,
        other_planted=other_what,
        other_home=other_home,
        other_newcomer=other_newcomer,
    )
    twin = (
        (pl.col("k") % 2 == 1)
        & (pl.col("planted") == COMPLIANT)
        & (pl.col("other_planted") == COMPLIANT)
        & ~pl.col("newcomer")
        & ~pl.col("other_newcomer")
        & (pl.col("home") != pl.col("other_home"))
        & dice.chance("twin", TWINS)
    )
    return (
        frame.with_columns(twin=twin)
        .with_columns(
            twin_of=pl.when("twin").then(person_id(pl.col("other_home"), pl.col("k") - 1)),
            identity=pl.when("twin").then(key_of(pl.col("k") - 1)).otherwise("key"),
            origin=pl.when("twin").then("other_home").otherwise("home"),
            person_id=person_id(pl.col("home"), pl.col("k")),
        )
        .drop("other_planted", "other_home", "other_newcomer")
    )


def person_id(home: pl.Expr, k: pl.Expr) -> pl.Expr:
    return pl.format("{}-{}", home, (k + 1).cast(pl.String).str.zfill(7))
