"""The truth, reckoned again person by person with the calendar of the standard library."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import polars as pl
import pytest

from tipstaff.world import World
from tipstaff.world.planted import RATES, SLIP_EVENTS

FEDERAL = {"I": 12, "II": 6, "III": 3}
RED_MESA = {"I": 6, "II": 6, "III": 3}
WORST_RUN_OF_CLOSED_DAYS = 4


def months_on(day: dt.date, months: int) -> dt.date:
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def birth_month_due(seen: dt.date, birth_month: int, months: int) -> dt.date:
    """The end of the first month of the schedule that begins after the appearance (SORNA-VER-2)."""
    first = dt.date(seen.year, seen.month, 1)
    while True:
        first = months_on(first, 1)
        if (first.month - birth_month) % months == 0:
            return dt.date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])


def three_business_days_after(day: dt.date) -> dt.date:
    """Without holidays, so never later than the law's date."""
    for _ in range(3):
        day += dt.timedelta(1)
        while day.weekday() > 4:
            day += dt.timedelta(1)
    return day


def people_of(world: World, what: str) -> set[str]:
    return set(world.truth.filter(pl.col("what") == what)["person_id"])


@pytest.fixture(scope="module")
def seen(nation: World) -> dict[tuple[str, str], dt.date]:
    """The last full appearance, else the registration, by person and registry."""
    registered = nation.frames["registrations"].filter(pl.col("ended_on").is_null())
    days = {(p, j): day for p, j, day in registered.select("person_id", "jurisdiction", "registered_on").iter_rows()}
    full = nation.frames["verifications"].filter(
        (pl.col("mode") != "mail") & pl.all_horizontal("identity_checked", "photograph_possible", "all_fields_reviewed")
    )
    last = full.group_by("person_id", "jurisdiction").agg(pl.col("verified_on").max())
    return days | {(p, j): day for p, j, day in last.iter_rows()}


def due_rows(world: World) -> Iterator[dict[str, object]]:
    recorded = world.frames["registrations"].filter(pl.col("basis") == "residence", pl.col("ended_on").is_null())
    facts = recorded.select("person_id", "tier").join(
        world.frames["dates_of_birth"].filter(pl.col("kind") == "actual").select("person_id", "date_of_birth"),
        on="person_id",
    )
    due = world.truth.filter(pl.col("what") == "verification_due").join(facts, on="person_id")
    return due.filter(pl.col("tier").is_not_null()).iter_rows(named=True)


def test_every_due_date_is_the_last_full_appearance_and_the_interval(
    nation: World, seen: dict[tuple[str, str], dt.date]
) -> None:
    roofless, checked = people_of(nation, "homeless"), 0
    for row in due_rows(nation):
        person, home, track, tier = row["person_id"], row["jurisdiction"], row["track"], row["tier"]
        at_home = seen[person, home]
        expected = [months_on(at_home if track == "federal" else seen[person, track], FEDERAL[tier])]
        if track == "RM":
            expected.append(months_on(at_home, RED_MESA[tier]))
            expected += [at_home + dt.timedelta(30)] if person in roofless else []
        if track == "TR":
            expected.append(birth_month_due(at_home, row["date_of_birth"].month, FEDERAL[tier]))
        assert row["on"] == min(expected), row
        assert row["days"] == (nation.as_of - row["on"]).days
        checked += 1
    assert checked > 4500


def test_who_is_planted_as_overdue_is_and_nobody_else(nation: World) -> None:
    worst: dict[str, int] = defaultdict(lambda: -9999)
    for person, days in (
        nation.truth.filter(pl.col("what") == "verification_due").select("person_id", "days").iter_rows()
    ):
        worst[person] = max(worst[person], days)
    planted = people_of(nation, "overdue") | people_of(nation, "absconder_like")
    assert {person for person, days in worst.items() if days > 0} == planted
    assert all(worst[person] > WORST_RUN_OF_CLOSED_DAYS for person in planted)
    assert min(worst[person] for person in people_of(nation, "absconder_like")) >= 180


def test_who_is_planted_as_due_soon_is_due_within_thirty_days(nation: World) -> None:
    due = nation.truth.filter(pl.col("what") == "verification_due")
    soonest = due.filter(pl.col("person_id").is_in(list(people_of(nation, "due_soon")))).group_by("person_id")
    assert soonest.agg(pl.col("days").max())["days"].is_between(-30, -1).all()


def test_changes_are_reported_in_three_business_days_but_for_the_planted(nation: World) -> None:
    before = ("terminate_employment", "temporary_lodging")
    slips = set(nation.truth.filter(pl.col("details").is_in(SLIP_EVENTS))["subject"])
    changes = nation.frames["changes"].filter(~pl.col("event").is_in(before))
    late = {
        record
        for record, event, reported in changes.select("record_id", "event_date", "reported_on").iter_rows()
        if reported is None or reported > three_business_days_after(event)
    }
    assert late == slips
    ended = nation.frames["changes"].filter(pl.col("event") == "terminate_employment")
    assert ended.filter(pl.col("reported_on") > pl.col("event_date")).is_empty()


def test_the_federal_period_is_over_for_the_planted_only(nation: World) -> None:
    once = nation.frames["convictions"].filter(pl.len().over("person_id") == 1)
    tiers = nation.frames["registrations"].filter(pl.col("basis") == "residence", pl.col("tier").is_not_null())
    tier = dict(tiers.select("person_id", "tier").iter_rows())
    start = once.select("person_id", start=pl.coalesce("release_date", "sentencing_date"))
    unsure = set.union(*(people_of(nation, what) for what in ("tier_contradicted", "local_equivalence")))
    years = {"I": 15, "II": 25}
    over = {
        person
        for person, day in start.iter_rows()
        if tier.get(person) in years
        and person not in unsure
        and months_on(day, 12 * years[tier[person]]) < nation.as_of
    }
    assert over == people_of(nation, "period_expired")


def test_journeys_are_announced_three_weeks_ahead_but_for_the_planted(nation: World) -> None:
    travel = nation.frames["travel"].with_columns(notice=(pl.col("departs_on") - pl.col("reported_on")).dt.total_days())
    assert set(travel.filter(pl.col("notice") < 21)["person_id"]) == people_of(nation, "travel_late")
    assert set(travel.filter(pl.col("notice").is_null())["person_id"]) == people_of(nation, "travel_unannounced")
    assert travel.filter(pl.col("reported_on") >= nation.as_of).is_empty()


def test_what_was_not_taken_is_named(nation: World) -> None:
    gaps = dict(nation.truth.filter(pl.col("what") == "information_missing").select("person_id", "details").iter_rows())
    taken = (
        "photographed_on",
        "fingerprinted_on",
        "palm_printed_on",
        "dna_collected_on",
        "id_copied_on",
        "acknowledged_on",
        "height_inches",
    )
    persons = nation.frames["persons"].select("person_id", *taken)
    found = {
        row["person_id"]: ";".join(name for name in taken if row[name] is None)
        for row in persons.iter_rows(named=True)
        if None in row.values()
    }
    assert found == gaps


@pytest.mark.parametrize("what", sorted(set(RATES) - {"due_soon", "tier_contradicted"}))
def test_planted_things_are_as_frequent_as_stated(nation: World, what: str) -> None:
    expected = RATES[what] * nation.people / 1000
    assert abs(len(people_of(nation, what)) - expected) <= 4 * expected**0.5 + 1
