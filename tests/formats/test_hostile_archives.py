"""Archives that would harm: bombs, thousands of entries, names that lead outside, links (T05, T06; security F1, F2)."""

import io
import resource
import stat
import time
import zipfile
from pathlib import Path

import pytest
from rosters import HEADINGS, Read, roster_row

from tipstaff.formats.registry import WEB, Limits, ReadOptions, Refused

GOOD = f"{HEADINGS}\n{roster_row(1)}\n"


def archive(**files: bytes | str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def refusal(read: Read, content: bytes, name: str = "set.zip", **options: object) -> str:
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused) as refused:
        read(content, name, **options)
    assert time.perf_counter() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256_000
    return refused.value.problem.reason


def workbook_of(*parts: tuple[str, bytes]) -> bytes:
    required = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    return archive(**(required | dict(parts)))


@pytest.mark.parametrize("name", ["set.zip", "set.xlsx"])
def test_97_kb_that_unpack_to_100_mb_are_refused_before_unpacking(read: Read, name: str) -> None:
    nothing = bytes(100_000_000)
    in_a_workbook = workbook_of(("xl/worksheets/sheet1.xml", nothing))
    bomb = in_a_workbook if name == "set.xlsx" else archive(**{"persons.csv": nothing})
    assert len(bomb) < 110_000
    assert "more than 100 times its size" in refusal(read, bomb, name)


@pytest.mark.parametrize("name", ["set.zip", "set.xlsx"])
def test_10_000_tiny_entries_are_refused(read: Read, name: str) -> None:
    many = archive(**{f"sheet{number}.csv": "x" for number in range(10_000)})
    assert "10,000 files" in refusal(read, many, name)


@pytest.mark.parametrize("name", ["../../x.csv", "/abs/x.csv", "a/../../x.csv", "a\\x.csv", "C:x.csv"])
@pytest.mark.parametrize("kind", ["set.zip", "set.xlsx"])
def test_a_name_that_leads_outside_is_refused_and_nothing_is_written(
    read: Read, tmp_path: Path, name: str, kind: str
) -> None:
    extra = (name, b"person_id\nRM-1\n")
    content = workbook_of(extra) if kind == "set.xlsx" else archive(**{"roster.csv": GOOD, name: extra[1]})
    reason = refusal(read, content, kind)
    assert "outside" in reason or "path of another system" in reason
    assert sorted(path.name for path in tmp_path.rglob("*")) == [kind]


def test_a_symbolic_link_inside_is_refused(read: Read) -> None:
    link = zipfile.ZipInfo("persons.csv")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(link, "/etc/passwd")
    assert "link" in refusal(read, buffer.getvalue())


def test_a_locked_entry_a_damaged_archive_and_a_name_given_twice_are_refused(read: Read) -> None:
    locked = bytearray(archive(**{"roster.csv": GOOD}))
    directory = locked.index(b"PK\x01\x02")
    locked[directory + 8] |= 1
    assert "password" in refusal(read, bytes(locked))
    assert "damaged" in refusal(read, archive(**{"roster.csv": GOOD})[:60])
    assert "same name" in refusal(read, archive(**{"roster.csv": GOOD, "ROSTER.csv": GOOD}))


def test_an_entry_that_lies_about_its_content_is_refused_in_the_middle(read: Read) -> None:
    content = bytearray(archive(**{"roster.csv": GOOD}))
    at = content.index(b"PK\x01\x02") + 16
    content[at] ^= 0xFF  # the checksum in the directory
    assert "damaged" in refusal(read, bytes(content))


def test_a_dtd_in_any_part_of_a_workbook_is_refused(read: Read) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
    assert "declares a DTD" in refusal(read, workbook_of(("xl/worksheets/sheet1.xml", bomb)), "set.xlsx")


def test_macros_old_workbooks_and_wrong_endings_are_refused(read: Read) -> None:
    assert "macros" in refusal(read, workbook_of(("xl/vbaProject.bin", b"x")), "set.xlsx")
    assert "old kind" in refusal(read, b"\xd0\xcf\x11\xe0" + bytes(100), "set.xlsx")
    assert "another kind" in refusal(read, archive(**{"roster.csv": GOOD}), "roster.csv")
    assert "not read" in refusal(read, b"x", "roster.exe")


