"""Where a person registers, when a place becomes a residence, who is told of a change, and where a case is tried."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna import where

JANUARY = date(2026, 1, 1)


def stay(first, days):
    return first, first + timedelta(days=days - 1)


def test_home_work_and_school_each_ask_for_registration_once():
    assert where.register_in(["TX", "OK"], ["OK"], ["NM"]) == ("NM", "OK", "TX")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("state", ("KS", "TX")),
        ("tribal", ("KS", "TX")),
        ("dc", ("KS", "TX")),
        ("territory", ("KS", "TX")),
        ("federal", ("TX",)),
        ("ucmj", ("TX",)),
        ("foreign", ("TX",)),
        (None, ("TX",)),
    ],
)
def test_the_convicting_jurisdiction_is_added_at_first_if_it_keeps_a_registry(source, expected):
    at_first = where.register_in(["TX"], [], [], initial=True, convicted_by=source, convicting_code="KS")
    later = where.register_in(["TX"], [], [], convicted_by=source, convicting_code="KS")

    assert (at_first, later) == (expected, ("TX",))


def test_more_than_thirty_days_on_end_make_a_residence():
    assert where.resides(False, [stay(JANUARY, 30)]).resides is False
    assert where.resides(False, [stay(JANUARY, 31)]) == where.Residence(True, date(2026, 1, 31), date(2026, 1, 30))


def test_a_jurisdiction_may_take_the_thirtieth_day():
    assert where.resides(False, [stay(JANUARY, 30)], trigger_day=30).trigger == date(2026, 1, 30)


def test_touching_and_overlapping_stays_are_one_and_no_day_counts_twice():
    touching = [(JANUARY, date(2026, 1, 15)), (date(2026, 1, 16), date(2026, 1, 31))]
    overlapping = [(JANUARY, date(2026, 1, 20)), (date(2026, 1, 10), date(2026, 1, 30))]

    assert where.resides(False, touching).trigger == date(2026, 1, 31)
    assert where.resides(False, overlapping).resides is False


def test_a_day_away_starts_the_consecutive_count_anew_but_not_the_others():
    stays = [(JANUARY, date(2026, 1, 20)), (date(2026, 1, 22), date(2026, 2, 5))]

    assert where.resides(False, stays).resides is False
    assert where.resides(False, stays, mode="calendar_year").trigger == date(2026, 2, 1)
    assert where.resides(False, stays, mode="rolling_365").trigger == date(2026, 2, 1)


def test_the_calendar_year_starts_from_nothing_on_the_first_of_january():
    stays = [(date(2025, 12, 2), date(2026, 1, 30))]

    assert where.resides(False, [stay(date(2025, 12, 15), 35)], mode="calendar_year").resides is False
    assert where.resides(False, stays, mode="calendar_year").resides is False
    assert where.resides(False, stays, mode="consecutive").trigger == date(2026, 1, 1)


def test_the_rolling_window_is_the_365_days_that_end_that_day():
    first, last = stay(date(2025, 1, 1), 30), date(2025, 12, 31)

    assert where.resides(False, [first, (last, last)], mode="rolling_365").trigger == last
    day_later = last + timedelta(days=1)
    assert where.resides(False, [first, (day_later, day_later)], mode="rolling_365").resides is False


def test_a_home_is_a_residence_from_its_first_day():
    stays = [(date(2026, 3, 1), date(2026, 3, 2)), (date(2026, 1, 5), date(2026, 1, 6))]

    assert where.resides(True, stays).trigger == date(2026, 1, 5)


def test_a_stay_whose_end_is_not_known_is_unknown_until_known_days_suffice():
    assert where.resides(False, [(JANUARY, None)]).resides is None
    assert where.resides(False, [stay(JANUARY, 31), (date(2026, 5, 1), None)]).resides is True


STAYS = st.lists(
    st.tuples(st.dates(JANUARY, date(2027, 6, 1)), st.integers(1, 60)).map(lambda pair: stay(*pair)), max_size=5
)


@given(STAYS)
def test_days_on_end_are_also_days_in_the_window_so_rolling_never_comes_later(stays):
    consecutive = where.resides(False, stays)
    rolling = where.resides(False, stays, mode="rolling_365")

    if consecutive.resides:
        assert rolling.trigger <= consecutive.trigger


@given(STAYS, STAYS)
def test_a_further_stay_never_makes_the_residence_come_later(stays, more):
    few, many = where.resides(False, stays), where.resides(False, stays + more)

    if few.resides:
        assert many.trigger <= few.trigger


def test_only_an_electing_tribe_registers_on_its_land_and_the_federal_prong_stays():
    statuses = ["elected", "delegated", "imputed_pl280", "imputed_no_election", "rescinded"]

    assert [where.land(status).registrar for status in statuses] == ["tribe", *["state"] * 4]
    assert all(where.land(status).federal_prong_B_ic for status in statuses)
    with pytest.raises(ValueError, match="annexed"):
        where.land("annexed")


def test_counties_bases_and_delegating_tribes_are_no_registration_jurisdictions():
    yes = ["state", "dc", "puerto_rico", "guam", "american_samoa", "cnmi", "usvi", "tribe_elected"]

    assert all(map(where.is_jurisdiction, yes))
    assert not any(map(where.is_jurisdiction, ["county", "military_installation", "tribe_delegated", "campus"]))


def test_the_jurisdiction_that_acts_need_not_tell_itself():
    assert where.share_with("TX", ["TX", "OK"], ["KS"], ["TX", "OK"]) == ("KS", "OK")


@pytest.mark.parametrize(
    ("circuit", "departure"),
    [("1", "supported"), ("2", "supported"), ("4", "supported"), ("7", "rejected"), ("8", "supported"),
     ("10", "supported"), ("11", "supported"), ("3", "unsettled"), ("9", "unsettled"), ("dc", "unsettled")],
)  # fmt: skip
def test_arrival_is_venue_everywhere_and_departure_where_the_circuit_says_so(circuit, departure):
    found = where.venue(circuit)

    assert (found.arrival, found.departure) == ("supported", departure)


def test_a_circuit_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="12"):
        where.venue("12")
