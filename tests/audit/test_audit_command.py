"""`tipstaff audit`: verify, checkpoint, export, each with its status."""

import json
import stat
from datetime import UTC, datetime

import pytest
from django.conf import settings
from typer.testing import CliRunner

from tipstaff.audit.checkpoints import BadCheckpoint, checkpoint_write, checkpoints_read
from tipstaff.audit.keys import trail_key
from tipstaff.audit.models import Event, Head, Link
from tipstaff.audit.tasks import write_checkpoint
from tipstaff.commands.audit import app


def run(*arguments: str):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_verify_says_how_many_events_are_unbroken(twenty_acts):
    result = run("verify")
    assert (result.exit_code, result.stdout) == (0, "20 events, unbroken\n")


def test_verify_names_the_first_bad_row_and_ends_with_one(twenty_acts, owner):
    owner(f"UPDATE audit_event SET outcome = 'refused' WHERE id = {Link.objects.get(seq=8).event_id}")
    result = run("verify")
    assert result.exit_code == 1
    assert "BROKEN at row 8: edited" in result.stdout and "guards of the trail are missing" in result.stderr


def test_verify_changes_nothing(twenty_acts):
    run("verify")
    assert Head.objects.get().seq == 20


def test_a_checkpoint_is_kept_outside_and_met_again_with_the_public_key_alone(twenty_acts, act, tmp_path):
    kept, public = tmp_path / "usb" / "kept.jsonl", tmp_path / "trail.pub"
    assert run("checkpoint", "--out", kept).exit_code == 0
    act()
    assert run("checkpoint", "--out", kept).exit_code == 0
    public.write_text(run("public-key").stdout)
    settings.TRAIL_KEY.unlink()
    result = run("verify", "--checkpoints", kept, "--public-key", public)
    assert (result.exit_code, result.stdout) == (0, "23 events, unbroken, 2 checkpoints met\n")
    assert "stamps were not checked" in result.stderr
    assert run("verify", "--checkpoints", kept).exit_code == 2, "without any key the checkpoints say nothing"


@pytest.mark.parametrize("change", [{"seq": 19}, {"hash": "f" * 64}, {"at": "2026-01-01T00:00:00.000000Z"}])
def test_a_checkpoint_that_was_changed_is_refused_with_its_line(twenty_acts, tmp_path, change):
    kept = tmp_path / "kept.jsonl"
    checkpoint_write(kept)
    kept.write_text(json.dumps(json.loads(kept.read_text()) | change))
    result = run("verify", "--checkpoints", kept)
    assert result.exit_code == 2 and "kept.jsonl, line 1: the signature does not fit" in result.stderr


@pytest.mark.parametrize("line", ["{}", "[]", "no json", '{"seq": 1}', '{"signature": 3}'])
def test_a_line_that_is_no_checkpoint_is_refused(twenty_acts, tmp_path, line):
    kept = tmp_path / "kept.jsonl"
    kept.write_text(line + "\n")
    with pytest.raises(BadCheckpoint, match="line 1"):
        list(checkpoints_read(kept, trail_key().public))


def test_a_checkpoint_of_another_installation_s_key_is_refused(twenty_acts, tmp_path, settings):
    kept = tmp_path / "kept.jsonl"
    checkpoint_write(kept)
    settings.TRAIL_KEY = tmp_path / "another.pem"
    trail_key()
    result = run("verify", "--checkpoints", kept)
    assert result.exit_code == 2 and "signed with the key" in result.stderr


def test_events_of_another_key_are_told_and_not_called_forged(twenty_acts, act, tmp_path, settings):
    settings.TRAIL_KEY = tmp_path / "another.pem"
    act()
    result = run("verify")
    assert result.exit_code == 0 and "stamps of other keys were not checked: 20 of" in result.stderr


def test_the_key_is_made_once_and_only_its_owner_reads_it(twenty_acts):
    mode = settings.TRAIL_KEY.stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert stat.S_IMODE(settings.TRAIL_KEY.parent.stat().st_mode) == 0o700
    assert list(settings.TRAIL_KEY.parent.iterdir()) == sorted(settings.TRAIL_KEY.parent.glob("trail.p*"))
    assert len({event.stamp.partition(":")[0] for event in twenty_acts}) == 1


def test_the_daily_work_appends_a_checkpoint(twenty_acts):
    write_checkpoint.call()
    write_checkpoint.call()
    kept = list(checkpoints_read(settings.TRAIL_CHECKPOINTS, trail_key().public))
    assert [checkpoint.seq for checkpoint in kept] == [20, 21]
    assert Event.objects.filter(action="audit.checkpoint.written").count() == 2


def test_a_day_is_written_out_once_a_line_an_event(twenty_acts, tmp_path):
    out = tmp_path / "day.jsonl"
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    assert run("export", "--day", today, "--out", out).stdout.startswith("20 events")
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, 21))
    assert lines[4]["says"]["purpose"] == "case 5"
    assert run("export", "--day", today, "--out", out).exit_code == 2, "nothing is written over"
    assert run("export", "--day", "2020-01-01", "--out", tmp_path / "old.jsonl").stdout.startswith("0 events")
    assert run("export", "--day", today, "--out", tmp_path / "z", "--zone", "Moon/Base").exit_code == 2


def test_what_was_typed_cannot_begin_a_line_of_its_own(twenty_acts, act, tmp_path):
    act(purpose='x\n{"seq": 99}\r\n', path="/\n2026 forged")
    out = tmp_path / "day.jsonl"
    run("export", "--day", datetime.now(UTC).strftime("%Y-%m-%d"), "--out", out)
    assert len(out.read_bytes().splitlines()) == 21
