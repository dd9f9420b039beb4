"""The lawbook: dated values with citations, jurisdictions over the federal floor, and clear refusals."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tipstaff.sorna.findings import DUTIES
from tipstaff.sorna.lawbook import LawbookError, PolicyError, UnknownJurisdiction, load

BOOK = load()


def test_every_state_territory_and_the_district_is_there_and_none_has_invented_law() -> None:
    real = [each for each in BOOK.jurisdictions.values() if not each.invented]
    assert len(real) == 56
    assert not any(each.reviewed for each in real)
    assert all(BOOK.policy(each.code).values() == BOOK.policy().values() for each in real)


def test_every_jurisdiction_has_a_time_zone_that_exists() -> None:
    for each in BOOK.jurisdictions.values():
        assert ZoneInfo(each.zone)


def test_every_parameter_and_rule_has_a_citation_and_a_sentence() -> None:
    assert all(spec["citation"] and spec["about"] for spec in BOOK.topic("parameters").values())
    assert all(rule.citation and rule.says.endswith(".") for rule in BOOK.rules.values())


def test_every_event_leads_to_a_duty_and_a_rule_that_exist() -> None:
    for event in BOOK.topic("deadlines")["events"].values():
        assert event["rule"] in BOOK.rules
        assert event.get("duty", "residence") in DUTIES


def test_red_mesa_asks_for_more_and_says_so_with_its_dates() -> None:
    assert BOOK.policy("RM").verification_months == (6, 6, 3)
    assert BOOK.policy("RM", on=date(2008, 1, 1)).verification_months == (12, 6, 3)
    assert BOOK.policy("RM", on=date(2013, 12, 31)).transient_interval_days == 0
    assert BOOK.policy("RM", on=date(2014, 1, 1)).transient_interval_days == 30
    assert BOOK.policy("RM", on=date(2013, 1, 1)).version != BOOK.policy("RM", on=date(2015, 1, 1)).version


def test_red_mesa_is_closed_on_the_friday_after_thanksgiving_and_the_states_are_not() -> None:
    assert date(2026, 11, 27) in BOOK.policy("RM").closed_days
    assert date(2026, 11, 27) not in BOOK.policy("AZ").closed_days


def test_an_unknown_jurisdiction_stops_with_a_reason() -> None:
    with pytest.raises(UnknownJurisdiction, match="'XX' is not in the lawbook"):
        BOOK.policy("XX")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"verification_months": {"III": 6}}, "policy_laxer_than_federal"),
        ({"travel_notice_days": 20}, "policy_laxer_than_federal"),
        ({"duration_years": {"III": 30}}, "policy_laxer_than_federal"),
        ({"duration_years": {"I": 10}}, "policy_laxer_than_federal"),
        ({"no_such": 1}, "unknown_parameter"),
        ({"expiry": "someday"}, "bad_value"),
        ({"verification_months": {"IV": 1}}, "bad_value"),
        ({"early_window_days": "30"}, "bad_value"),
        ({"early_window_days": True}, "bad_value"),
        ({"extra_holidays": ["2026-02-30"]}, "bad_value"),
        ({"change_report_business_days": 0}, "bad_value"),
    ],
)
def test_a_setting_that_cannot_hold_is_refused_by_name(settings: dict[str, object], code: str) -> None:
    with pytest.raises(PolicyError) as refused:
        BOOK.policy_with(settings)
    assert refused.value.code == code
    assert next(iter(settings)) in str(refused.value)


def test_stricter_and_unset_settings_are_taken() -> None:
    policy = BOOK.policy_with({"verification_months": {"II": 3}, "transient_interval_days": None})
    assert policy.verification_months == (12, 3, 3)
    assert BOOK.policy_with({"duration_years": {"I": 25, "II": 0}}).duration_years == (25, 0, 0)


def test_what_only_a_jurisdiction_may_set_is_refused_on_the_federal_track() -> None:
    with pytest.raises(PolicyError) as refused:
        BOOK.policy_with({"absconding_tolls": True}, track="federal")
    assert refused.value.code == "local_only"


def test_a_single_file_of_changed_values_makes_another_lawbook(tmp_path: Path) -> None:
    changed = tmp_path / "changed law.toml"
    changed.write_text("[parameters]\nverification_months = { I = 6 }\n"
                       "[jurisdictions.XX]\nname = 'Ex'\nkind = 'tribe'\n"
                       "zone = 'America/Denver'\nreviewed = true\n")  # fmt: skip
    book = load(changed)
    assert book.policy().verification_months[0] == 6
    assert book.jurisdiction("XX").name == "Ex"
    assert load().policy().verification_months[0] == 12


def test_a_folder_of_changed_values_mirrors_the_lawbook(tmp_path: Path) -> None:
    (tmp_path / "jurisdictions").mkdir()
    (tmp_path / "deadlines.toml").write_text("[warning_days]\nverification = 60\n")
    (tmp_path / "jurisdictions" / "AZ.toml").write_text(
        "[[policy]]\nparameter = 'change_report_business_days'\nfrom = 2020-01-01\nvalue = 2\ncitation = 'made up'\n"
    )
    book = load(tmp_path)
    assert book.topic("deadlines")["warning_days"]["verification"] == 60
    assert book.policy("AZ").change_report_business_days == 2
    assert book.jurisdiction("AZ").name == "Arizona"


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("[parameters]\nverification_month = 3\n", "unknown_parameter", "parameters.verification_month"),
        ("[weather]\nrain = 1\n", "unknown_topic", "weather"),
        ("[deadlines.lodging]\nnights = 3\n", "unknown_key", "deadlines.lodging.nights"),
        ("not toml", "not_toml", "file"),
        ("[jurisdictions.XX]\nname = 'Ex'\n", "missing", "kind"),
        ("[parameters]\nexpiry = 'never'\n", "bad_value", "expiry"),
        ("[[jurisdictions.AZ.policy]]\nparameter = 'travel_notice_days'\nfrom = 2020-01-01\nvalue = 7\n",
         "policy_laxer_than_federal", "jurisdictions/AZ.toml: travel_notice_days"),
    ],
)  # fmt: skip
def test_a_changed_lawbook_that_cannot_be_used_is_refused_with_file_and_key(
    tmp_path: Path, text: str, code: str, names: str
) -> None:
    path = tmp_path / "changed.toml"
    path.write_text(text)
    with pytest.raises(LawbookError) as refused:
        load(path)
    assert refused.value.code == code
    assert names in str(refused.value)


def test_a_lawbook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawbookError, match="no such file"):
        load(tmp_path / "missing.toml")
