"""Progress while a task's own transaction holds SQLite's single writer: told through a small file, not the table.

Only SQLite needs it, and there everyone is on one machine. The file is a hint for the page; nothing rests on it.
"""

import contextlib
import json
from pathlib import Path

from django.conf import settings


def write(job_id: int, done: int, total: int | None, message: str) -> None:
    path = _path(job_id)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps([done, total, message]), encoding="utf-8")
        draft.replace(path)


def read(job_id: int) -> tuple[int, int | None, str] | None:
    try:
        done, total, message = json.loads(_path(job_id).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return done, total, message


def forget(job_id: int) -> None:
    with contextlib.suppress(OSError):
        _path(job_id).unlink(missing_ok=True)


def _path(job_id: int) -> Path:
    return settings.VAR_DIR / "progress" / f"{job_id}.json"
