"""Test cases of the law as data: every row passes, a differing row is shown, a broken one harms no other."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tipstaff.sorna.lawbook import load
from tipstaff.sorna.vectors import BadFile, Vector, read_vectors, run

DATA = Path(__file__).parents[1] / "data"
GIVEN, MORE = DATA / "sorna-vectors.csv", DATA / "sorna-vectors-more.csv"
EVERY = [*read_vectors(GIVEN), *read_vectors(MORE)]


def vector(kind="venue", **more):
    fields = {"id": "X-1", "kind": kind, "input_json": "{}", "expected_json": "{}", "rule_ids": "", "explanation": ""}
    return Vector(**fields | {"kind": kind} | more)


def only(outcomes):
    (outcome,) = outcomes
    return outcome


@pytest.mark.parametrize("path", [GIVEN, MORE], ids=lambda path: path.stem)
def test_every_row_passes(path):
    assert [(o.vector.id, o.reason or o.differing) for o in run(read_vectors(path)) if not o.passed] == []


def test_a_row_judged_alone_is_judged_as_among_many():
    assert [only(run([one])).got for one in EVERY[::7]] == [outcome.got for outcome in run(EVERY[::7])]


def test_every_expected_key_is_compared():
    spoiled, keys = [], 0
    for one in EVERY:
        expected = json.loads(one.expected_json)
        for key in expected:
            spoiled.append(replace(one, expected_json=json.dumps(expected | {key: "something else"})))
            keys += 1

    outcomes = run(spoiled)

    assert sum(not outcome.passed for outcome in outcomes) == keys
    assert all(len(outcome.differing) == 1 for outcome in outcomes if not outcome.reason)


def test_every_row_of_ours_names_rules_of_the_lawbook_and_says_why():
    rules = set(load().rules)

    for one in read_vectors(MORE):
        assert set(one.rule_ids.split(";")) <= rules, one.id
        assert one.explanation


def test_true_is_not_one():
    land = vector("jurisdiction", input_json='{"op":"land","tribe_status":"elected"}')

    assert only(run([replace(land, expected_json='{"federal_prong_B_ic":true}')])).passed
    assert not only(run([replace(land, expected_json='{"federal_prong_B_ic":1}')])).passed


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (vector("verdict"), "unknown kind 'verdict'"),
        (vector("ftr", input_json="{"), "input_json: not JSON"),
        (vector("ftr", input_json="[]"), "input_json: an object is needed"),
        (vector("ftr", expected_json=""), "expected_json: not JSON"),
        (vector("ftr", input_json='{"offense":"2250(a)","offense":"2250(b)"}'), "a key stands twice"),
        (vector("ftr", input_json='{"offense":"2250(c)"}'), "offense: '2250(c)' is none of"),
        (
            vector("ftr", input_json='{"offense":"2250(a)","knowledge":{"signed":true}}'),
            "knowledge.signed: unknown key",
        ),
        (vector("tier", input_json='{"offense":{"victim_agee":9}}'), "offense.victim_agee: unknown key"),
        (vector("tier", input_json="{}"), "offense: is needed"),
        (vector("tier", input_json='{"offense":{"offense_date":"2019-02-29"}}'), "offense.offense_date: a date"),
        (vector("tier", input_json='{"offense":{"offense_date":"20190301"}}'), "offense.offense_date: a date"),
        (vector("duration", input_json='{"tier":"IV"}'), "tier: 'IV' is none of"),
        (vector("duration", input_json='{"tier":"I","custody":[["2020-01-01"]]}'), "custody[0]: a pair of days"),
        (vector("duration", input_json='{"tier":"I","custody":[[null,"2020-01-01"]]}'), "custody[0]: the first day"),
        (vector("duration", input_json='{"convictions":[]}'), "convictions: at least one"),
        (vector("reduction", input_json='{"treatment_certified":"yes"}'), "treatment_certified: true, false or null"),
        (vector("verification", input_json='{"birth_month":1.5}'), "birth_month: a whole number"),
        (vector("verification", input_json='{"birth_month":13}'), "birth_month: 13 is out of range, 1 to 12"),
        (vector("tier", input_json='{"offense":{"victim_age":-1}}'), "offense.victim_age: -1 is out of range"),
        (vector("deadline", input_json="{}"), "event: is needed"),
        (vector("deadline", input_json='{"event":"moved_house"}'), "event: 'moved_house' is none of"),
        (vector("jurisdiction", input_json='{"op":"land","tribe_status":"big"}'), "tribe_status: 'big' is none of"),
        (vector("jurisdiction", input_json='{"op":"where","residences":"TX"}'), "residences: a list is needed"),
        (vector("jurisdiction", input_json='{"op":"venue","circuit":"12"}'), "circuit: unknown federal circuit"),
        (vector("jurisdiction", input_json='{"op":"venue","circuit":"1","entity":"dc"}'), "entity: unknown key"),
        (vector("deadline", input_json='{"policy":{"holiday":"none"}}'), "holiday"),
        (vector("deadline", input_json='{"policy":[]}'), "policy: an object is needed"),
    ],
)
def test_a_broken_row_fails_with_its_reason_and_harms_no_other(broken, reason):
    neighbours = [one for one in EVERY if one.kind == broken.kind][:3]

    *others, last = run([*neighbours, broken])

    assert reason in last.reason
    assert not last.passed
    assert all(outcome.passed for outcome in others)


def test_a_key_of_no_meaning_does_no_harm_while_it_is_null():
    land = vector("jurisdiction", input_json='{"op":"land","tribe_status":"elected","entity":null}')

    assert only(run([replace(land, expected_json='{"registrar":"tribe"}')])).passed


def test_a_policy_laxer_than_federal_law_is_an_answer_only_where_one_is_expected():
    lax = '{"tier":"III","last_verification":"2026-01-15","policy":{"verification_months":{"III":6}}}'
    asked = vector("verification", input_json=lax, expected_json='{"error":"policy_laxer_than_federal"}')

    assert only(run([asked])).passed
    assert "asks for less" in only(run([replace(asked, expected_json='{"due":null}')])).reason


def test_a_file_without_the_columns_or_not_there_is_refused_in_one_line(tmp_path):
    lacking = tmp_path / "lacking columns.csv"
    lacking.write_text("id,kind\n1,tier\n")
    not_text = tmp_path / "not text.csv"
    not_text.write_bytes(b"id,kind,input_json,expected_json\n\xff\xfe\x00")

    for path, reason in ((lacking, "input_json, expected_json"), (not_text, "UTF-8"), (tmp_path / "x.csv", "No such")):
        with pytest.raises(BadFile, match=reason) as refused:
            read_vectors(path)
        assert "\n" not in str(refused.value)


def test_a_byte_order_mark_blank_lines_and_columns_in_another_order_do_no_harm(tmp_path):
    path = tmp_path / "reordered.csv"
    columns = ["kind", "expected_json", "note", "id", "input_json"]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerow(["jurisdiction", '{"departure":"rejected"}', "", "J", '{"op":"venue","circuit":7}'])
        stream.write("\r\n")

    assert [outcome.passed for outcome in run(read_vectors(path))] == [True]


def test_a_file_without_rows_and_a_row_that_expects_nothing_do_not_pass(tmp_path: Path) -> None:
    head = "id,kind,input_json,expected_json,rule_ids,explanation\n"
    empty = tmp_path / "no rows.csv"
    empty.write_text(head)
    with pytest.raises(BadFile, match="no row below the headings"):
        read_vectors(empty)
    vacuous = tmp_path / "nothing expected.csv"
    vacuous.write_text(head + 'X,jurisdiction,"{""op"":""land"",""tribe_status"":""elected""}",{},,\n')
    assert [outcome.passed for outcome in run(read_vectors(vacuous))] == [False]
