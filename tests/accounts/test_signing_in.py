"""Signing in: notice first, one answer for every failure, a lock after five, a trace of each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.conf import global_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tipstaff.accounts import services
from tipstaff.audit.models import Event

ADDRESS = "/sign-in/"


def try_in(client: Client, username: str, password: str):
    return client.post(ADDRESS, {"username": username, "password": password})


def actions() -> list[str]:
    return list(Event.objects.exclude(action__endswith=".created").order_by("pk").values_list("action", flat=True))


def test_the_use_notice_stands_before_the_way_in(client, db):
    page = client.get(ADDRESS).content.decode()
    assert page.index("monitored and recorded") < page.index('name="password"')
    assert "I have read the notice: sign in" in page


def test_the_right_password_lets_in_under_a_new_session_and_is_recorded(client, ana, secret):
    client.get(ADDRESS)
    client.session["before"] = "x"
    before = client.session.session_key
    answer = try_in(client, "ana", secret)
    assert answer.status_code == 302 and answer["Location"] == reverse("home")
    assert client.session.session_key != before
    event = Event.objects.get(action="accounts.sign_in.done")
    assert (event.actor_id, event.agency_id, event.source_address) == (ana.pk, ana.agency_id, "127.0.0.1")


def test_an_unknown_name_a_wrong_password_and_a_locked_account_get_the_same_answer(client, ana, ben, secret):
    for _ in range(services.TRIES):
        try_in(client, "ben", "wrong")

    def answer(username: str, password: str) -> str:
        page = try_in(Client(), username, password).content.decode()
        return page[page.index("<form") :].replace(username, "NAME").split("csrfmiddlewaretoken")[1][80:]

    said = {answer("ana", "wrong"), answer("nobody", "wrong"), answer("ben", secret)}
    assert len(said) == 1
    assert "the name or the password is wrong" in said.pop()


def test_five_wrong_tries_in_fifteen_minutes_lock_the_account_until_somebody_releases_it(client, ana, ben, secret):
    for _ in range(services.TRIES):
        try_in(client, "ana", "wrong")
    ana.refresh_from_db()
    assert ana.locked_at is not None
    assert try_in(client, "ana", secret).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert try_in(client, "ana", secret).status_code == 200, "time alone opens nothing"
    services.user_release(ana, by=ben)
    assert try_in(client, "ana", secret).status_code == 302
    assert actions().count("accounts.user.locked") == 1


def test_wrong_tries_spread_over_more_than_fifteen_minutes_do_not_lock(client, ana):
    begun = timezone.now()
    for minute in range(0, 40, 5):
        with time_machine.travel(begun + timedelta(minutes=minute), tick=False):
            try_in(client, "ana", "wrong")
    ana.refresh_from_db()
    assert ana.locked_at is None


def test_a_right_password_begins_the_count_anew(client, ana, secret):
    for _ in range(2):
        for _ in range(services.TRIES - 1):
            try_in(Client(), "ana", "wrong")
        assert try_in(Client(), "ana", secret).status_code == 302


def test_releasing_begins_the_count_anew_too(client, ana):
    for _ in range(services.TRIES):
        try_in(client, "ana", "wrong")
    services.user_release(ana, by=None)
    try_in(client, "ana", "wrong")
    ana.refresh_from_db()
    assert ana.locked_at is None


def test_nobody_releases_their_own_account(ana):
    with pytest.raises(PermissionDenied):
        services.user_release(ana, by=ana)


def test_a_lock_ends_the_sessions_that_are_open(client, ana):
    client.force_login(ana)
    for _ in range(services.TRIES):
        try_in(Client(), "ana", "wrong")
    assert client.get("/").status_code == 302


def test_what_was_typed_as_a_name_is_not_kept(client, db):
    try_in(client, "MySecretPassw0rd!", "x")
    event = Event.objects.get()
    assert event.action == "accounts.sign_in.failed" and event.outcome == "refused"
    assert "MySecret" not in f"{event.detail}{event.object_id}{event.purpose}"


def test_signing_out_ends_the_session_on_the_server(client, ana):
    client.force_login(ana)
    stolen = client.cookies["sessionid"].value
    assert client.get("/sign-out/").status_code == 405, "a link cannot sign anybody out"
    assert client.post("/sign-out/").status_code == 302
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/")["Location"].startswith(ADDRESS)
    assert actions() == ["accounts.sign_out.done"]


def test_the_way_in_leads_to_no_other_site(client, ana, secret):
    answer = client.post(f"{ADDRESS}?next=https://evil.example/", {"username": "ana", "password": secret})
    assert answer["Location"] == reverse("home")


def test_a_demonstration_says_that_it_is_one(client, db, settings):
    settings.DEMO = False
    assert "This is a demonstration" not in client.get(ADDRESS).content.decode()
    settings.DEMO = True
    assert "This is a demonstration" in client.get(ADDRESS).content.decode()


def test_passwords_are_stored_by_a_slow_hash(ana, settings, secret):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    ana.set_password(secret)
    assert ana.password.startswith("pbkdf2_sha256$")
    assert int(ana.password.split("$")[1]) >= 600_000


@pytest.mark.parametrize(
    ("password", "is_fine"),
    [
        ("fourteen chars", False),
        ("fifteen chars..", True),
        ("passwordpassword", False),
        ("Red-Mesa-Registry-2026", False),
        ("abcabcabcabcabcabcabc", False),
        ("only lower case letters and spaces", True),
        ("ʻOlelo Hawaiʻi ʻāpono 日本語 пароль", True),
        ("correct horse battery staple " * 4, True),
    ],
)
def test_a_password_is_long_and_not_guessable_and_need_be_nothing_else(client, ana, password, is_fine, secret):
    client.force_login(ana)
    form = {"old_password": secret, "new_password1": password, "new_password2": password}
    assert (client.post("/password/", form).status_code == 302) is is_fine
    assert ("accounts.password.changed" in actions()) is is_fine


class CountingHasher(MD5PasswordHasher):
    """Counts the hashes computed, which is what the time of an answer consists of."""

    algorithm = "counting"
    made = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).made += 1
        return super().encode(password, salt)


def test_an_unknown_name_costs_as_much_time_as_a_wrong_password_or_a_lock(client, settings, secret, person, red_mesa):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    person("ana", red_mesa)
    person("ben", red_mesa)
    services.User.objects.filter(username="ben").update(locked_at=timezone.now())

    def hashes(username: str, password: str) -> int:
        before = CountingHasher.made
        try_in(client, username, password)
        return CountingHasher.made - before

    assert hashes("ana", "wrong") == hashes("nobody", "wrong") == hashes("ben", "wrong") == hashes("ben", secret) == 1


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_cannot_pass_the_lock(person, red_mesa, secret):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        _one_after_another(person("ana", red_mesa), secret)
        return
    ana = person("ana", red_mesa)

    def wrong(_: int) -> None:
        try_in(Client(), "ana", "wrong")
        connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(wrong, range(24)))
    _is_locked_once(ana, secret)


def _one_after_another(ana, secret: str) -> None:
    """SQLite lets one writer in at a time; the order of their transactions is all that can differ."""
    for _ in range(24):
        try_in(Client(), "ana", "wrong")
    _is_locked_once(ana, secret)


def _is_locked_once(ana, secret: str) -> None:
    ana.refresh_from_db()
    assert ana.locked_at is not None
    assert actions().count("accounts.user.locked") == 1
    assert actions().count("accounts.sign_in.failed") == 24
    assert try_in(Client(), "ana", secret).status_code == 200


def test_a_command_releases_a_locked_account_and_names_who_it_cannot(ana, client, secret):
    with pytest.raises(CommandError, match="is not locked"):
        call_command("release_account", "ana")
    for _ in range(services.TRIES):
        try_in(client, "ana", "wrong")
    call_command("release_account", "ana")
    assert try_in(client, "ana", secret).status_code == 302
    with pytest.raises(CommandError, match="nobody signs in as zoe"):
        call_command("release_account", "zoe")
