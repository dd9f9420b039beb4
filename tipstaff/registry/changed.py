"""Who is told that people of the record changed.

The rooms above (the findings) register a function here when they get ready. It runs inside the transaction of the
change, so that what it writes stands or falls with the change; for many people it queues a job, which is a row too.
"""

from collections.abc import Callable, Sequence

on_person_changed: list[Callable[[list[int]], None]] = []


def tell(people: Sequence[int]) -> None:
    """Tell everybody who registered, in the caller's transaction, which people (primary keys) changed."""
    if people:
        for listener in on_person_changed:
            listener(list(people))
