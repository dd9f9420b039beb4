"""Each agency is judged once its own new day has begun, whether or not last night's worker ran."""

import pytest
import time_machine

from tipstaff.accounts.models import Agency
from tipstaff.compliance.models import Evaluation
from tipstaff.compliance.services import evaluate_all
from tipstaff.compliance.tasks import start_nightly_evaluations
from tipstaff.jobs.models import Job
from tipstaff.jobs.schedules import declared

pytestmark = pytest.mark.django_db


def test_the_night_is_scheduled():
    assert "tipstaff.compliance.tasks.start_nightly_evaluations" in [schedule.name for schedule in declared()]


def test_an_agency_is_judged_from_two_in_its_own_morning(register, red_mesa):
    register()
    with time_machine.travel("2026-11-25T08:30:00Z"):  # half past one at Red Mesa
        assert start_nightly_evaluations.call() == 0
    with time_machine.travel("2026-11-25T09:00:00Z"):
        assert start_nightly_evaluations.call() == 1
        assert start_nightly_evaluations.call() == 1, "asked for again while it waits"
    assert Job.objects.count() == 1, "and it waits once"


def test_a_day_that_was_judged_is_not_judged_again(register, red_mesa):
    register()
    evaluate_all(red_mesa, because="asked for")

    assert start_nightly_evaluations.call() == 0


def test_an_evaluation_that_was_killed_does_not_count(register, red_mesa):
    register()
    evaluate_all(red_mesa, because="asked for")
    Evaluation.objects.update(finished_at=None)

    assert start_nightly_evaluations.call() == 1


def test_an_agency_without_people_is_left_alone(red_mesa):
    assert start_nightly_evaluations.call() == 0


def test_an_unknown_time_zone_stops_nobody_elses_night(register, red_mesa):
    register()
    Agency.objects.update(timezone="Mars/Olympus")

    assert start_nightly_evaluations.call() == 1
