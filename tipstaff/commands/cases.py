"""Outcomes of test cases in plain text: each that differs, then how many passed."""

import json
from collections.abc import Iterator, Sequence

from tipstaff.sorna.vectors import Outcome


def cases_text(outcomes: Sequence[Outcome]) -> str:
    """Ends with `N passed, N failed`."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    lines = [line for outcome in failed for line in _differing(outcome)]
    return "\n".join([*lines, f"{len(outcomes) - len(failed)} passed, {len(failed)} failed"])


def _differing(outcome: Outcome) -> Iterator[str]:
    vector = outcome.vector
    yield f"{vector.id or '(no id)'}  {vector.kind}  {vector.rule_ids}".rstrip()
    if outcome.reason:
        yield f"    cannot be judged: {outcome.reason.splitlines()[0]}"
        return
    for key in outcome.differing:
        got = json.dumps(outcome.got[key]) if outcome.got and key in outcome.got else "nothing"
        yield f"    {key}: expected {json.dumps((outcome.expected or {})[key])}, got {got}"
