"""What a changed lawbook would do: everybody who changes is listed, nobody else, and nothing is guessed."""

from datetime import date

import polars as pl
import pytest

from tipstaff.sorna.evaluate import evaluate
from tipstaff.sorna.facts import Facts
from tipstaff.sorna.findings import KEY
from tipstaff.sorna.lawbook import UnknownJurisdiction, load
from tipstaff.sorna.whatif import COMPARED, whatif

TODAY = date(2026, 11, 24)
VERIFIED = [date(2026, 1, 5), date(2026, 7, 1), date(2026, 11, 2)]
PEOPLE = [(tier, code, last) for tier in ("I", "II", "III") for code in ("AZ", "RM") for last in VERIFIED]


@pytest.fixture(scope="module")
def facts():
    numbers = range(len(PEOPLE))
    registered = [
        {"person": n, "jurisdiction": code, "registered_on": date(2020, 1, 10), "tier": tier}
        for n, (tier, code, _) in enumerate(PEOPLE)
    ]
    verified = [
        {
            "person": n,
            "jurisdiction": code,
            "verified_on": last,
            "mode": "office",
            "identity_checked": True,
            "photograph_possible": True,
            "all_fields_reviewed": True,
        }
        for n, (_, code, last) in enumerate(PEOPLE)
    ]
    return Facts.from_frames(
        {
            "persons": pl.DataFrame({"person": numbers}),
            "registrations": pl.DataFrame(registered),
            "verifications": pl.DataFrame(verified),
            "addresses": pl.DataFrame({"person": numbers, "kind": "residence", "transient": False}),
        }
    )


@pytest.fixture
def changed(tmp_path):
    def write(law):
        path = tmp_path / "changed law.toml"
        path.write_text(law)
        return load(path)

    return write


def test_the_same_law_changes_nobody(facts, changed):
    found = whatif(facts, TODAY, changed("[parameters]\ntravel_notice_days = 21\n"))

    assert found.changes.height == found.summary.height == found.people_changed == 0
    assert found.people == len(PEOPLE)


def test_a_shorter_interval_changes_those_of_the_tier_and_nobody_else(facts, changed):
    found = whatif(facts, TODAY, changed("[parameters]\nverification_months = { II = 3 }\n"))

    tiers = {PEOPLE[person][0] for person in found.changes["person"]}
    assert tiers == {"II"}
    assert set(found.changes["duty"]) == {"verification"}
    assert (found.changes["due_on_after"] < found.changes["due_on_before"]).all()


def test_the_list_is_the_difference_of_two_evaluations(facts, changed):
    book = changed("[parameters]\nverification_months = { I = 6, II = 3 }\n")
    before, after = evaluate(facts, TODAY), evaluate(facts, TODAY, book=book)

    def rows(findings):
        return {
            tuple(str(row[k]) for k in KEY): tuple(row[k] for k in COMPARED) for row in findings.iter_rows(named=True)
        }

    old, new = rows(before), rows(after)
    differing = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    listed = {tuple(str(row[k]) for k in KEY) for row in whatif(facts, TODAY, book).changes.iter_rows(named=True)}
    assert listed == differing != set()


def test_a_change_of_one_jurisdictions_law_leaves_the_federal_track_alone(facts, changed):
    law = "[[jurisdictions.RM.policy]]\nparameter = 'verification_months'\nvalue = { III = 1 }\nfrom = 2020-01-01\n"
    found = whatif(facts, TODAY, changed(law), jurisdiction="RM")

    assert set(found.changes["track"]) == {"RM"}
    assert found.people == len(PEOPLE) // 2


def test_a_local_setting_that_stricter_federal_law_overtakes_gives_way_to_it(changed):
    book = changed("[parameters]\nverification_months = { II = 4, III = 2 }\n")

    assert load().policy("RM").verification_months == (6, 6, 3)
    assert book.policy("RM").verification_months == (6, 4, 2)


def test_the_summary_counts_every_change_once(facts, changed):
    found = whatif(facts, TODAY, changed("[parameters]\nverification_months = { I = 6, II = 3 }\n"))

    assert found.summary["findings"].sum() == found.changes.height
    assert found.people_changed == found.changes["person"].n_unique()


def test_an_unknown_jurisdiction_stops_with_its_code(facts, changed):
    with pytest.raises(UnknownJurisdiction, match="ZZ"):
        whatif(facts, TODAY, changed("[parameters]\n"), jurisdiction="ZZ")
