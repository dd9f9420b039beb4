"""What a person was convicted of, and the tier that follows: known here because each offence in the table has its tier.

The table states tiers of its own (SORNA-TIER-10 to -12, read by hand) so that the truth does not come from the kernel
that is tested with it.
"""

from functools import cache

import polars as pl

from tipstaff.world.dice import Dice, Table, read

# Whose law convicted, by the registry where the person first stood.
LAWS: dict[str, dict[str, float]] = {
    "RM": {"state": 42, "tribal": 30, "federal": 24, "ucmj": 2, "foreign": 1, "dc": 1},
    "TR": {"state": 40, "tribal": 30, "federal": 26, "ucmj": 3, "foreign": 1},
    "AZ": {"state": 88, "federal": 6, "ucmj": 2, "tribal": 2, "foreign": 2},
    "NM": {"state": 86, "federal": 7, "ucmj": 3, "tribal": 2, "foreign": 2},
    "SD": {"state": 86, "federal": 8, "ucmj": 3, "tribal": 2, "foreign": 1},
    "GU": {"territory": 78, "federal": 9, "ucmj": 8, "foreign": 3, "state": 2},
}
OWN_STATES = {"RM": ("AZ", "NM", "UT"), "TR": ("ND", "SD"), "AZ": ("AZ",), "NM": ("NM",), "SD": ("SD",), "GU": ("HI",)}
ELSEWHERE = ("CA", "TX", "CO", "NV", "OK", "MN", "NE", "WY", "WA")
TRIBES = {"RM": "RM", "TR": "TR", "AZ": "RM", "NM": "RM", "SD": "TR", "GU": "RM"}
SINGLE = (
    "period_expired",
    "reduction_eligible",
    "tier_contradicted",
    "facts_missing",
    "local_equivalence",
    "never_registered",
)


@cache
def offence_table() -> Table:
    offences = read("offences", punishable_gt_1yr=pl.Boolean, specified=pl.Boolean)
    named = offences.with_columns(law_and_tier=pl.format("{} {}", "convicting", "tier"))
    return Table(named, weight="weight", group="law_and_tier")


def add(frame: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """Adds the main offence (`law`, `offence`, `offence_tier`), a possible second one, and the person's `tier`."""
    thrown = dice.on("identity")
    frame = frame.with_columns(offence_tier=_tier(thrown)).with_columns(law=_law(thrown))
    table = offence_table()
    frame = frame.with_columns(
        offence=table.row(thrown.share("offence"), pl.format("{} {}", "law", "offence_tier")),
        juvenile=pl.col("law") == "juvenile",
        second=_second(thrown),
        second_tier=thrown.weighted("second_tier", {"I": 7, "II": 3}),
    ).with_columns(
        second_offence=table.row(thrown.share("second_offence"), pl.format("{} {}", pl.lit("state"), "second_tier")),
        passes_gate=table.take("punishable_gt_1yr", pl.col("offence")),
        imprisoned=thrown.chance("imprisoned", 0.7) & ~pl.col("juvenile"),
        code=_code(thrown),
        convicting=pl.col("law").replace({"juvenile": "state", "equivalence": "tribal"}),
    )
    second_passes = table.take("punishable_gt_1yr", pl.col("second_offence"))
    # A prior that does not pass the gate still makes its doer a Tier I offender (SORNA-TIER-6, WHO-14).
    return frame.with_columns(tier=_person_tier(), second_passes=second_passes)


def _tier(thrown: Dice) -> pl.Expr:
    drawn = thrown.weighted("tier", {"I": 38, "II": 30, "III": 32})
    juvenile = thrown.chance("juvenile_eligible", 0.15)
    return (
        pl.when(pl.col("planted").is_in(["period_expired", "local_equivalence"]))
        .then(pl.lit("I"))
        .when(pl.col("planted") == "reduction_eligible")
        .then(pl.when(juvenile).then(pl.lit("III")).otherwise(pl.lit("I")))
        .otherwise(drawn)
    )


def _law(thrown: Dice) -> pl.Expr:
    adult: pl.Expr = pl.lit(None, pl.String)
    for home, weights in LAWS.items():
        adult = pl.when(pl.col("origin") == home).then(thrown.weighted("law", weights)).otherwise(adult)
    may_be_juvenile = (pl.col("offence_tier") == "III") & ~pl.col("planted").is_in(
        ["facts_missing", "tier_contradicted"]
    )
    return (
        pl.when(pl.col("planted") == "local_equivalence")
        .then(pl.lit("equivalence"))
        .when(may_be_juvenile & ((pl.col("planted") == "reduction_eligible") | thrown.chance("juvenile", 0.05)))
        .then(pl.lit("juvenile"))
        .otherwise(adult)
    )


def _second(thrown: Dice) -> pl.Expr:
    """`prior`: convicted before the main offence, which it elevates; `beside`: tried with it, and elevates nothing."""
    may = ~pl.col("planted").is_in(SINGLE) & (pl.col("law") != "juvenile") & ~pl.col("newcomer")
    return pl.when(may & thrown.chance("second", 0.1)).then(thrown.weighted("second_kind", {"prior": 6, "beside": 4}))


def _person_tier() -> pl.Expr:
    main, other = pl.col("offence_tier"), pl.col("second_tier")
    elevated = (
        pl.when(~pl.col("passes_gate"))
        .then(main)
        .when((other == "II") | (main == "III"))
        .then(pl.lit("III"))
        .otherwise(pl.lit("II"))
    )
    own = pl.when(pl.col("second") == "prior").then(elevated).otherwise(main)
    # Roman numerals up to III sort as they count.
    return pl.when(pl.col("second").is_not_null()).then(pl.max_horizontal(own, other)).otherwise(own)


def _code(thrown: Dice) -> pl.Expr:
    """The state, tribe, territory or country whose court it was; null for federal and military courts."""
    own: pl.Expr = pl.lit(None, pl.String)
    for home, states in OWN_STATES.items():
        own = pl.when(pl.col("origin") == home).then(thrown.among("own_state", states)).otherwise(own)
    state = pl.when(thrown.chance("elsewhere", 0.2)).then(thrown.among("other_state", ELSEWHERE)).otherwise(own)
    law = pl.col("law")
    return (
        pl.when(law.is_in(["state", "juvenile"]))
        .then(state)
        .when(law.is_in(["tribal", "equivalence"]))
        .then(pl.col("origin").replace_strict(TRIBES, return_dtype=pl.String))
        .when(law == "dc")
        .then(pl.lit("DC"))
        .when(law == "territory")
        .then(pl.lit("GU"))
        .when(law == "foreign")
        .then(offence_table().take("country", pl.col("offence")))
    )