def test_a_file_sent_by_web_has_a_size_and_an_unpacked_size(read: Read) -> None:
    small = ReadOptions(limits=Limits(packed_bytes=100))
    assert "bytes" in refusal(read, GOOD.encode() * 10, "roster.csv", options=small)
    unpacked = ReadOptions(limits=Limits(unpacked_bytes=100))
    assert "unpacks to" in refusal(read, archive(**{"roster.csv": GOOD}), options=unpacked)
    assert (WEB.packed_bytes, WEB.unpacked_bytes) == (200_000_000, 2_000_000_000)


def test_a_good_zip_is_read_also_from_a_folder_inside_and_beside_litter(read: Read) -> None:
    files = {"export/roster.csv": GOOD, "export/readme.txt": "hello", "__MACOSX/export/._roster.csv": b"\0"}
    assert read(archive(**files), "set.zip").count.accepted == 1


def test_a_formula_in_a_workbook_is_never_run_and_rejects_its_row(read: Read, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["person_id", "family_name", "jurisdiction", "registered_on"])
    sheet.append(["RM-1", '=HYPERLINK("http://evil.example","x")', "AZ", None])
    sheet.append(["RM-3", "=1+1", "AZ", None, "beyond"])
    sheet.append(["RM-2", "Sample", "AZ", None])
    sheet.append([None, "=A1", None, None])
    sheet.append([None, None, None, None])
    book.save(tmp_path / "made.xlsx")
    dataset = read((tmp_path / "made.xlsx").read_bytes(), "roster.xlsx")
    assert {one.line for one in dataset.problems} == {2, 3, 5}
    assert [one.line for one in dataset.problems if one.column == "family_name"] == [2, 5]
    assert "formula" in next(dataset.problems).reason
    assert (dataset.count.rows, dataset.count.accepted, dataset.count.rejected) == (4, 1, 3)


def test_dates_numbers_and_ticks_of_a_workbook_are_read_as_what_they_show(read: Read, tmp_path: Path) -> None:
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Persons"
    sheet.append(["person_id", "height_inches", "ssn_on_file", "photographed_on"])
    sheet.append([1234, 70.0, True, datetime(2020, 2, 29)])
    other = book.create_sheet("Adresses")
    other.append(["x"])
    book.create_sheet("names").append(["person_id", "kind", "family_name"])
    book.save(tmp_path / "made.xlsx")
    dataset = read((tmp_path / "made.xlsx").read_bytes(), "registry.xlsx")
    row = dataset.frames["persons"].row(0, named=True)
    assert (row["person_id"], row["height_inches"], row["ssn_on_file"]) == ("1234", 70, True)
    assert str(row["photographed_on"]) == "2020-02-29"
    assert "addresses" in next(dataset.problems).fix


@pytest.mark.parametrize(("cell", "reason"), [("A999999999", "below the end"), ("ZZZ2", "18,278 columns")])
def test_a_cell_outside_of_the_worksheet_is_refused(read: Read, tmp_path: Path, cell: str, reason: str) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["person_id", "family_name", "jurisdiction"])
    book.active.append(["RM-1", "Sample", "AZ"])
    book.save(tmp_path / "made.xlsx")
    moved = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "made.xlsx") as made, zipfile.ZipFile(moved, "w") as changed:
        for name in made.namelist():
            content = made.read(name)
            content = content.replace(b'<row r="2"', b'<row r="' + cell.lstrip("AZ").encode() + b'"')
            content = content.replace(b'"C2"', b'"' + cell.encode() + b'"')
            changed.writestr(name, content)
    started = time.perf_counter()
    with pytest.raises(Refused, match=reason):
        read(moved.getvalue(), "roster.xlsx")
    assert time.perf_counter() - started < 5


def test_a_part_that_would_fill_the_memory_is_refused(read: Read) -> None:
    large = workbook_of(("xl/sharedStrings.xml", bytes(2_000)))
    reason = refusal(read, large, "set.xlsx", options=ReadOptions(limits=Limits(workbook_part_bytes=1_000)))
    assert "too large" in reason
