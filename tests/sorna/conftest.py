"""How a test asks about one person."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

from tests.sorna.people import AS_OF, make_facts, person
from tipstaff.sorna.evaluate import evaluate

settings.register_profile("law", deadline=None)  # a machine under load is no wrong answer
settings.load_profile("law")


@pytest.fixture
def judged() -> Callable[..., pl.DataFrame]:
    """Judge the complete person with tables changed; `as_of` and `track` as needed."""

    def judge(*, as_of: date = AS_OF, book: Any = None, **changed: Any) -> pl.DataFrame:
        return evaluate(make_facts({1: person(**changed)}), as_of, book=book)

    return judge
