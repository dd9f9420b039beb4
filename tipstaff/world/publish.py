"""Write the pretend nation to disk: a registry file for each agency, and beside them what is true of it.

Chunks go through a spool of Parquet parts, since a registry file holds one sheet after the other: memory does not grow.
"""

import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

from tipstaff.formats.registry import SHEETS, open_writer, write_csv
from tipstaff.world.agencies import REGISTRIES, Agency
from tipstaff.world.errors import SCHEMA, plant_errors
from tipstaff.world.nation import World

Kind = Literal["folder", "zip", "xlsx", "parquet"]
ENDINGS = {"folder": "", "zip": ".zip", "xlsx": ".xlsx", "parquet": ""}


@dataclass
class Published:
    """Where each registry's file is, how many people it holds, and what was planted."""

    files: dict[str, Path] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    truth: Path | None = None
    errors: Path | None = None


def publish(
    chunks: Iterable[World], out: Path, kind: Kind = "folder", *, jurisdictions: Collection[str] = (), errors: int = 0
) -> Published:
    """Write `out/<agency>` in the wanted form for each registry, or those named, and `truth` beside them.

    Errors, if wanted, are shared out evenly, and `errors.csv` says where they stand. Raises FileExistsError rather
    than write over a registry file.
    """
    agencies = [agency for agency in REGISTRIES if not jurisdictions or agency.jurisdiction in jurisdictions]
    published = Published({agency.slug: out / f"{agency.slug}{ENDINGS[kind]}" for agency in agencies})
    for path in published.files.values():
        if path.exists():
            raise FileExistsError(f"{path} is already there")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=out) as folder:
        spool = Path(folder)
        planted = [_spool(world, agencies, spool, number, errors) for number, world in enumerate(chunks)]
        published.people = {agency.slug: _people(spool, agency) for agency in agencies}
        for agency in agencies:
            _write(spool / agency.slug, published.files[agency.slug], kind)
        published.truth = _truth(spool, out, kind)
    if errors:
        published.errors = out / "errors.csv"
        write_csv(pl.concat([frame for frame in planted if frame.height]), published.errors)
    return published


def _spool(world: World, agencies: list[Agency], spool: Path, number: int, errors: int) -> pl.DataFrame:
    """One chunk to disk, registry by registry; the first carries the errors. Gives where they stand."""
    planted = [pl.DataFrame(schema={"agency": pl.String, **SCHEMA})]
    for place, agency in enumerate(agencies):
        sheets = world.of(agency.jurisdiction)
        share = errors // len(agencies) + (place < errors % len(agencies)) if number == 0 else 0
        if errors:
            sheets, where = plant_errors(sheets, share, seed=world.seed, as_of=world.as_of, first=place * share)
            planted.append(where.select(pl.lit(agency.slug).alias("agency"), pl.all()))
        for name, frame in sheets.items():
            _part(spool, agency.slug, name, number, frame)
    homes = [agency.jurisdiction for agency in agencies]
    _part(spool, ".", "truth", number, world.truth.filter(pl.col("jurisdiction").is_in(homes)))
    return pl.concat(planted)


def _part(spool: Path, agency: str, name: str, number: int, frame: pl.DataFrame) -> None:
    folder = spool / agency / name
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(folder / f"{number:05}.parquet", compression="lz4")


def _parts(folder: Path) -> Iterator[pl.DataFrame]:
    return (pl.read_parquet(part) for part in sorted(folder.iterdir()))


def _people(spool: Path, agency: Agency) -> int:
    return sum(part.height for part in _parts(spool / agency.slug / "persons"))


def _write(spool: Path, target: Path, kind: Kind) -> None:
    if kind == "parquet":
        target.mkdir()
        for name in SHEETS:
            pl.scan_parquet(sorted((spool / name).iterdir())).sink_parquet(target / f"{name}.parquet")
        return
    with open_writer(target, kind) as writer:
        for name in SHEETS:
            for frame in _parts(spool / name):
                writer.write(name, frame)


def _truth(spool: Path, out: Path, kind: Kind) -> Path:
    parts = sorted((spool / "truth").iterdir())
    path = out / ("truth.parquet" if kind == "parquet" else "truth.csv")
    known = pl.scan_parquet(parts)
    if kind == "parquet":
        known.sink_parquet(path)
    else:
        known.sink_csv(path)
    return path
