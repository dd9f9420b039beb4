"""Where the bytes of an import are kept: a folder under a made-up name, with the file as sent and its checked rows."""

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import polars as pl
from django.core.files.storage import default_storage

from tipstaff.formats.registry import SHEETS, Count, Problem
from tipstaff.registry.models import ImportBatch

ROOT = "imports"
ORIGINAL = "original"
PROBLEMS = "problems"
PIECE = 1 << 20


def made_up_name() -> str:
    return secrets.token_hex(16)


def folder_of(batch: ImportBatch) -> Path:
    return Path(default_storage.path(f"{ROOT}/{batch.stored_as}"))


def original_of(batch: ImportBatch) -> Path:
    return folder_of(batch) / ORIGINAL


def keep_original(batch: ImportBatch, pieces: Iterable[bytes]) -> None:
    """Write the file as it comes, and note its size and SHA-256 on the batch."""
    folder = folder_of(batch)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ORIGINAL).open("wb") as kept:
        _measure(batch, pieces, kept.write)


def measure(batch: ImportBatch, path: Path) -> None:
    """Note size and SHA-256 of a file or folder that stays where it is."""
    _measure(batch, pieces_of(path), len)


def _measure(batch: ImportBatch, pieces: Iterable[bytes], take: Callable[[bytes], object]) -> None:
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        take(piece)
    batch.sha256, batch.size = digest.hexdigest(), size


def pieces_of(path: Path) -> Iterable[bytes]:
    """The bytes of a file, or of all CSV files of a folder one after the other."""
    for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
        with file.open("rb") as stream:
            while piece := stream.read(PIECE):
                yield piece


def keep_rows(batch: ImportBatch, frames: Mapping[str, pl.DataFrame], problems: pl.DataFrame) -> None:
    """Keep the accepted rows and the problems, so that the commit need not read the file again."""
    folder = folder_of(batch)
    folder.mkdir(parents=True, exist_ok=True)
    drop_rows(batch)
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet", compression="lz4")
    problems.write_parquet(folder / f"{PROBLEMS}.parquet", compression="lz4")


def kept_rows(batch: ImportBatch) -> Mapping[str, pl.DataFrame]:
    folder = folder_of(batch)
    return {name: pl.read_parquet(path) for name in SHEETS if (path := folder / f"{name}.parquet").exists()}


def kept_problems(batch: ImportBatch) -> pl.DataFrame:
    return pl.read_parquet(folder_of(batch) / f"{PROBLEMS}.parquet")


def kept_counts(batch: ImportBatch) -> dict[str, Count]:
    return {name: Count(**told) for name, told in batch.read.items()}


def refusal_of(batch: ImportBatch) -> Problem:
    """Why the whole file was refused."""
    assert batch.refusal is not None
    return Problem(**batch.refusal)


def drop_rows(batch: ImportBatch) -> None:
    for path in folder_of(batch).glob("*.parquet"):
        path.unlink()


def drop_all(batch: ImportBatch) -> None:
    shutil.rmtree(folder_of(batch), ignore_errors=True)
