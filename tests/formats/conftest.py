"""Reading what a test has written, on a fixed day."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rosters import HEADINGS, JURISDICTIONS, TODAY, Read

from tipstaff.formats.registry import Dataset, read_dataset


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write text or bytes under a name, and read it as the layout."""

    def read_it(content: str | bytes, name: str = "roster.csv", **options: Any) -> Dataset:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_dataset(path, today=TODAY, known_jurisdictions=JURISDICTIONS, **options)

    return read_it


@pytest.fixture
def read_roster(read: Read) -> Callable[..., Dataset]:
    """Read a roster of these rows."""

    def read_it(*rows: str, **options: Any) -> Dataset:
        return read("\n".join((HEADINGS, *rows)) + "\n", **options)

    return read_it
