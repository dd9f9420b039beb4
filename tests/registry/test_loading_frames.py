"""Frames that a program has made enter the record by the same path as any file: validated, counted, committed once."""

from datetime import date

import polars as pl

from tipstaff.accounts.models import Agency
from tipstaff.registry.models import FACTS, ImportBatch, Person
from tipstaff.registry.services.imports import load_frames
from tipstaff.world import generate, plant_errors

AS_OF = date(2026, 11, 24)


def test_the_pretend_nation_enters_whole_and_a_second_time_changes_nothing(red_mesa: Agency):
    frames = generate(150, seed=2, as_of=AS_OF).frames
    batch = load_frames(red_mesa, frames, source_name="the pretend nation")
    assert (batch.state, batch.file_name) == (ImportBatch.State.COMMITTED, "the pretend nation")
    assert all(count["rejected"] == 0 for count in batch.counts.values()), list(batch.problems.values("reason"))
    assert Person.objects.count() == frames["persons"].height
    assert {name: FACTS[name].objects.count() for name in frames} == {
        name: frame.height for name, frame in frames.items()
    }
    again = load_frames(red_mesa, frames, source_name="the pretend nation")
    assert (again.people_new, again.people_changed) == (0, 0)


def test_rows_that_are_wrong_stay_out_and_are_listed_on_the_batch(red_mesa: Agency):
    frames, planted = plant_errors(generate(150, seed=2, as_of=AS_OF).frames, 12, seed=2, as_of=AS_OF)
    batch = load_frames(red_mesa, frames, source_name="with mistakes")
    assert batch.state == ImportBatch.State.COMMITTED
    assert batch.problems.filter(severity="error").count() >= planted.height > 0


def test_a_single_frame_is_enough_for_people_who_are_on_file(red_mesa: Agency):
    load_frames(red_mesa, {"persons": pl.DataFrame({"person_id": ["RM-1"], "sex": ["F"]})}, source_name="persons")
    batch = load_frames(
        red_mesa,
        {"verifications": pl.DataFrame({"person_id": ["RM-1"], "jurisdiction": ["RM"], "verified_on": [AS_OF]})},
        source_name="verifications",
    )
    assert (batch.people_new, batch.people_changed) == (0, 1)
