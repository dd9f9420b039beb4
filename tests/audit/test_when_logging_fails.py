"""An act whose trace cannot be kept does not happen, and whoever watches the machine hears of it (rules L4, L5, L7)."""

import logging

import pytest
from django.db import connection, transaction

from tipstaff.accounts.models import Agency
from tipstaff.accounts.services import agency_create
from tipstaff.audit import alarm, guards, services
from tipstaff.audit.models import Event


@pytest.fixture
def broken_key(settings, tmp_path):
    settings.TRAIL_KEY = tmp_path / "broken.pem"
    settings.TRAIL_KEY.write_text("no key")


def test_the_act_is_refused_and_the_alarm_is_raised(transactional_db, broken_key, client, caplog):
    with caplog.at_level(logging.CRITICAL), pytest.raises(ValueError, match="PEM"):
        agency_create(name="Red Mesa", slug="red-mesa", kind="TRIBAL_REGISTRY")
    assert not Agency.objects.exists() and not Event.objects.exists()
    assert any(record.levelno == logging.CRITICAL and "trail" in record.getMessage() for record in caplog.records)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"trail\n")


def test_the_alarm_ends_with_the_next_act_that_is_recorded(transactional_db, broken_key, act, client, settings):
    with pytest.raises(ValueError, match="PEM"):
        act()
    settings.TRAIL_KEY.unlink()
    with transaction.atomic():
        services.record("registry.person.viewed", by=None)
        assert client.get("/healthz").status_code == 503, "not before it is committed"
    assert client.get("/healthz").status_code == 200


def test_guards_or_a_head_that_are_gone_turn_health_red(twenty_acts, owner, client):
    assert client.get("/healthz").status_code == 200
    owner("UPDATE audit_head SET seq = 3")
    guards.install(connection)
    assert client.get("/healthz").status_code == 503
    assert "head" in alarm.problem()


def test_an_act_that_had_failed_before_is_not_the_trail_s_fault(transactional_db, act):
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            services.record("registry.person.viewed", by=None)
    assert alarm.problem() is None


@pytest.mark.parametrize("name", ["password", "api_token", "client_secret", "ssn", "credentials"])
def test_a_secret_is_not_kept(db, name):
    with pytest.raises(ValueError, match=name):
        services.record("accounts.password.changed", by=None, **{name: "x"})
    assert alarm.problem() is None


def test_a_social_security_number_that_somebody_typed_is_masked(transactional_db, act):
    event = act(purpose="asked for 900-12-3456", words=["900 12 3456"], case="26-0113")
    assert event.purpose == "asked for ***-**-3456"
    assert event.detail == {"words": ["***-**-3456"], "case": "26-0113"}
