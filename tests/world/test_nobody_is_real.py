"""Guardrail G21: numbers that nobody can have, mail that goes nowhere, no Social Security numbers."""

import re

import polars as pl

from tipstaff.world import AGENCIES, USERS, World

SOCIAL_SECURITY = re.compile(r"\b\d{3}-\d{2}-\d{4}\b|\b\d{9}\b")
RESERVED_PHONE = r"^\d{3}-555-01\d\d$"
EXAMPLE_MAIL = r"^[a-z0-9]+@example\.(com|net|org)$"


def texts(world: World) -> set[str]:
    columns = (frame.select(pl.col(pl.String).unique().implode()) for frame in world.frames.values())
    return {value for column in columns for values in column.row(0) for value in values if value}


def test_every_telephone_number_is_one_of_the_reserved(nation: World) -> None:
    phones = nation.frames["remote_identifiers"].filter(pl.col("kind") == "telephone")["value"]
    assert phones.len() > 1000
    assert phones.str.contains(RESERVED_PHONE).all()
    assert all(re.match(RESERVED_PHONE, agency.phone) for agency in AGENCIES)


def test_every_mail_address_goes_nowhere(nation: World) -> None:
    mail = nation.frames["remote_identifiers"].filter(pl.col("kind") == "email")["value"]
    assert mail.len() > 1000
    assert mail.str.contains(EXAMPLE_MAIL).all()
    assert all(user.email.endswith(".example.org") for user in USERS)


def test_no_cell_looks_like_a_social_security_number(nation: World) -> None:
    assert [text for text in texts(nation) if SOCIAL_SECURITY.search(text)] == []


def test_vehicles_and_documents_carry_the_mark_of_invention(nation: World) -> None:
    assert nation.frames["vehicles"]["vin"].str.contains("INVENTED").all()
    assert nation.frames["vehicles"]["plate"].str.starts_with("X").all()
    assert nation.frames["documents"]["number"].str.starts_with("X").all()


def test_names_of_every_shape_occur(nation: World) -> None:
    family = set(nation.frames["names"]["family_name"])
    assert {"O'Brien-Ñandú", "Ts'ets'e", "ʻOkina"} <= family
    assert any(" " in name for name in family) and any("-" in name for name in family)
    legal = nation.frames["names"].filter(pl.col("kind") == "legal")
    assert legal["given_name"].null_count() > 0
    assert set(legal["suffix"].drop_nulls()) == {"Jr", "Sr", "III"}
