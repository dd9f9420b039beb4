"""One pretend nation of three thousand people for all tests of this room."""

import datetime as dt

import pytest

from tipstaff.world import World, generate

AS_OF = dt.date(2026, 11, 24)


@pytest.fixture(scope="session")
def nation() -> World:
    return generate(3000, seed=1, as_of=AS_OF)
