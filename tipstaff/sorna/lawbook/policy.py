"""The parameters of section 14 for one track: what SORNA leaves open, and what a jurisdiction has set stricter."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from tipstaff.sorna.lawbook.errors import PolicyError

if TYPE_CHECKING:
    from tipstaff.sorna.lawbook.book import Lawbook

TIERS = ("I", "II", "III")
ByTier = tuple[int, int, int]  # for tiers I, II, III


@dataclass(frozen=True, slots=True)
class Policy:
    """Hashable, so that calendars and tables made for it are made once. 0 means unset or, for years, life."""

    book: "Lawbook" = field(repr=False)  # where the values that are no parameters stand: offences, holidays, citations
    closed_days: tuple[date, ...] = field(repr=False, hash=False)  # every holiday on which the registry is closed
    track: str
    version: str  # the track, the day from which these values hold, and a digest of them (SORNA-GEN-4)
    holidays: Literal["federal", "none"]
    extra_holidays: tuple[date, ...]
    saturday_holiday_observed_friday: bool
    change_report_business_days: int
    change_report_calendar_days: int
    month_end_rule: Literal["clamp", "roll_forward"]
    expiry: Literal["anniversary_inclusive", "day_before_anniversary"]
    duration_years: ByTier
    custody_exclusion: Literal["extend", "suspend_only"]
    absconding_tolls: bool
    clean_record_custody_excluded: bool
    clean_record_break: Literal["restart", "disqualify"]
    reduction_available: bool
    verification_months: ByTier
    transient_interval_days: int
    verification_anchor: Literal["last_verification", "registration_anniversary", "birth_month"]
    early_window_days: int
    travel_notice_days: int
    emergency_exception: bool
    emergency_report_days: int
    habitual_mode: Literal["consecutive", "rolling_365", "calendar_year"]
    habitual_trigger_day: int
    tier_table_profile: Literal["smart_model", "statute_strict"]
    tribal_felony_equivalence: bool
    juvenile_scope: Literal["guidelines_2241_ab", "statute_2241_all"]
    became_on: Literal["conviction_date", "sentencing_date"]

    @classmethod
    def of(cls, book: "Lawbook", track: str, since: date | None, values: Mapping[str, Any]) -> "Policy":
        digest = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:8]
        closed = book.closed_days(**{name: values[name] for name in _CALENDAR})
        return cls(book, closed, track, f"{track} {since or 'as stated'} {digest}", **values)

    def values(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _NOT_PARAMETERS}

    def differs(self, other: "Policy", *names: str) -> bool:
        """Whether any of the named parameters is set otherwise; any parameter at all when none is named."""
        mine, theirs = self.values(), other.values()
        return any(mine[name] != theirs[name] for name in names or mine)


_NOT_PARAMETERS = ("book", "closed_days", "track", "version")
_CALENDAR = ("holidays", "extra_holidays", "saturday_holiday_observed_friday")


def read(name: str, spec: Mapping[str, Any], value: Any, current: Any, where: str) -> Any:
    """A parameter's value in the form that Policy holds. None leaves the current value."""
    if value is None:
        return current
    try:
        parsed = _READERS[spec["kind"]](value, current)
    except (TypeError, ValueError) as error:
        raise PolicyError("bad_value", where, name, f"{value!r}: {error}") from None
    if parsed not in spec.get("choices", [parsed]):
        raise PolicyError("bad_value", where, name, f"{value!r} is none of {', '.join(spec['choices'])}")
    numbers = parsed if spec["kind"] == "by_tier" else (parsed,) if spec["kind"] == "whole" else ()
    if any(number < spec.get("least", number) or number > spec.get("most", number) for number in numbers):
        raise PolicyError("bad_value", where, name, f"{value!r} is out of range")
    return parsed


def tighten(name: str, spec: Mapping[str, Any], value: Any, floor: Any, track: str, where: str) -> Any:
    """The value, if the track may have it: never looser than the floor, and on the federal track nothing local."""
    if track == "federal":
        if value in spec.get("local_only", []):
            raise PolicyError("local_only", where, name, f"{value!r} can hold on a jurisdiction's track only")
        return value
    if no_looser(spec, value, floor) != value:
        raise PolicyError(
            "policy_laxer_than_federal", where, name, f"{value!r} asks for less than the federal {floor!r}"
        )
    return value


def no_looser(spec: Mapping[str, Any], value: Any, floor: Any) -> Any:
    """The value, or the floor where that asks for more; tier by tier where there are tiers."""
    stricter = spec.get("stricter", "")
    if spec["kind"] == "by_tier":
        pairs = zip(value, floor, strict=True)
        return tuple(least if _looser(stricter, mine, least) else mine for mine, least in pairs)
    return floor if _looser(stricter, value, floor) else value


def _looser(stricter: str, mine: Any, floor: Any) -> bool:
    if stricter == "smaller":
        return bool(mine > floor)
    if stricter == "larger":
        return bool(mine < floor)
    if stricter == "longer":
        return bool(mine != 0 and (floor == 0 or mine < floor))
    return False


def _whole(value: Any, _current: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a whole number is needed")
    if not 0 <= value <= 3660:
        raise ValueError("out of range")
    return int(value)


def _yes_no(value: Any, _current: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is needed")
    return value


def _choice(value: Any, _current: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a word is needed")
    return value


def _dates(value: Any, _current: Any) -> tuple[date, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError("a list of dates is needed")
    return tuple(sorted({day if isinstance(day, date) else date.fromisoformat(day) for day in value}))


def _by_tier(value: Any, current: Any) -> ByTier:
    """Tiers that the value does not name keep their current length."""
    if not isinstance(value, Mapping):
        raise ValueError("a table of tiers I, II, III is needed")
    if unknown := set(value) - set(TIERS):
        raise ValueError(f"there is no tier {sorted(unknown)[0]}")
    lengths = dict(zip(TIERS, current or (0, 0, 0), strict=True))
    lengths |= {tier: _whole(length, None) for tier, length in value.items() if length is not None}
    return lengths["I"], lengths["II"], lengths["III"]


_READERS: dict[str, Callable[[Any, Any], Any]] = {
    "whole": _whole,
    "yes_no": _yes_no,
    "choice": _choice,
    "dates": _dates,
    "by_tier": _by_tier,
}
