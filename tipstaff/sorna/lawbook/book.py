"""The lawbook as loaded: topics as data, rules with their citations, and the policy of every track on every date."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from tipstaff.sorna.lawbook import policy as policies
from tipstaff.sorna.lawbook.errors import LawbookError, PolicyError, UnknownJurisdiction
from tipstaff.sorna.lawbook.holidays import days_of
from tipstaff.sorna.lawbook.overlay import changed
from tipstaff.sorna.lawbook.policy import Policy

HOME = Path(__file__).parent
FEDERAL = "federal"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's stable ID, where it stands, and what it says in one plain sentence."""

    id: str
    citation: str
    says: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A registration jurisdiction. `reviewed` false: only the federal floor is loaded for it."""

    code: str
    name: str
    kind: str
    zone: str
    reviewed: bool
    invented: bool
    straddles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A policy and the days on which it is in force; `until` is the first day on which it no longer is."""

    since: date
    until: date
    policy: Policy


@dataclass(frozen=True, eq=False)
class Lawbook:
    """All legal values. Read it with `load`; it is never changed afterwards, and equals only itself."""

    topics: Mapping[str, dict[str, Any]]
    files: Mapping[str, dict[str, Any]]  # jurisdictions, as written
    jurisdictions: Mapping[str, Jurisdiction]
    rules: Mapping[str, Rule]
    # Jurisdictions that an overlay left alone: where it makes federal law ask for more, federal law prevails there.
    left_alone: frozenset[str] = frozenset()
    _versions: dict[str, tuple[Version, ...]] = field(default_factory=dict, repr=False)

    def topic(self, name: str) -> dict[str, Any]:
        return self.topics[name]

    def jurisdiction(self, code: str) -> Jurisdiction:
        try:
            return self.jurisdictions[code]
        except KeyError:
            raise UnknownJurisdiction(code) from None

    def policy(self, track: str = FEDERAL, on: date | None = None) -> Policy:
        """The policy of a track in force on a date; the newest one if no date is given."""
        versions = self.versions(track)
        if on is None:
            return versions[-1].policy
        return next((v.policy for v in versions if on < v.until), versions[-1].policy)

    def versions(self, track: str) -> tuple[Version, ...]:
        """Every policy that the track has had, oldest first, without gaps."""
        if track not in self._versions:
            if track != FEDERAL:
                self.jurisdiction(track)
            self._versions[track] = self._make_versions(track)
        return self._versions[track]

    def policy_with(self, settings: Mapping[str, Any], track: str = "case", on: date | None = None) -> Policy:
        """Today's federal defaults with parameters that a case states for itself; PolicyError if they cannot hold."""
        values = self.policy(FEDERAL, on).values()
        stated = {name: self._setting(name, value, values, track, "policy") for name, value in settings.items()}
        return Policy.of(self, track, None, values | stated)

    def rule(self, rule_id: str) -> Rule:
        return self.rules[rule_id]

    def closed_days(
        self, holidays: str, extra_holidays: tuple[date, ...], saturday_holiday_observed_friday: bool
    ) -> tuple[date, ...]:
        """Every day, beside weekends, on which an office with these settings is closed (SORNA-BD-2, BD-3)."""
        topic = self.topics["holidays"]
        rules = topic["federal"]["days"] if holidays == "federal" else []
        listed = days_of(rules, topic["span"]["first"], topic["span"]["last"], saturday_holiday_observed_friday)
        return tuple(sorted({*listed, *extra_holidays}))

    def _setting(self, name: str, value: Any, floor: Mapping[str, Any], track: str, where: str) -> Any:
        spec = self.topics["parameters"].get(name)
        if spec is None:
            raise PolicyError("unknown_parameter", where, name, "there is no such parameter")
        parsed = policies.read(name, spec, value, floor[name], where)
        if track in self.left_alone:
            return policies.no_looser(spec, parsed, floor[name])
        return policies.tighten(name, spec, parsed, floor[name], track, where)

    def _make_versions(self, track: str) -> tuple[Version, ...]:
        own = self.files.get(track, {}).get("policy", [])
        dated = [value for spec in self.topics["parameters"].values() for value in spec["values"]] + own
        starts = sorted({d for row in dated for d in (row["from"], row.get("to")) if d is not None})
        ends = [*starts[1:], date.max]
        return tuple(
            Version(since, until, self._make(track, own, since)) for since, until in zip(starts, ends, strict=True)
        )

    def _make(self, track: str, own: list[dict[str, Any]], on: date) -> Policy:
        values: dict[str, Any] = {}
        for name, spec in self.topics["parameters"].items():
            where = "parameters.toml"
            parsed = policies.read(name, spec, _in_force(spec["values"], on)["value"], None, where)
            values[name] = policies.tighten(name, spec, parsed, parsed, FEDERAL, where)
        floor, where = dict(values), f"jurisdictions/{track}.toml"
        for row in own:
            if row["from"] <= on < row.get("to", date.max):
                values[row["parameter"]] = self._setting(row["parameter"], row["value"], floor, track, where)
        recurring = self.files.get(track, {}).get("holidays", {}).get("days", [])
        if recurring:
            span, observed = self.topics["holidays"]["span"], values["saturday_holiday_observed_friday"]
            more = days_of(recurring, span["first"], span["last"], observed)
            values["extra_holidays"] = tuple(sorted({*values["extra_holidays"], *more}))
        return Policy.of(self, track, on, values)


def load(overlay: Path | None = None) -> Lawbook:
    """The lawbook as shipped, or with a folder or a single TOML file of changed values laid over it.

    Raises LawbookError, naming file and key, for what cannot be read or used. The lawbook as shipped is read once.
    """
    return _shipped() if overlay is None else _build(overlay)


@lru_cache(maxsize=1)
def _shipped() -> Lawbook:
    return _build(None)


def _build(overlay: Path | None) -> Lawbook:
    topics = {path.stem: read_toml(path) for path in sorted(HOME.glob("*.toml"))}
    files = shipped = {path.stem: read_toml(path) for path in sorted((HOME / "jurisdictions").glob("*.toml"))}
    if overlay is not None:
        topics, files = changed(topics, files, overlay)
    book = Lawbook(
        topics,
        files,
        {code: _jurisdiction(code, data) for code, data in files.items()},
        {code: Rule(code, row["citation"], row["says"]) for code, row in topics["rules"]["rules"].items()},
        frozenset(code for code in files if overlay is not None and files[code] == shipped.get(code)),
    )
    if overlay is not None:  # say now, not in the middle of a roll, that a changed value cannot hold
        for track in (FEDERAL, *(code for code in files if files[code].get("policy"))):
            book.versions(track)
    return book


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawbookError("not_toml", path.name, "file", f"cannot be read as TOML: {error}") from None


def _jurisdiction(code: str, data: dict[str, Any]) -> Jurisdiction:
    try:
        return Jurisdiction(
            code,
            data["name"],
            data["kind"],
            data["zone"],
            data["reviewed"],
            data.get("invented", False),
            tuple(data.get("straddles", ())),
        )
    except KeyError as error:
        raise LawbookError("missing", f"jurisdictions/{code}.toml", str(error.args[0]), "is needed") from None


def _in_force(values: list[dict[str, Any]], on: date) -> dict[str, Any]:
    """The value in force on a date; before the first, the first."""
    return next((v for v in reversed(values) if v["from"] <= on < v.get("to", date.max)), values[0])
