"""Reads the input of one vector strictly: a key that the contract lacks, or a value of the wrong kind, is named.

Null and missing are alike. A misspelt key must not pass for a missing fact: the answer would fit another case.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

Interval = tuple[date, date | None]


class BadInput(ValueError):
    """The input of a vector cannot be read; the message says which key, and why."""


class Fields:
    """The keys of one JSON object, by kind of value."""

    def __init__(self, values: object, allowed: Collection[str], path: str = "") -> None:
        if not isinstance(values, Mapping):
            raise BadInput(f"{path or 'input'}: an object is needed, got {json.dumps(values)}")
        self._values, self._path = values, path
        if unknown := sorted(key for key in set(values) - set(allowed) if values[key] is not None):
            raise BadInput(f"{self._name(unknown[0])}: unknown key; known are {', '.join(sorted(allowed))}")

    def has(self, key: str) -> bool:
        return self._values.get(key) is not None

    def date(self, key: str) -> date | None:
        return _day(self._values.get(key), self._name(key))

    def flag(self, key: str) -> bool | None:
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise BadInput(f"{self._name(key)}: true, false or null is needed, got {json.dumps(value)}")

    def whole(self, key: str, least: int = 0, most: int = 99_999) -> int | None:
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadInput(f"{self._name(key)}: a whole number is needed, got {json.dumps(value)}")
        if not least <= value <= most:
            raise BadInput(f"{self._name(key)}: {value} is out of range, {least} to {most}")
        return int(value)

    def word(self, key: str, choices: Collection[str] | None = None) -> str | None:
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise BadInput(f"{self._name(key)}: a word is needed, got {json.dumps(value)}")
        if choices is not None and value not in choices:
            raise BadInput(f"{self._name(key)}: {value!r} is none of {', '.join(sorted(choices))}")
        return value

    def needed_word(self, key: str, choices: Collection[str] | None = None) -> str:
        value = self.word(key, choices)
        if value is None:
            raise BadInput(f"{self._name(key)}: is needed")
        return value

    def words(self, key: str) -> list[str]:
        items = self._items(key)
        if all(isinstance(item, str) for item in items):
            return items
        raise BadInput(f"{self._name(key)}: a list of words is needed, got {json.dumps(items)}")

    def intervals(self, key: str) -> list[Interval]:
        """Pairs of a first day and a last one, which may be null."""
        return [self._interval(item, f"{self._name(key)}[{n}]") for n, item in enumerate(self._items(key))]

    def child(self, key: str, allowed: Collection[str]) -> "Fields":
        """The object under a key; where it is missing, one without any facts."""
        value = self._values.get(key)
        return Fields({} if value is None else value, allowed, self._name(key))

    def children(self, key: str, allowed: Collection[str]) -> list["Fields"]:
        return [Fields(item, allowed, f"{self._name(key)}[{n}]") for n, item in enumerate(self._items(key))]

    def raw(self, key: str) -> Any:
        return self._values.get(key)

    def _items(self, key: str) -> list[Any]:
        value = self._values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise BadInput(f"{self._name(key)}: a list is needed, got {json.dumps(value)}")
        return value

    def _interval(self, item: object, name: str) -> Interval:
        if not isinstance(item, list) or len(item) != 2:
            raise BadInput(f"{name}: a pair of days is needed, got {json.dumps(item)}")
        first = _day(item[0], name)
        if first is None:
            raise BadInput(f"{name}: the first day is needed")
        return first, _day(item[1], name)

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key


def _day(value: object, name: str) -> date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and len(value) == len("YYYY-MM-DD"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadInput(f"{name}: a date such as 2026-11-24 is needed, got {json.dumps(value)}")
