"""Who people are on paper: the persons sheet, names, dates of birth and documents."""

import datetime as dt

import polars as pl

from tipstaff.world.days import after, before
from tipstaff.world.dice import Dice
from tipstaff.world.identity import nickname_table, surname_table
from tipstaff.world.places import STATE_OF
from tipstaff.world.sheets.occasions import events, occasions, told

# What a registry must hold of each person (34 U.S.C. 20914(b), 20919) and may have failed to take.
TAKEN = (
    "photographed_on",
    "fingerprinted_on",
    "palm_printed_on",
    "dna_collected_on",
    "id_copied_on",
    "acknowledged_on",
    "height_inches",
)


def persons(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    booked = pl.coalesce("registered_on", before(pl.col("initial_event_on"), 5))
    visited = pl.coalesce("last_on", "registered_on", before(pl.col("initial_event_on"), 5))
    return people.select(
        "person_id",
        "sex",
        "race",
        "weight_pounds",
        "eye_color",
        "hair_color",
        "died_on",
        *_taken(
            dice,
            photographed_on=visited,
            fingerprinted_on=booked,
            palm_printed_on=booked,
            dna_collected_on=booked,
            id_copied_on=booked,
            acknowledged_on=booked,
            height_inches=pl.col("height_inches"),
        ),
        fbi_number=pl.when(dice.on("identity").chance("has_fbi", 0.8)).then("fbi_number"),
        state_id_number=pl.format("{}{}", "home", dice.between("state_id", 1_000_000, 9_999_999)),
        ssn_on_file=pl.lit(True),
        source=pl.lit("registry"),
        learned_on=pl.min_horizontal(visited, pl.lit(as_of, pl.Date)),
    )


def missing(people: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """person_id and, in the order of the sheet, the names of what was not taken."""
    names = pl.concat_list(pl.when(_lost(field, dice)).then(pl.lit(field)) for field in TAKEN).list.drop_nulls()
    return people.filter(pl.col("planted") == "information_missing").select("person_id", details=names.list.join(";"))


def _taken(dice: Dice, **fields: pl.Expr) -> list[pl.Expr]:
    hole = pl.col("planted") == "information_missing"
    return [pl.when(~(hole & _lost(name, dice))).then(value).alias(name) for name, value in fields.items()]


def _lost(field: str, dice: Dice) -> pl.Expr:
    surely = dice.between("lost", 0, len(TAKEN) - 1) == TAKEN.index(field)
    return surely | dice.chance(f"lost_{field}", 0.15)


def names(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The legal name, the one before a change, aliases, nicknames and names of the people's own language."""
    carried = ("family_name", "given_name", "middle_name", "suffix", "name_group", "twin")
    rows = told(
        occasions(people, dice, "names", regular=pl.lit(0), slip="change_name", from_the_start=True, more=carried),
        dice,
        as_of,
    )
    surnames = surname_table()
    taken = surnames.take("name", surnames.row(dice.on("row").share("new_name"), pl.col("name_group")))
    legal = rows.with_columns(
        kind=pl.when(pl.col("i") < pl.col("n") - 1).then(pl.lit("former")).otherwise(pl.lit("legal")),
        family_name=pl.when("is_change")
        .then(pl.concat_str("family_name", pl.lit("-"), taken))
        .otherwise("family_name"),
        # The other registry wrote the same person's name another way.
        middle_name=pl.when("twin").then(pl.col("middle_name").str.slice(0, 1)).otherwise("middle_name"),
        to_on=pl.when(pl.col("i") < pl.col("n") - 1).then(before(pl.col("from_on").shift(-1), 1)),
        from_on=pl.when("is_change").then("from_on"),
    )
    changes = events(rows, "change_name", in_person=True)
    return pl.concat([legal, _other_names(people, dice)], how="diagonal"), changes


def _other_names(people: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    thrown = dice.on("identity")
    surnames, by_word_of = (
        surname_table(),
        {"source": pl.lit("registrant, in person"), "learned_on": pl.col("opened_on")},
    )
    nickname = pl.col("given_name").replace_strict(nickname_table(), default=None, return_dtype=pl.String)
    other_surname = surnames.take("name", surnames.row(thrown.share("alias_name"), pl.col("name_group")))
    own_language = surnames.take("name", surnames.row(thrown.share("own_name"), pl.lit("plains")))
    reported = {"reported_on": pl.col("registered_on")}
    alias = people.filter(thrown.chance("alias", 0.22)).select(
        "person_id",
        "given_name",
        kind=pl.lit("alias"),
        family_name=other_surname,
        record_id=pl.format("{}-N7", "person_id"),
        **reported,
        **by_word_of,
    )
    short = (
        people.with_columns(short=nickname)
        .filter(pl.col("short").is_not_null() & thrown.chance("nickname", 0.5))
        .select(
            "person_id",
            "family_name",
            kind=pl.lit("nickname"),
            given_name="short",
            record_id=pl.format("{}-N8", "person_id"),
            **reported,
            **by_word_of,
        )
    )
    tribal = people.filter(pl.col("home").is_in(["RM", "TR"]) & thrown.chance("own_language", 0.12)).select(
        "person_id",
        kind=pl.lit("ethnic_or_tribal"),
        family_name=own_language,
        record_id=pl.format("{}-N9", "person_id"),
        **reported,
        **by_word_of,
    )
    return pl.concat([alias, short, tribal], how="diagonal")


def dates_of_birth(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    actual = people.select(
        "person_id",
        kind=pl.lit("actual"),
        date_of_birth="born_on",
        record_id=pl.format("{}-B1", "person_id"),
        source=pl.lit("court record"),
        learned_on="opened_on",
    )
    thrown = dice.on("identity")
    claimed = people.filter(thrown.chance("purported", 0.06)).select(
        "person_id",
        kind=pl.lit("purported"),
        date_of_birth=after(pl.col("born_on"), thrown.between("claimed", 1, 1_500)),
        record_id=pl.format("{}-B2", "person_id"),
        source=pl.lit("earlier arrest record"),
        learned_on="opened_on",
    )
    return pl.concat([actual, claimed])


def documents(people: pl.DataFrame, as_of: dt.date, dice: Dice) -> pl.DataFrame:
    """A driving licence or identity card for everybody, a passport or trade licence for some; invented numbers."""
    thrown = dice.on("identity")
    drives = thrown.chance("drives", 0.72)
    card = _document(
        people,
        thrown,
        "card",
        pl.when(drives).then(pl.lit("driving_license")).otherwise(pl.lit("identity_card")),
        years=8,
    )
    traveller = pl.col("planted").is_in(["travel_late", "travel_unannounced"]) | thrown.chance("passport", 0.14)
    passport = _document(people.filter(traveller), thrown, "passport", pl.lit("passport"), years=10)
    trade = _document(
        people.filter(thrown.chance("trade", 0.05)), thrown, "licence", pl.lit("professional_license"), years=5
    )
    return pl.concat([card, passport, trade])


def _document(people: pl.DataFrame, thrown: Dice, name: str, kind: pl.Expr, *, years: int) -> pl.DataFrame:
    mark = name[0].upper()
    issuer = pl.lit("US") if name == "passport" else pl.col("home").replace(STATE_OF)
    seen = pl.coalesce("last_on", "opened_on")
    issued = before(seen, thrown.between(f"{name}_issued", 30, years * 300))
    return people.select(
        "person_id",
        kind=kind,
        number=pl.format("X{}{}", pl.lit(mark), thrown.between(f"{name}_number", 1_000_000, 9_999_999)),
        issuer=issuer,
        issued_on=issued,
        expires_on=issued.dt.offset_by(f"{years}y"),
        reported_on=seen,
        record_id=pl.format("{}-D{}", "person_id", pl.lit(mark)),
        source=pl.lit("document seen"),
        learned_on=seen,
    )
