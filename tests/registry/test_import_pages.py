"""The pages of an import: send, see every problem before anything is saved, commit; each shown to its agency only."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from registry_files import HEADINGS, roster_line

from tipstaff.accounts.models import User
from tipstaff.jobs.models import Job
from tipstaff.jobs.worker import run_waiting
from tipstaff.registry.models import ImportBatch, Person, SavedMapping

State = ImportBatch.State


@pytest.fixture
def hers(client: Client, ana: User) -> Client:
    client.force_login(ana)
    return client


def send(client: Client, content: str | bytes, name: str = "roster.csv", **options: str) -> ImportBatch:
    data = content if isinstance(content, bytes) else content.encode()
    form = {"file": SimpleUploadedFile(name, data), "encoding": "utf-8", "date_order": "", "delimiter": ","}
    answer = client.post(reverse("import-new"), form | options)
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("pk")


def page(client: Client, batch: ImportBatch, query: str = "") -> str:
    answer = client.get(reverse("import-detail", args=[batch.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def csv(*lines: str) -> str:
    return "\n".join([HEADINGS, *lines, ""])


def test_a_roster_is_shown_problem_by_problem_and_enters_the_record_when_committed(hers: Client):
    batch = send(hers, csv(roster_line(1), roster_line(2, tier="IV"), roster_line(3)))
    shown = page(hers, batch)
    assert "Nothing is saved yet" in shown
    assert "roster.csv, line 3" in shown and "<code>tier</code>" in shown and "IV" in shown
    assert not Person.objects.exists()
    hers.post(reverse("import-commit", args=[batch.pk]))
    assert "In the record" in page(hers, batch)
    assert Person.objects.count() == 2


def test_the_problems_can_be_filtered_and_taken_away_as_a_harmless_csv(hers: Client):
    batch = send(hers, csv(roster_line(1, tier="=IV()"), roster_line(2, family_name="Zoë\u202eSample")))
    assert "line 2" in page(hers, batch, "?show=error")
    assert "line 2" not in page(hers, batch, "?show=warning").split('id="problems"')[1].split("</table>")[0]
    answer = hers.get(reverse("import-problems", args=[batch.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.startswith("severity,file,line,column,value,reason,fix\r\n")
    assert ",'=IV()," in text
    assert "attachment" in answer["Content-Disposition"]


def test_a_file_that_cannot_be_read_is_refused_with_the_line_and_the_remedy(hers: Client):
    batch = send(hers, csv(roster_line(1)).replace("Lee", '"Lee'))
    assert batch.state == State.REFUSED
    shown = page(hers, batch)
    assert "The file cannot be read" in shown and "line 2" in shown


def test_a_withdrawn_file_is_gone_and_stays_in_the_list(hers: Client, kept_files: Path):
    batch = send(hers, csv(roster_line(1)))
    assert list(kept_files.rglob("original"))
    assert "Withdraw this import?" in hers.get(reverse("import-withdraw", args=[batch.pk])).content.decode()
    hers.post(reverse("import-withdraw", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, list(kept_files.rglob("original"))) == (State.WITHDRAWN, [])
    assert "roster.csv" in hers.get(reverse("import-list")).content.decode()
    hers.post(reverse("import-commit", args=[batch.pk]))
    assert not Person.objects.exists()


def test_a_file_with_other_headings_is_mapped_once_and_remembered(hers: Client):
    foreign = "Reg No,Last Name,First Name,DOB,Level\nRM-9,Sample,Ann,5/17/1980,2\nRM-10,Sample,Bo,12/31/1981,3\n"
    batch = send(hers, foreign, "list.csv", date_order="mdy")
    assert batch.state == State.MAPPING
    shown = page(hers, batch)
    assert "Last Name" in shown and "5/17/1980" in shown
    headings = [told["heading"] for told in batch.proposal["proposed"]]
    columns = dict(zip(headings, ("person_id", "family_name", "given_name", "date_of_birth", "tier"), strict=True))
    form = {f"heading_{at}": columns[heading] for at, heading in enumerate(headings)} | {"date_order": "mdy"}

    answer = hers.post(reverse("import-map", args=[batch.pk]), form)
    assert (answer.status_code, "nothing fills jurisdiction" in answer.content.decode().lower()) == (422, True)
    hers.post(reverse("import-map", args=[batch.pk]), form | {"fixed_jurisdiction": "RM"})
    batch.refresh_from_db()
    assert (batch.state, batch.counts["roster"]["new"]) == (State.CHECKED, 2)
    hers.post(reverse("import-commit", args=[batch.pk]))
    assert Person.objects.get(person_id="RM-9").registration_set.get().tier == "II"

    assert SavedMapping.objects.count() == 1
    later = send(hers, foreign.replace("Ann", "Anna"), "december.csv")
    assert (later.state, later.counts["roster"]["corrected"]) == (State.CHECKED, 1)


def test_a_large_file_is_read_and_committed_by_a_worker(hers: Client, ana: User):
    batch = send(hers, csv(*(roster_line(number) for number in range(1, 3_001))))
    assert batch.state == State.UPLOADED
    assert "hx-get" in page(hers, batch)
    progress = reverse("import-progress", args=[batch.pk])
    assert hers.get(progress).status_code == 200
    run_waiting()
    assert hers.get(progress)["HX-Refresh"] == "true"
    batch.refresh_from_db()
    assert batch.state == State.CHECKED
    hers.post(reverse("import-commit", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (State.COMMITTING, 0)
    run_waiting()
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == (State.COMMITTED, 3_000)
    ours = Job.objects.filter(task__startswith="tipstaff.registry.")
    assert list(ours.values_list("asked_by_id", "status")) == [(ana.pk, "done")] * 2


def test_a_cancelled_commit_is_back_at_its_preview_with_nothing_saved(hers: Client):
    batch = send(hers, csv(*(roster_line(number) for number in range(1, 3_001))))
    run_waiting()
    hers.post(reverse("import-commit", args=[batch.pk]))
    hers.post(reverse("import-stop", args=[batch.pk]))
    run_waiting()
    assert "Nothing is saved yet" in page(hers, batch)
    assert not Person.objects.exists()


def test_a_double_click_commits_once(hers: Client):
    batch = send(hers, csv(roster_line(1)))
    for _ in range(2):
        hers.post(reverse("import-commit", args=[batch.pk]))
    assert Person.objects.count() == 1
    assert Person.objects.get().name_set.count() == 1


def test_an_import_of_another_agency_is_answered_as_one_that_does_not_exist(
    hers: Client, ben: User, roster: Callable[..., Path]
):
    batch = send(hers, csv(roster_line(1)))
    other = Client()
    other.force_login(ben)
    for name in ("import-detail", "import-progress", "import-problems", "import-withdraw"):
        hidden = other.get(reverse(name, args=[batch.pk]))
        absent = other.get(reverse(name, args=[batch.pk + 1]))
        assert hidden.status_code == absent.status_code == 404
    for name in ("import-commit", "import-withdraw", "import-check", "import-stop", "import-map"):
        assert other.post(reverse(name, args=[batch.pk])).status_code == 404
    assert "roster.csv" not in other.get(reverse("import-list")).content.decode()


def test_an_officer_who_may_only_read_gets_no_further(client: Client, olga: User):
    client.force_login(olga)
    for name in ("import-list", "import-new", "export-new"):
        assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "C:\\x\\roster.csv", "<script>alert(1)</script>.csv", "a\u202evsc.csv"]
)
def test_a_hostile_file_name_is_shown_as_text_and_never_used_as_a_path(hers: Client, kept_files: Path, name: str):
    batch = send(hers, csv(roster_line(1)), name)
    shown = page(hers, batch)
    assert "<script>alert" not in shown and "\u202e" not in shown
    (kept,) = kept_files.rglob("original")
    assert kept.parent.parent == kept_files / "imports"
