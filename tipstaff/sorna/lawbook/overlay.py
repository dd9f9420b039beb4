"""Changed values laid over the lawbook, to ask what would change (`whatif`) or to use a jurisdiction's own copy."""

import tomllib
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from tipstaff.sorna.lawbook.errors import LawbookError

Tables = dict[str, dict[str, Any]]


def changed(topics: Tables, files: Tables, overlay: Path) -> tuple[Tables, Tables]:
    """The topics and jurisdictions with the overlay's values in place of theirs.

    A folder mirrors the lawbook: `parameters.toml`, `jurisdictions/RM.toml` … A single file holds the same as tables:
    `[parameters]`, `[jurisdictions.RM]`. A parameter may be given in full or bare: `verification_months = {I = 6}`.
    """
    topics, files = deepcopy(topics), deepcopy(files)
    for where, topic, data in _parts(overlay):
        if topic.startswith("jurisdictions/"):
            code = topic.removeprefix("jurisdictions/")
            files[code] = files.get(code, {}) | data
        elif topic in topics:
            _lay_over(topics[topic], data, topic, where, "")
        else:
            raise LawbookError(
                "unknown_topic", where, topic, f"the lawbook has no such topic; it has {', '.join(topics)}"
            )
    return topics, files


def _parts(overlay: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """What the overlay holds, as (file, topic or "jurisdictions/CODE", values)."""
    if not overlay.exists():
        raise LawbookError("missing", str(overlay), "file", "there is no such file or folder")
    if overlay.is_dir():
        found = sorted(overlay.glob("*.toml")), sorted((overlay / "jurisdictions").glob("*.toml"))
        parts = [(path.name, path.stem, _read(path)) for path in found[0]]
        parts += [(f"jurisdictions/{p.name}", f"jurisdictions/{p.stem}", _read(p)) for p in found[1]]
        if not parts:
            raise LawbookError("missing", str(overlay), "folder", "holds no .toml file")
        return parts
    data = _read(overlay)
    own = data.pop("jurisdictions", {})
    for name, value in [*data.items(), *own.items()]:
        if not isinstance(value, dict):
            raise LawbookError("bad_value", overlay.name, name, "a table named after a topic is needed")
    return [(overlay.name, topic, values) for topic, values in data.items()] + [
        (overlay.name, f"jurisdictions/{code}", values) for code, values in own.items()
    ]


def _lay_over(base: dict[str, Any], data: dict[str, Any], topic: str, where: str, path: str) -> None:
    for key, value in data.items():
        if key not in base and not (path.startswith(("events", "rules")) or topic == "rules"):
            code = "unknown_parameter" if topic == "parameters" and not path else "unknown_key"
            raise LawbookError(code, where, f"{topic}.{path}{key}", "the lawbook has no such value")
        if topic == "parameters" and not path and not _is_spec(value):
            shipped = base[key]["values"][-1]["value"]
            kept = shipped if isinstance(value, dict) and isinstance(shipped, dict) else {}  # tiers not named
            base[key]["values"] = [{"from": date.min, "value": kept | value if kept else value}]
        elif isinstance(value, dict) and isinstance(base.get(key), dict):
            _lay_over(base[key], value, topic, where, f"{path}{key}.")
        else:
            base[key] = value


def _is_spec(value: Any) -> bool:
    """Whether a parameter is given in full (with dated values) rather than bare."""
    return isinstance(value, dict) and not set(value) <= {"I", "II", "III"}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawbookError("not_toml", path.name, "file", f"cannot be read as TOML: {error}") from None
