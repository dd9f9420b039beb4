"""What leaves the record: the same layout, a warning inside, a reason for many, a trace always (G1, G11, T04)."""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipstaff.accounts.models import Agency, User
from tipstaff.audit.models import Event
from tipstaff.registry.models import Export, Name, Person
from tipstaff.registry.services import Refused, fact_record
from tipstaff.registry.services.exports import (
    export_ask,
    export_fetched,
    export_write,
    exports_forget,
    file_of,
    write_record,
)
from tipstaff.registry.services.imports import commit, load_path
from tipstaff.world import generate

pytestmark = pytest.mark.django_db


def written(agency: Agency, path: Path, form: str = "zip") -> bytes:
    write_record(agency, path, form, lines=[])
    return path.read_bytes()


@pytest.fixture
def nation(red_mesa: Agency, tmp_path: Path) -> Agency:
    """Sixty people with all their sheets, in Red Mesa's record."""
    from tipstaff.formats.registry import write_dataset

    path = tmp_path / "nation.zip"
    write_dataset(generate(60, seed=4, as_of=timezone.localdate()).frames, path)
    commit(load_path(red_mesa, path, by=None), by=None)
    return red_mesa


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_an_export_imported_into_an_empty_agency_exports_to_the_same_bytes(
    nation: Agency, arizona: Agency, tmp_path: Path, form: str
):
    first = written(nation, tmp_path / f"first.{form}", form)
    batch = commit(load_path(arizona, tmp_path / f"first.{form}", by=None), by=None)
    assert all(count["rejected"] == count["duplicate"] == 0 for count in batch.counts.values())
    assert Person.objects.filter(agency=arizona).count() == Person.objects.filter(agency=nation).count() > 50
    assert written(arizona, tmp_path / f"second.{form}", form) == first


def test_an_export_imported_into_the_same_record_changes_nothing(nation: Agency, tmp_path: Path):
    written(nation, tmp_path / "out.zip")
    batch = load_path(nation, tmp_path / "out.zip", by=None)
    assert (batch.people_new, batch.people_changed) == (0, 0)


nasty = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("=+-@'\"\u202e\u02bb,"),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(family=nasty, given_name=nasty)
def test_names_of_every_kind_leave_and_come_back_as_they_are_on_file(
    red_mesa: Agency, arizona: Agency, rosa: Person, tmp_path: Path, family: str, given_name: str
):
    from django.db import transaction

    with transaction.atomic():
        recorded = fact_record(
            rosa, "names", {"kind": "alias", "family_name": family, "given_name": given_name}, by=None
        )
        out = tmp_path / "names.zip"
        written(red_mesa, out)
        commit(load_path(arizona, out, by=None), by=None)
        back = Name.objects.get(person__agency=arizona, kind="alias")
        assert (back.family_name, back.given_name) == (recorded.family_name, recorded.given_name)
        transaction.set_rollback(True)


def test_more_than_fifty_people_leave_only_with_a_reason(nation: Agency, ana: User):
    with pytest.raises(Refused, match="needs a reason"):
        export_ask(nation, form="zip", reason="  ", by=ana)
    export = export_ask(nation, form="zip", reason="Monthly copy for the tribal court", by=ana)
    assert Event.objects.get(action="registry.export.asked").purpose == "Monthly copy for the tribal court"
    assert export.state == Export.State.ASKED


def test_the_file_carries_the_warning_and_the_trail_the_row_counts(rosa: Person, red_mesa: Agency, ana: User):
    export = export_write(export_ask(red_mesa, form="zip", reason="", by=ana))
    with zipfile.ZipFile(file_of(export)) as archive:
        assert archive.namelist()[0] == "READ-ME-FIRST.txt"
        note = archive.read("READ-ME-FIRST.txt").decode()
        assert "34 U.S.C. 20920(f)" in note
        assert "Begaye-Sample" in archive.read("names.csv").decode()
    event = Event.objects.get(action="registry.export.written")
    assert (event.detail["rows"]["persons"], event.detail["rows"]["names"]) == (1, 1)
    assert "Begaye" not in str(event.detail)


def test_the_warning_in_a_file_does_not_keep_it_from_being_read_again(rosa: Person, red_mesa: Agency, ana: User):
    for form in ("zip", "xlsx"):
        export = export_write(export_ask(red_mesa, form=form, reason="", by=ana))
        batch = load_path(red_mesa, file_of(export), by=ana)
        assert batch.counts["persons"]["unchanged"] == 1


def test_only_who_asked_fetches_the_file_and_only_for_a_day(
    rosa: Person, red_mesa: Agency, ana: User, arizona: Agency, ben: User, monkeypatch: pytest.MonkeyPatch
):
    carl = User.objects.create(username="carl", agency=red_mesa, role=User.Role.SUPERVISOR)
    export = export_write(export_ask(red_mesa, form="zip", reason="", by=ana))
    assert export_fetched(export, by=ana).exists()
    with pytest.raises(Refused):
        export_fetched(export, by=carl)
    with pytest.raises(PermissionDenied):
        export_fetched(export, by=ben)
    assert exports_forget(timezone.now() + timedelta(hours=25)) == 1
    export.refresh_from_db()
    assert not file_of(export).exists()
    with pytest.raises(Refused):
        export_fetched(export, by=ana)


def test_who_may_not_export_does_not(rosa: Person, red_mesa: Agency, olga: User, ben: User):
    for who in (olga, ben):
        with pytest.raises(PermissionDenied):
            export_ask(red_mesa, form="zip", reason="", by=who)


def test_a_try_that_was_cut_short_is_written_over(rosa: Person, red_mesa: Agency, ana: User, kept_files: Path):
    export = export_ask(red_mesa, form="zip", reason="", by=ana)
    file_of(export).parent.mkdir(parents=True)
    file_of(export).write_bytes(b"half a file")
    assert zipfile.is_zipfile(file_of(export_write(export)))


def test_superseded_facts_stay_in_the_record_and_do_not_leave_as_current(
    rosa: Person, red_mesa: Agency, tmp_path: Path, roster: Callable[..., Path]
):
    fact_record(rosa, "registrations", {"jurisdiction": "RM", "tier": "III"}, by=None)
    write_record(red_mesa, tmp_path / "out", "folder", lines=[])
    lines = (tmp_path / "out" / "registrations.csv").read_text().splitlines()
    assert len(lines) == 2
    assert ",III," in lines[1]
