"""Every duty of a person on a day, on both tracks: what a registry officer reads on the work list."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.sorna.people import AS_OF, FULL, make_facts, person, row
from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.findings import KEY, SCHEMA
from tipstaff.sorna.lawbook import UnknownJurisdiction, load

Judged = Callable[..., pl.DataFrame]


def seen(on: date, code: str = "AZ", **how: Any) -> dict[str, Any]:
    return {"jurisdiction": code, "verified_on": on, **FULL, **how}


def at(code: str, **changed: Any) -> dict[str, Any]:
    return {"jurisdiction": code, "registered_on": date(2015, 2, 1), "tier": "II", **changed}


def test_a_person_who_did_everything_is_current_on_both_tracks(judged: Judged) -> None:
    found = judged()
    assert found.schema == SCHEMA
    verification = row(found, "verification")
    assert (verification["status"], verification["due_on"]) == ("current", date(2027, 2, 10))
    assert (verification["basis"], verification["basis_on"]) == ("last_verification", date(2026, 8, 10))
    assert (verification["interval"], verification["tier"], verification["flags"]) == ("6 months", "II", None)
    assert row(found, "verification", "AZ")["flags"] == "LOCAL_LAW_NOT_REVIEWED"
    assert row(found, "registration")["status"] == "met"
    assert row(found, "tier")["status"] == "current"
    assert row(found, "information")["status"] == "met"
    period = row(found, "duration")
    assert (period["status"], period["since_on"], period["due_on"]) == ("current", date(2015, 2, 1), date(2040, 2, 1))
    assert set(found["status"].unique()) == {"current", "met"}


def test_an_appearance_missed_is_overdue_from_the_day_after_the_grace(judged: Judged) -> None:
    found = row(judged(verifications=[seen(date(2026, 5, 14))], as_of=date(2026, 11, 17)), "verification")
    assert (found["status"], found["due_on"]) == ("overdue", date(2026, 11, 14))  # a Saturday
    assert (found["grace_through_on"], found["since_on"]) == (date(2026, 11, 16), date(2026, 11, 17))
    same_day = row(judged(verifications=[seen(date(2026, 5, 14))], as_of=date(2026, 11, 16)), "verification")
    assert same_day["status"] == "due_soon"


def test_an_appearance_is_due_soon_thirty_days_before(judged: Judged) -> None:
    statuses = [
        row(judged(verifications=[seen(date(2026, 6, 24))], as_of=day), "verification")["status"]
        for day in (date(2026, 11, 23), date(2026, 11, 24))
    ]
    assert statuses == ["current", "due_soon"]


def test_an_appearance_after_the_day_asked_about_has_not_happened_yet(judged: Judged) -> None:
    found = judged(verifications=[seen(date(2026, 1, 10)), seen(date(2026, 12, 1))])
    assert row(found, "verification")["basis_on"] == date(2026, 1, 10)


def test_a_person_never_seen_is_counted_from_registration_and_without_that_unknown(judged: Judged) -> None:
    found = row(judged(verifications=[]), "verification")
    assert (found["basis"], found["due_on"], found["status"]) == ("registered_on", date(2015, 8, 1), "overdue")
    found = row(judged(verifications=[], registrations={"registered_on": None}), "verification")
    assert (found["status"], found["missing"]) == ("unknown", "last_verification;registered_on")


def test_mail_is_no_appearance_and_an_unclear_one_makes_the_answer_unknown_only_if_it_turns_on_it(
    judged: Judged,
) -> None:
    old, unclear = seen(date(2026, 2, 10)), seen(date(2026, 8, 10), photograph_possible=None)
    by_mail = judged(verifications=[old, seen(date(2026, 8, 10), mode="mail")])
    assert row(by_mail, "verification")["status"] == "overdue"
    found = row(judged(verifications=[old, unclear]), "verification")
    assert (found["status"], found["missing"]) == ("unknown", "verification:fullness")
    assert (found["due_on"], found["grace_through_on"]) == (date(2026, 8, 10), date(2027, 2, 10))
    fresh = judged(verifications=[seen(date(2026, 8, 1)), unclear])
    assert row(fresh, "verification")["status"] == "current"


def test_a_bare_roster_is_judged_by_the_tier_on_file(judged: Judged) -> None:
    found = judged(convictions=[])
    assert row(found, "verification")["status"] == "current"
    assert (row(found, "tier")["status"], row(found, "tier")["flags"]) == ("current", "TIER_AS_RECORDED")
    assert (row(found, "duration")["status"], row(found, "duration")["missing"]) == ("unknown", "convictions")
    assert row(judged(convictions=[], registrations={"tier": None}), "verification")["missing"] == "tier"


def test_a_person_with_neither_conviction_nor_registration_is_one_question_and_not_ten(judged: Judged) -> None:
    found = judged(convictions=[], registrations=[], verifications=[])
    assert found.height == 1
    assert row(found, "registration")["missing"] == "convictions;registration"


def test_nothing_is_required_of_the_dead(judged: Judged) -> None:
    found = judged(persons={"died_on": date(2026, 3, 1)})
    assert set(found["status"].unique()) == {"not_required"}
    assert row(found, "verification", "AZ")["flags"] == "DECEASED;LOCAL_LAW_NOT_REVIEWED"
    assert row(judged(persons={"died_on": date(2027, 3, 1)}), "verification")["status"] == "current"


def test_a_conviction_outside_the_act_binds_only_on_the_local_track(judged: Judged) -> None:
    found = judged(convictions={"category": "exposure_adult"})
    assert row(found, "verification")["status"] == "not_required"
    assert row(found, "verification")["flags"] == "NOT_COVERED"
    local = row(found, "verification", "AZ")
    assert (local["status"], local["due_on"]) == ("current", date(2027, 2, 10))
    assert row(found, "duration", "AZ")["missing"] == "local_period"


def test_a_vacated_conviction_stops_counting_from_its_day(judged: Judged) -> None:
    assert row(judged(convictions={"vacated_on": date(2026, 11, 24)}), "duration")["status"] == "not_required"
    assert row(judged(convictions={"vacated_on": date(2026, 11, 25)}), "duration")["status"] == "current"


def test_a_foreign_conviction_that_nobody_has_looked_at_is_unknown(judged: Judged) -> None:
    found = judged(convictions={"convicting": "foreign", "convicting_code": "XX"})
    assert (row(found, "verification")["status"], row(found, "verification")["missing"]) == ("unknown", "coverage")


OVER = {"convictions": {"category": "cp_possession", "release_date": date(2010, 2, 1)}}


def test_when_the_federal_period_is_over_a_law_that_nobody_loaded_is_not_said_to_be(judged: Judged) -> None:
    found = judged(**OVER, registrations={"tier": "I"})
    federal = row(found, "duration")
    assert (federal["status"], federal["due_on"], federal["since_on"]) == (
        "not_required", date(2025, 2, 1), date(2025, 2, 2),
    )  # fmt: skip
    assert row(found, "verification")["flags"] == "FEDERAL_PERIOD_EXPIRED"
    local = row(found, "verification", "AZ")
    assert (local["status"], local["missing"]) == ("unknown", "local_period")


def test_where_the_local_law_is_known_the_period_ends_there_too(judged: Judged) -> None:
    found = judged(**OVER, registrations=[at("RM", tier="I")], verifications=[seen(AS_OF, "RM")])
    assert row(found, "verification", "RM")["flags"] == "LOCAL_PERIOD_EXPIRED"


def test_a_longer_local_period_keeps_its_own_track_and_not_the_federal_one(judged: Judged, tmp_path: Path) -> None:
    changed = tmp_path / "law.toml"
    changed.write_text("[[jurisdictions.RM.policy]]\nparameter = 'duration_years'\nfrom = 2009-10-01\n"
                       "value = { I = 25 }\ncitation = 'invented'\n")  # fmt: skip
    found = judged(**OVER, registrations=[at("RM", tier="I")], verifications=[seen(AS_OF, "RM")], book=load(changed))
    assert row(found, "duration")["status"] == "not_required"
    assert (row(found, "duration", "RM")["status"], row(found, "duration", "RM")["due_on"]) == (
        "current", date(2035, 2, 1),
    )  # fmt: skip
    assert row(found, "verification", "RM")["status"] == "current"


def test_the_last_day_is_a_day_of_duty(judged: Judged) -> None:
    facts = {"convictions": OVER["convictions"], "registrations": {"tier": "I"}}
    assert row(judged(**facts, as_of=date(2025, 2, 1)), "duration")["status"] == "current"
    assert row(judged(**facts, as_of=date(2025, 2, 2)), "duration")["status"] == "not_required"


def test_tiers_that_disagree_show_both_and_stand_where_the_answer_is_the_same(judged: Judged) -> None:
    found = judged(registrations={"tier": "III"}, verifications=[seen(date(2026, 11, 10))])
    tier = row(found, "tier")
    assert (tier["status"], tier["interval"]) == ("contradicted", "III on file, II by the convictions")
    verification = row(found, "verification")
    assert (verification["status"], verification["flags"]) == ("current", "TIER_CONTRADICTED")


def test_tiers_that_disagree_make_the_answer_unknown_where_it_turns_on_them(judged: Judged) -> None:
    found = row(judged(registrations={"tier": "III"}, verifications=[seen(date(2026, 7, 1))]), "verification")
    assert (found["status"], found["missing"], found["flags"]) == ("unknown", "tier", "TIER_CONTRADICTED")
    assert (found["due_on"], found["grace_through_on"]) == (date(2026, 10, 1), date(2027, 1, 1))


def test_whether_the_period_is_over_may_turn_on_the_tier(judged: Judged) -> None:
    found = judged(**OVER, registrations={"tier": "II"})
    assert row(found, "duration")["status"] == "unknown"
    assert row(found, "tier")["status"] == "contradicted"
    assert row(found, "verification")["missing"] == "tier"


def test_a_tier_not_on_file_is_computed_and_said_to_be(judged: Judged) -> None:
    found = judged(registrations={"tier": None})
    assert (row(found, "tier")["tier"], row(found, "tier")["flags"]) == ("II", "TIER_AS_COMPUTED")
    assert row(found, "verification")["tier"] == "II"


def test_each_registry_is_judged_by_its_own_appearances_and_the_federal_track_shows_the_most_urgent(
    judged: Judged,
) -> None:
    found = judged(
        registrations=[at("AZ"), at("NM")], verifications=[seen(date(2026, 11, 1)), seen(date(2026, 2, 1), "NM")]
    )
    assert row(found, "verification", "AZ")["status"] == "current"
    assert row(found, "verification", "NM")["status"] == "overdue"
    assert row(found, "verification")["due_on"] == date(2026, 8, 1)
    assert found.filter(pl.struct(KEY).is_duplicated()).is_empty()


def test_two_registries_with_two_tiers_on_file_contradict_one_another(judged: Judged) -> None:
    found = judged(registrations=[at("AZ", tier="II"), at("NM", tier="III")], convictions=[])
    assert row(found, "tier")["interval"] == "II and III on file"
    assert row(found, "tier", "NM")["status"] == "current"


def test_a_closed_registration_has_no_track(judged: Judged) -> None:
    found = judged(registrations=[at("AZ", ended_on=AS_OF), at("NM")], verifications=[seen(AS_OF, "NM")])
    assert set(found["track"].unique()) == {"federal", "NM"}


def test_a_stricter_registry_has_its_own_dates_and_never_later_ones(judged: Judged) -> None:
    found = judged(
        registrations=[at("RM", tier="I")], convictions=[], verifications=[seen(date(2026, 5, 4), "RM")]
    )  # fmt: skip
    assert row(found, "verification")["due_on"] == date(2027, 5, 4)
    local = row(found, "verification", "RM")
    assert (local["due_on"], local["status"], local["flags"]) == (date(2026, 11, 4), "overdue", None)


def test_a_person_without_a_fixed_place_is_seen_more_often_where_the_law_says_so(judged: Judged) -> None:
    facts = {"registrations": [at("RM")], "verifications": [seen(date(2026, 10, 1), "RM")]}
    found = judged(**facts, addresses=[{"kind": "transient_area", "description": "Under the bridge, Main Street"}])
    local = row(found, "verification", "RM")
    assert (local["due_on"], local["rule"], local["interval"]) == (date(2026, 10, 31), "SORNA-VER-7", "30 days")
    assert row(found, "verification")["due_on"] == date(2027, 4, 1)
    nowhere = row(judged(**facts, addresses=[]), "verification", "RM")
    assert (nowhere["status"], nowhere["missing"]) == ("unknown", "address:transient")


def test_overdue_by_any_reckoning_is_overdue_from_the_day_that_holds_with_a_fixed_place(judged: Judged) -> None:
    late = {"registrations": [at("RM")], "verifications": [seen(date(2026, 1, 10), "RM")], "addresses": []}
    found = row(judged(**late), "verification", "RM")
    assert (found["status"], found["due_on"], found["interval"]) == ("overdue", date(2026, 7, 10), "6 months")
    assert found["since_on"] == date(2026, 7, 11)


def test_a_code_that_the_lawbook_does_not_have_makes_that_track_unknown_and_no_other(judged: Judged) -> None:
    found = judged(registrations=[at("XX"), at("AZ")])
    unknown = row(found, "verification", "XX")
    assert (unknown["status"], unknown["rule"], unknown["missing"]) == ("unknown", "SORNA-GEN-3", "jurisdiction:XX")
    assert row(found, "verification", "AZ")["status"] == "current"


def test_asking_for_one_jurisdiction_gives_its_people_on_two_tracks() -> None:
    facts = make_facts(
        {1: person(), 2: person(registrations=[at("RM")]), 3: person(registrations=[at("AZ"), at("NM")])}
    )
    found = evaluate(facts, AS_OF, jurisdiction="AZ")
    assert set(found["person"].unique()) == {1, 3}
    assert set(found["track"].unique()) == {"federal", "AZ"}
    with pytest.raises(UnknownJurisdiction):
        evaluate(facts, AS_OF, jurisdiction="ZZ")


def test_custody_suspends_the_appearance_and_stops_the_clock(judged: Judged) -> None:
    found = judged(custody=[{"from_on": date(2026, 9, 1)}])
    assert (row(found, "verification")["status"], row(found, "verification")["since_on"]) == (
        "suspended", date(2026, 9, 1),
    )  # fmt: skip
    assert (row(found, "duration")["status"], row(found, "duration")["rule"]) == ("suspended", "SORNA-DUR-6")


def test_a_person_still_imprisoned_for_the_offence_has_not_started(judged: Judged) -> None:
    found = judged(convictions={"release_date": None}, verifications=[])
    assert row(found, "verification")["flags"] == "NOT_STARTED"
    assert row(found, "duration")["status"] == "suspended"
    later = judged(convictions={"release_date": date(2027, 3, 1)}, verifications=[])
    assert row(later, "duration")["flags"] == "NOT_STARTED"


def test_where_the_end_turns_on_how_custody_is_read_both_last_days_are_shown(judged: Judged) -> None:
    found = judged(
        convictions={"category": "cp_possession", "release_date": date(2011, 6, 1)}, registrations={"tier": "I"},
        custody=[{"from_on": date(2015, 1, 1), "to_on": date(2016, 1, 1)}],
    )  # fmt: skip
    period = row(found, "duration")
    assert (period["status"], period["flags"]) == ("current", "CUSTODY_READING")
    assert (period["due_on"], period["grace_through_on"]) == (date(2027, 6, 1), date(2026, 6, 1))
    assert row(found, "verification")["flags"] == "CUSTODY_READING"


REDUCIBLE: dict[str, Any] = {
    "convictions": {"category": "cp_possession", "release_date": date(2014, 6, 1)},
    "registrations": {"tier": "I"},
}
SUPERVISED = [
    {"kind": "probation", "status": "completed", "completed_on": date(2016, 1, 1)},
    {"kind": "treatment", "status": "completed", "completed_on": date(2016, 1, 1), "certified": True},
]


def test_a_reduction_is_proposed_and_removes_nobody(judged: Judged) -> None:
    found = judged(**REDUCIBLE, supervision=SUPERVISED)
    reduction = row(found, "reduction")
    assert (reduction["status"], reduction["rule"], reduction["due_on"]) == (
        "proposed", "SORNA-RED-8", date(2024, 6, 1),
    )  # fmt: skip
    assert row(found, "duration")["due_on"] == date(2029, 6, 1)


def test_a_reduction_whose_conditions_are_not_on_file_is_not_proposed(judged: Judged) -> None:
    reduction = row(judged(**REDUCIBLE), "reduction")
    assert (reduction["status"], reduction["flags"]) == ("current", "UNMET_C;UNMET_D")
    uncertified = [SUPERVISED[0], {**SUPERVISED[1], "certified": None}]
    assert row(judged(**REDUCIBLE, supervision=uncertified), "reduction")["flags"] == "UNMET_D"


def test_nobody_of_tier_two_has_a_reduction(judged: Judged) -> None:
    assert judged(supervision=SUPERVISED).filter(pl.col("duty") == "reduction").is_empty()


def test_what_is_not_on_file_is_named(judged: Judged) -> None:
    found = row(
        judged(persons={"dna_collected_on": None, "eye_color": None, "ssn_on_file": None}, addresses=[]), "information"
    )
    assert (found["status"], found["missing"]) == ("incomplete", "ssn;residence;physical_description;dna")


@pytest.mark.parametrize(
    ("registration", "status", "due"),
    [
        ({"initial_event_on": date(2026, 11, 20), "registered_on": date(2026, 11, 25)}, "due_soon", date(2026, 11, 25)),
        ({"initial_event_on": date(2026, 11, 12), "registered_on": date(2026, 11, 17)}, "met", date(2026, 11, 17)),
        ({"initial_event_on": date(2026, 11, 12), "registered_on": date(2026, 11, 18)}, "late", date(2026, 11, 17)),
        ({"initial_event": "initial_foreign", "initial_event_on": date(2026, 11, 12), "registered_on": None},
         "overdue", date(2026, 11, 17)),
        ({"initial_event": None, "initial_event_on": None, "registered_on": date(2026, 11, 12)}, "met", None),
        ({"initial_event": None, "initial_event_on": None, "registered_on": None}, "unknown", None),
    ],
)  # fmt: skip
def test_initial_registration_is_held_against_what_started_it(
    judged: Judged, registration: dict[str, Any], status: str, due: date | None
) -> None:
    found = row(judged(registrations={"initial_event": "enter_to_reside", **registration}), "registration")
    assert (found["status"], found["due_on"]) == (status, due)


MOVED = {"event": "change_residence", "event_date": date(2026, 11, 12), "in_person": True, "record_id": "C-1"}


@pytest.mark.parametrize(
    ("change", "status", "flags", "missing"),
    [
        ({"reported_on": date(2026, 11, 17)}, "met", None, None),
        ({"reported_on": date(2026, 11, 18)}, "late", None, None),
        ({"reported_on": None}, "overdue", None, None),
        ({"reported_on": date(2026, 11, 25)}, "overdue", None, None),  # not yet told on the day asked about
        ({"reported_on": date(2026, 11, 13), "in_person": False}, "overdue", "NOT_IN_PERSON", None),
        ({"reported_on": date(2026, 11, 13), "in_person": None}, "unknown", None, "in_person"),
        ({"reported_on": None, "no_mechanism": True}, "unknown", "NO_MECHANISM", "mechanism"),
        ({"event_date": date(2026, 11, 23)}, "due_soon", None, None),
        ({"event_date": date(2026, 12, 20)}, "current", None, None),
        ({"event_date": date(2014, 1, 1)}, "not_required", "BEFORE_DUTY", None),
    ],
)
def test_a_move_is_reported_in_person_within_three_business_days(
    judged: Judged, change: dict[str, Any], status: str, flags: str | None, missing: str | None
) -> None:
    found = row(judged(changes=[MOVED | change]), "residence")
    assert (found["status"], found["flags"], found["missing"]) == (status, flags, missing)
    assert found["subject"] == "C-1"


def test_a_stay_too_short_is_not_required_and_one_of_unknown_length_unknown(judged: Judged) -> None:
    stay = {"event": "temporary_lodging", "event_date": date(2026, 11, 2), "record_id": "L-1"}
    assert row(judged(changes=[stay | {"planned_days": 5}]), "temporary_lodging")["status"] == "not_required"
    assert row(judged(changes=[stay | {"planned_days": 9}]), "temporary_lodging")["status"] == "overdue"
    assert row(judged(changes=[stay]), "temporary_lodging")["missing"] == "planned_days;actual_days"


def test_a_departure_is_told_before_it(judged: Judged) -> None:
    leaving = {"event": "depart_residence", "event_date": date(2026, 11, 23), "record_id": "D-1"}
    assert row(judged(changes=[leaving | {"reported_on": date(2026, 11, 23)}]), "departure")["status"] == "met"
    assert row(judged(changes=[leaving | {"reported_on": date(2026, 11, 24)}]), "departure")["status"] == "late"


def test_events_that_look_alike_are_told_apart(judged: Judged) -> None:
    twice = {"event": "change_vehicle", "event_date": date(2026, 11, 2), "reported_on": date(2026, 11, 3)}
    found = judged(changes=[twice, twice]).filter((pl.col("duty") == "vehicle") & (pl.col("track") == "federal"))
    assert sorted(found["subject"]) == ["change_vehicle@2026-11-02", "change_vehicle@2026-11-02 #2"]


def test_two_rivers_wants_to_hear_within_one_business_day_since_2010(judged: Judged) -> None:
    facts: dict[str, Any] = {
        "registrations": [at("TR", registered_on=date(2008, 1, 1))],
        "verifications": [seen(AS_OF, "TR")],
        "convictions": {"release_date": date(2007, 12, 1)},
    }
    before = {"event_date": date(2009, 11, 13), "reported_on": date(2009, 11, 18), "record_id": "C-0"}
    moves = [MOVED | {"reported_on": date(2026, 11, 16)}, MOVED | before]
    found = judged(**facts, changes=moves)
    assert row(found, "residence", subject="C-1")["status"] == "met"
    local = row(found, "residence", "TR", "C-1")
    assert (local["status"], local["due_on"], local["interval"]) == ("late", date(2026, 11, 13), "1 business day")
    assert row(found, "residence", "TR", "C-0")["status"] == "met"


def test_a_change_in_one_jurisdiction_is_no_matter_of_another(judged: Judged) -> None:
    found = judged(registrations=[at("AZ"), at("RM")], changes=[MOVED | {"jurisdiction": "RM"}])
    assert set(found.filter(pl.col("duty") == "residence")["track"]) == {"federal", "RM"}


@pytest.mark.parametrize(
    ("trip", "status", "flags"),
    [
        ({"reported_on": date(2026, 11, 9)}, "met", None),
        ({"reported_on": date(2026, 11, 10)}, "late", None),
        ({"reported_on": None}, "overdue", None),
        ({"reported_on": None, "known_on": date(2026, 11, 20)}, "overdue", "KNOWN_AFTER_DUE"),
        ({"reported_on": None, "outcome": "cancelled"}, "not_required", None),
        ({"departs_on": date(2027, 2, 1)}, "current", None),
        ({"departs_on": date(2026, 12, 20)}, "due_soon", None),
        ({"departs_on": date(2026, 11, 20), "reported_on": date(2026, 11, 21)}, "late", "REPORTED_AFTER_DEPARTURE"),
    ],
)
def test_a_journey_abroad_is_announced_three_weeks_before(
    judged: Judged, trip: dict[str, Any], status: str, flags: str | None
) -> None:
    found = row(judged(travel=[{"departs_on": date(2026, 11, 30), "destination": "MX", **trip}]), "travel")
    assert (found["status"], found["flags"]) == (status, flags)


def test_nobody_at_all_gives_no_rows() -> None:
    found = evaluate(make_facts({}), AS_OF)
    assert found.is_empty()
    assert found.schema == SCHEMA


def test_nobody_is_overdue_federally_because_the_tribal_office_was_closed(judged: Judged) -> None:
    facts: dict[str, Any] = {"registrations": [at("RM")], "verifications": [seen(date(2026, 5, 26), "RM")]}
    on_saturday = row(judged(**facts, as_of=date(2026, 11, 28)), "verification")  # due on Thanksgiving
    assert (on_saturday["due_on"], on_saturday["grace_through_on"]) == (date(2026, 11, 26), date(2026, 11, 30))
    assert on_saturday["status"] == "due_soon"
    elsewhere = {"registrations": [at("AZ")], "verifications": [seen(date(2026, 5, 26), "AZ")]}
    assert row(judged(**elsewhere, as_of=date(2026, 11, 28)), "verification")["status"] == "overdue"


def test_a_tier_on_which_the_tables_differ_is_for_a_lawyer_to_look_at(judged: Judged) -> None:
    found = row(
        judged(convictions={"category": None, "statute": "18USC2243(a)"}, registrations={"tier": "III"}), "tier"
    )
    assert (found["status"], found["flags"]) == ("current", "TIER_REVIEW")


def test_a_tier_that_nobody_knows_leaves_open_whether_an_old_period_is_over(judged: Judged) -> None:
    old = {"category": "sexual_contact", "victim_age": None, "release_date": date(2010, 2, 1)}
    moved = [MOVED | {"reported_on": None}]
    found = judged(convictions=old, registrations={"tier": None}, changes=moved)
    assert (row(found, "residence")["status"], row(found, "residence")["missing"]) == ("unknown", "tier")
    assert row(found, "duration")["flags"] is None
    recent = judged(convictions=old | {"release_date": date(2015, 2, 1)}, registrations={"tier": None}, changes=moved)
    assert row(recent, "residence")["status"] == "overdue"
