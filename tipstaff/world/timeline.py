"""The dates of a life in the registry, laid out backwards from the day of asking so that what is planted comes true."""

import datetime as dt

import polars as pl

from tipstaff.world.days import after, along, before, open_day
from tipstaff.world.dice import Dice
from tipstaff.world.visits import federal_months, last_visit, local_months

# How long ago the federal period began, in days: fifteen years are 5,479, ten 3,653, twenty-five 9,131.
STARTED = {"I": (500, 5_050), "II": (500, 8_400), "III": (500, 10_500)}
STARTED_JUVENILE = (500, 8_900)
LONG_AGO = ("overdue", "absconder_like", "dead", "in_custody")  # their last visit lies far back already


def add(frame: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """Adds the dates of offence, court, release, registration and last verification, and what tier is on file."""
    thrown, own = dice.on("identity"), dice.on("key")
    frame = frame.with_columns(start=_start(thrown, as_of), recorded=_recorded(own)).with_columns(
        interval=federal_months(),
        local_interval=local_months(),
    )
    frame = _birth(_court(frame, thrown), thrown)
    frame = frame.with_columns(
        died_on=pl.when(pl.col("planted") == "dead").then(before(as_of, own.between("died", 5, 700))),
        custody_from=pl.when(pl.col("planted") == "in_custody").then(before(as_of, own.between("jailed", 3, 300))),
        expired_on=pl.when(pl.col("planted") == "period_expired").then(pl.col("start").dt.offset_by("15y")),
        local_only=(pl.col("planted") == "overdue")
        & (pl.col("home") == "RM")
        & (pl.col("tier") == "I")
        & own.chance("local_only", 0.4),
    )
    frame = frame.with_columns(last_on=last_visit(as_of, own))
    return _registration(frame, as_of, own)


def _start(thrown: Dice, as_of: dt.date) -> pl.Expr:
    ago: pl.Expr = pl.lit(None, pl.Int32)
    for tier, (low, high) in STARTED.items():
        ago = pl.when(pl.col("offence_tier") == tier).then(thrown.between(f"started_{tier}", low, high)).otherwise(ago)
    planted = pl.col("planted")
    ago = (
        pl.when(pl.col("newcomer"))
        .then(thrown.between("started_now", 5, 40))
        .when(planted == "never_registered")
        .then(thrown.between("started_unseen", 20, 200))
        .when(planted == "period_expired")
        .then(thrown.between("started_expired", 5_489, 6_400))
        .when((planted == "reduction_eligible") & pl.col("juvenile"))
        .then(thrown.between("started_clean_juvenile", 9_160, 10_500))
        .when(planted == "reduction_eligible")
        .then(thrown.between("started_clean", 3_700, 5_300))
        .when(planted.is_in(LONG_AGO))
        .then(pl.max_horizontal(ago, thrown.between("started_long", 1_300, 2_600)))
        .when(pl.col("juvenile"))
        .then(thrown.between("started_juvenile", *STARTED_JUVENILE))
        .otherwise(ago)
    )
    return before(as_of, ago)


def _recorded(own: Dice) -> pl.Expr:
    """The tier that the registry has on file."""
    tier = pl.col("tier")
    wrong = (
        pl.when(tier == "III")
        .then(own.weighted("wrong_iii", {"I": 3, "II": 7}))
        .when(tier == "II")
        .then(own.weighted("wrong_ii", {"I": 7, "III": 3}))
        .otherwise(pl.lit("II"))
    )
    return (
        pl.when(pl.col("planted") == "tier_contradicted")
        .then(wrong)
        .when(pl.col("planted") == "facts_missing")
        .then(pl.lit(None, pl.String))
        .when((pl.col("planted") == "compliant") & own.chance("tier_left_out", 0.03))
        .then(pl.lit(None, pl.String))
        .otherwise(tier)
    )


def _court(frame: pl.DataFrame, thrown: Dice) -> pl.DataFrame:
    """Backwards from the start of the period: release or sentence, conviction, offence; then the second offence."""
    served = thrown.between("served", 60, 2_800)
    frame = frame.with_columns(
        sentencing_date=pl.when("imprisoned").then(before(pl.col("start"), served)).otherwise("start"),
        release_date=pl.when("imprisoned").then("start"),
    )
    frame = frame.with_columns(conviction_date=before(pl.col("sentencing_date"), thrown.between("to_sentence", 0, 60)))
    frame = frame.with_columns(offense_date=before(pl.col("conviction_date"), thrown.between("to_trial", 120, 700)))
    prior = pl.col("second") == "prior"
    second_conviction = (
        pl.when(prior)
        .then(before(pl.col("offense_date"), thrown.between("prior_convicted", 400, 3_500)))
        .when(pl.col("second") == "beside")
        .then(after(pl.col("conviction_date"), thrown.between("beside_convicted", 10, 200)))
    )
    frame = frame.with_columns(second_conviction_date=second_conviction)
    return frame.with_columns(
        second_offense_date=pl.when(prior)
        .then(before(pl.col("second_conviction_date"), thrown.between("prior_to_trial", 120, 600)))
        .when(pl.col("second") == "beside")
        .then(before(pl.col("offense_date"), thrown.between("beside_offence", 1, 60)))
    )


def _birth(frame: pl.DataFrame, thrown: Dice) -> pl.DataFrame:
    youngest = pl.when(pl.col("second") == "prior").then(33).otherwise(19)
    age = (
        pl.when("juvenile")
        .then(thrown.between("age_juvenile", 14 * 366, 18 * 365 - 5))
        .otherwise(thrown.between("age", youngest * 366, 50 * 365))
    )
    return frame.with_columns(born_on=before(pl.col("offense_date"), age))


def _registration(frame: pl.DataFrame, as_of: dt.date, own: Dice) -> pl.DataFrame:
    """What started the duty to register in this registry, when, and the day of registering."""
    law, planted = pl.col("law"), pl.col("planted")
    here = pl.col("code") == pl.col("home")
    event = (
        pl.when(law.is_in(["federal", "ucmj"]))
        .then(pl.lit("initial_federal_military"))
        .when(law == "foreign")
        .then(pl.lit("initial_foreign"))
        .when(here & pl.col("imprisoned"))
        .then(pl.lit("initial_incarcerated"))
        .when(here)
        .then(pl.lit("initial_nonincarcerated"))
        .otherwise(pl.lit("enter_to_reside"))
    )
    settled = pl.coalesce(before(pl.col("last_on"), 60), pl.lit(as_of, pl.Date))
    arrives_later = event.is_in(["initial_foreign", "enter_to_reside"]) & pl.col("last_on").is_not_null()
    event_on = (
        pl.when(arrives_later).then(along(pl.col("start"), settled, own.share("arrived") ** 2)).otherwise("start")
    )
    frame = frame.with_columns(initial_event=event, initial_event_on=event_on)
    on_time = (
        pl.when(pl.col("initial_event") == "initial_incarcerated")
        .then(before(pl.col("initial_event_on"), own.between("registered_before", 0, 10)))
        .otherwise(open_day(after(pl.col("initial_event_on"), own.between("registered_after", 0, 1))))
    )
    active = pl.min_horizontal(pl.lit(as_of, pl.Date), "died_on", "expired_on", "custody_from")
    return frame.with_columns(
        registered_on=pl.when(planted != "never_registered").then(on_time),
        active_until=active,
    )
