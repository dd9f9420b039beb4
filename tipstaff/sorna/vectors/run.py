"""Puts vectors to the product's own public functions, rows of one kind and policy together, and compares key by key."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tipstaff.sorna.lawbook import Lawbook, Policy, PolicyError, load
from tipstaff.sorna.vectors.cases import judge_case, judge_jurisdiction
from tipstaff.sorna.vectors.dates import judge_deadline, judge_verification
from tipstaff.sorna.vectors.fields import BadInput
from tipstaff.sorna.vectors.frames import Result
from tipstaff.sorna.vectors.layout import Vector
from tipstaff.sorna.vectors.periods import judge_duration, judge_reduction
from tipstaff.sorna.vectors.tiers import judge_tier

Judge = Callable[[Sequence[Any], Policy], list[Result]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one vector; `reason` where it could not be judged at all."""

    vector: Vector
    expected: Result | None = None
    got: Result | None = None
    reason: str = ""

    @property
    def passed(self) -> bool:
        """A row that expects nothing could not fail, and so does not pass."""
        return bool(self.expected) and not self.reason and not self.differing

    @property
    def differing(self) -> list[str]:
        """The expected keys whose values the law does not give."""
        expected, got = self.expected or {}, self.got or {}
        return [key for key in expected if key not in got or not _same(expected[key], got[key])]


def run(vectors: Iterable[Vector], book: Lawbook | None = None) -> list[Outcome]:
    """One outcome a vector, in their order. No row, however broken, stops the others."""
    policies = Policies(book or load())
    vectors = list(vectors)
    outcomes: dict[int, Outcome] = {}
    groups: dict[tuple[str, Policy], list[tuple[int, Any, Result]]] = {}
    for place, vector in enumerate(vectors):
        try:
            values, expected = _object(vector.input_json, "input_json"), _object(vector.expected_json, "expected_json")
            if vector.kind not in KINDS:
                raise BadInput(f"unknown kind {vector.kind!r}; known are {', '.join(KINDS)}")
            policy = policies.of(_stated(values))
        except BadInput as bad:
            outcomes[place] = Outcome(vector, reason=str(bad))
        except PolicyError as error:
            outcomes[place] = _refused(vector, expected, error)
        else:
            groups.setdefault((vector.kind, policy), []).append((place, values, expected))
    for (kind, policy), rows in groups.items():
        answers = _judge_together(KINDS[kind], [values for _, values, _ in rows], policy)
        for (place, _, expected), answer in zip(rows, answers, strict=True):
            got, reason = (answer, "") if isinstance(answer, dict) else (None, answer)
            outcomes[place] = Outcome(vectors[place], expected, got, reason)
    return [outcomes[place] for place in range(len(vectors))]


def _judge_together(judge: Judge, inputs: list[Any], policy: Policy) -> list[Result | str]:
    """All at once, as the product does; one by one only to find the row that cannot be read."""
    try:
        return list(judge(inputs, policy))
    except Exception as error:  # a hostile row must not take its neighbours with it
        if len(inputs) > 1:
            return [answer for values in inputs for answer in _judge_together(judge, [values], policy)]
        return [str(error) if isinstance(error, BadInput) else f"{type(error).__name__}: {error}"]


def _refused(vector: Vector, expected: Result, error: PolicyError) -> Outcome:
    """A policy that cannot hold is an answer where one is expected (SORNA-VER-3), and otherwise a reason."""
    if "error" in expected:
        return Outcome(vector, expected, {"error": error.code})
    return Outcome(vector, expected, reason=str(error))


class Policies:
    """Each policy that vectors state is made once: its calendar of closed days costs more than most answers."""

    def __init__(self, book: Lawbook) -> None:
        self._book = book
        self._made: dict[str, Policy] = {}

    def of(self, stated: Result) -> Policy:
        key = json.dumps(stated, sort_keys=True)
        if key not in self._made:
            self._made[key] = self._book.policy_with(stated)
        return self._made[key]


def _stated(values: Result) -> Result:
    policy = values.get("policy")
    if policy is None:
        return {}
    if not isinstance(policy, dict):
        raise BadInput(f"policy: an object is needed, got {json.dumps(policy)}")
    return policy


def _object(text: str, column: str) -> Result:
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"{column}: not JSON ({error})") from None
    if not isinstance(value, dict):
        raise BadInput(f"{column}: an object is needed")
    return value


def _once(pairs: list[tuple[str, Any]]) -> Result:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadInput("a key stands twice in one object")
    return found


def _same(expected: Any, got: Any) -> bool:
    """Equal as JSON: true is not 1."""
    return json.dumps(expected, sort_keys=True) == json.dumps(got, sort_keys=True)


def _one_by_one(judge: Callable[[Any, Policy], Result]) -> Judge:
    return lambda inputs, policy: [judge(values, policy) for values in inputs]


KINDS: dict[str, Judge] = {
    "tier": judge_tier,
    "duration": judge_duration,
    "tolling": judge_duration,
    "reduction": judge_reduction,
    "verification": judge_verification,
    "deadline": judge_deadline,
    "ftr": _one_by_one(judge_case),
    "jurisdiction": _one_by_one(judge_jurisdiction),
}
