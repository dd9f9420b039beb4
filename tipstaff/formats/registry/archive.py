"""Zip files, and workbooks, which are zip files too: looked over before a byte of them is unpacked.

Nothing is ever written to disk: entries are read as streams. An entry cannot unpack to more than its directory says,
since reading stops there, so the sizes checked here bound the work.
"""

import re
import stat
import zipfile
from pathlib import Path, PurePosixPath

from tipstaff.formats.registry.options import Limits
from tipstaff.formats.registry.problems import Refused, refuse

HOW_TO_ZIP = "Zip the CSV files of the layout themselves, without a password"
ENCRYPTED = 0x1
LITTER = re.compile(r"^__MACOSX/|(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini)$")


def open_archive(path: Path, file: str, limits: Limits) -> zipfile.ZipFile:
    """The archive, once its directory has been found harmless; raises Refused."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as broken:
        raise refuse(file, f"the archive is damaged ({broken})", "Make the archive anew and send it again") from broken
    try:
        _check_sizes(archive, path.stat().st_size, file, limits)
        for entry in archive.infolist():
            _check_entry(entry, file)
        _check_names(archive, file)
    except Refused:
        archive.close()
        raise
    return archive


def entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files inside, without folders and what operating systems leave behind."""
    return [entry for entry in archive.infolist() if not entry.is_dir() and not LITTER.search(entry.filename)]


def _check_sizes(archive: zipfile.ZipFile, packed: int, file: str, limits: Limits) -> None:
    inside = archive.infolist()
    if len(inside) > limits.entries:
        raise refuse(file, f"it holds {len(inside):,} files; {limits.entries:,} are allowed", HOW_TO_ZIP)
    total = sum(entry.file_size for entry in inside)
    if limits.unpacked_bytes is not None and total > limits.unpacked_bytes:
        raise refuse(
            file,
            f"it unpacks to {total:,} bytes; {limits.unpacked_bytes:,} are allowed here",
            "Send it in parts, or import it on the command line",
        )
    too_dense = [entry for entry in inside if _too_dense(entry.file_size, entry.compress_size, limits)]
    if too_dense or _too_dense(total, packed, limits):
        name = too_dense[0].filename if too_dense else "all of it"
        raise refuse(
            file, f"it unpacks to more than {limits.ratio} times its size ({name})", "Send the CSV files without zip"
        )


def _too_dense(unpacked: int, packed: int, limits: Limits) -> bool:
    return unpacked > limits.ratio_from_bytes and unpacked > packed * limits.ratio


def _check_entry(entry: zipfile.ZipInfo, file: str) -> None:
    name = entry.orig_filename
    if "\\" in name or "\0" in name or re.match(r"[A-Za-z]:", name):
        raise refuse(file, f"an entry has a name that is a path of another system: {name!r}", HOW_TO_ZIP)
    if name.startswith("/") or ".." in PurePosixPath(name).parts:
        raise refuse(file, f"an entry points outside of the archive: {name!r}", HOW_TO_ZIP)
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refuse(file, f"an entry is a link or a device, not a file: {name!r}", HOW_TO_ZIP)
    if entry.flag_bits & ENCRYPTED:
        raise refuse(file, f"an entry is locked with a password: {name!r}", HOW_TO_ZIP)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refuse(file, f"an entry is packed in an unusual way: {name!r}", HOW_TO_ZIP)


def _check_names(archive: zipfile.ZipFile, file: str) -> None:
    names = [entry.filename.casefold() for entry in archive.infolist()]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise refuse(file, f"two entries have the same name: {twice[0]!r}", HOW_TO_ZIP)
