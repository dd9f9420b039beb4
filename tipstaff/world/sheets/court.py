"""What courts and prisons did: convictions, custody and supervision."""

import datetime as dt

import polars as pl

from tipstaff.world.crimes import offence_table
from tipstaff.world.days import after, along, before, days_between
from tipstaff.world.dice import Dice

PRISONS = {
    "federal": "Federal Correctional Institution",
    "tribal": "Tribal Detention Facility",
    "ucmj": "Military Confinement Facility",
}
FAIR = ("CA", "GB", "AU", "NZ")  # accepted without more (SORNA-WHO-11)


def convictions(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    return pl.concat([_main(people, dice), _second(people, dice)], how="diagonal")


def _offence(row: str) -> dict[str, pl.Expr]:
    table, place = offence_table(), pl.col(row)
    return {
        "statute": table.take("statute", place),
        "category": table.take("category", place),
        "conduct": table.take("conduct", place),
        "offense_title": table.take("title", place),
        "punishable_gt_1yr": table.take("punishable_gt_1yr", place),
        "specified_offense_against_minor": table.take("specified", place),
    }


def _victim_age(row: str, thrown: Dice) -> pl.Expr:
    table, place = offence_table(), pl.col(row)
    return thrown.between(f"victim_{row}", table.take("victim_low", place), table.take("victim_high", place))


def _main(people: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    thrown = dice.on("identity")
    hole = pl.col("planted") == "facts_missing"
    foreign, capped = pl.col("convicting") == "foreign", (pl.col("convicting") == "tribal") & ~pl.col("passes_gate")
    outside = foreign & ~pl.col("code").is_in(FAIR)
    rows = people.select(
        "person_id",
        "convicting",
        "imprisoned",
        "offense_date",
        "conviction_date",
        "sentencing_date",
        "release_date",
        "planted",
        **_offence("offence"),
        conviction_id=pl.format(
            "CR-{}-{}-1", pl.col("conviction_date").dt.year(), thrown.between("docket", 1_000, 99_999)
        ),
        convicting_code="code",
        victim_age=_victim_age("offence", thrown),
        sentenced_to_imprisonment="imprisoned",
        analogue_gt_1yr=pl.when(capped).then(pl.col("planted") == "local_equivalence"),
        offender_is_parent=pl.lit(False),
        custodial_authority=pl.lit(False),
        consensual=pl.lit(False),
        juvenile_adjudication="juvenile",
        juvenile_comparable=pl.when("juvenile").then(pl.lit("2241ab")),
        state_dept_fair_trial=pl.when(outside).then(pl.lit(True)),
        jurisdiction_finding_fair=pl.when(outside).then(pl.lit(True)),
        source=pl.lit("court, judgment"),
        learned_on=pl.col("opened_on"),
    )
    # What is planted as missing is the offence itself: a title, but nothing that the tier table could be asked with.
    return rows.with_columns(
        pl.when(~hole).then(pl.col(name)).alias(name) for name in ("statute", "category", "conduct", "victim_age")
    )


def _second(people: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    thrown = dice.on("identity")
    return people.filter(pl.col("second").is_not_null()).select(
        "person_id",
        **_offence("second_offence"),
        convicting=pl.lit("state"),
        conviction_id=pl.format(
            "CR-{}-{}-2", pl.col("second_conviction_date").dt.year(), thrown.between("docket_2", 1_000, 99_999)
        ),
        convicting_code=pl.when(pl.col("convicting") == "state").then("code").otherwise(pl.lit("CO")),
        offense_date="second_offense_date",
        conviction_date="second_conviction_date",
        sentencing_date="second_conviction_date",
        sentenced_to_imprisonment=pl.lit(False),
        victim_age=_victim_age("second_offence", thrown),
        offender_is_parent=pl.lit(False),
        custodial_authority=pl.lit(False),
        consensual=pl.lit(False),
        juvenile_adjudication=pl.lit(False),
        source=pl.lit("court, judgment"),
        learned_on=pl.col("opened_on"),
    )


def jail_stay(dice: Dice) -> tuple[pl.Expr, pl.Expr]:
    """A stay in jail of some, well before their last appearance: first and last day, null for everybody else."""
    free = days_between(pl.col("registered_on"), pl.col("last_on"))
    plain = pl.col("planted").is_in(["compliant", "homeless", "late_change", "information_missing"])
    first = along(after(pl.col("registered_on"), 30), before(pl.col("last_on"), 200), dice.share("jailed_when"))
    from_on = pl.when(plain & (free > 500) & dice.chance("jailed_once", 0.06)).then(first)
    return from_on, after(from_on, dice.between("jailed_for", 2, 150))


def custody(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """The sentence itself, a later stay in jail for some, and where they are now for those planted in custody."""
    served = people.filter("imprisoned").select(
        "person_id",
        kind=pl.when(pl.col("law") == "ucmj").then(pl.lit("military")).otherwise(pl.lit("prison")),
        facility=pl.col("convicting").replace_strict(PRISONS, default="State Prison Complex"),
        from_on="sentencing_date",
        to_on="release_date",
        record_id=pl.format("{}-J1", "person_id"),
        source=pl.lit("prison, release notice"),
        learned_on=pl.col("opened_on"),
    )
    stay = people.filter(pl.col("jailed_from").is_not_null()).select(
        "person_id",
        kind=pl.lit("jail"),
        facility=pl.lit("County Detention Center"),
        from_on="jailed_from",
        to_on="jailed_to",
        record_id=pl.format("{}-J2", "person_id"),
        source=pl.lit("jail roster"),
        learned_on=after(pl.col("jailed_from"), 1),
    )
    now = people.filter(pl.col("planted") == "in_custody").select(
        "person_id",
        kind=dice.weighted("held", {"jail": 6, "prison": 3, "immigration": 1}),
        facility=pl.lit("County Detention Center"),
        from_on="custody_from",
        record_id=pl.format("{}-J3", "person_id"),
        source=pl.lit("jail roster"),
        learned_on=pl.min_horizontal(after(pl.col("custody_from"), 1), pl.lit(as_of, pl.Date)),
    )
    return pl.concat([served, stay, now], how="diagonal")


def supervision(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """Probation or parole for most; certified treatment completed by those planted as eligible for a reduction."""
    thrown, source = dice.on("identity"), pl.lit("probation office")
    eligible = pl.col("planted") == "reduction_eligible"
    length = thrown.between("supervised", 365, 1_800)
    # Whoever is still under supervision on the day of asking has not completed it; nobody eligible is.
    done = after(pl.col("start"), length) < pl.lit(as_of, pl.Date)
    outcome = (
        pl.when(eligible | thrown.chance("supervision_kept", 0.93))
        .then(pl.lit("completed"))
        .otherwise(pl.lit("revoked"))
    )
    office = people.filter((eligible | thrown.chance("supervision", 0.6)) & ~pl.col("newcomer")).select(
        "person_id",
        kind=pl.when(pl.col("convicting") == "federal")
        .then(pl.lit("supervised_release"))
        .when("imprisoned")
        .then(pl.lit("parole"))
        .otherwise(pl.lit("probation")),
        status=pl.when(done).then(outcome).otherwise(pl.lit("ongoing")),
        from_on="start",
        completed_on=pl.when(done & (outcome == "completed")).then(after(pl.col("start"), length)),
        officer=pl.lit("District probation office"),
        record_id=pl.format("{}-S1", "person_id"),
        source=source,
        learned_on=_heard(pl.when(done & (outcome == "completed")).then(after(pl.col("start"), length))),
    )
    finished = after(pl.col("start"), thrown.between("treated", 400, 1_500))
    treatment = people.filter(eligible | (thrown.chance("treatment", 0.15) & ~pl.col("newcomer"))).select(
        "person_id",
        kind=pl.lit("treatment"),
        status=pl.when(eligible).then(pl.lit("completed")).otherwise(pl.lit("ongoing")),
        from_on="start",
        completed_on=pl.when(eligible).then(finished),
        certified=pl.lit(True),
        officer=pl.lit("High Desert Treatment Programme"),
        record_id=pl.format("{}-S2", "person_id"),
        source=source,
        learned_on=_heard(pl.when(eligible).then(finished)),
    )
    return pl.concat([office, treatment], how="diagonal")


def _heard(completed_on: pl.Expr) -> pl.Expr:
    """The registry hears of it when the person registers, or when it is completed after that."""
    return pl.max_horizontal(pl.col("opened_on"), completed_on)
