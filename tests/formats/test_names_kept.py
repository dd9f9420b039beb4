"""Names are kept exactly as given; what would mislead the eye is said (T26, T30)."""

import unicodedata
from collections.abc import Callable

import pytest
from rosters import roster_row

from tipstaff.formats.registry import Dataset

ReadRoster = Callable[..., Dataset]

NAMES = (
    "O'Brien-Ñandú",
    "Ts'ets'e",
    "ʻOkina",
    "'Okina",
    "Cher",
    "x" * 200,
    "محمد",
    "王小明",
    "👩‍👧 Sample",
    "Mac Donald",
    "MacDonald",
    "José",
    "JOSÉ",
    "Jose",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "';--",
    " outer spaces ",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_exactly(read_roster: ReadRoster, name: str) -> None:
    dataset = read_roster(roster_row(1, family_name=f'"{name}"', given_name=""))
    assert dataset.frames["names"].select("family_name", "given_name").row(0) == (name, None)
    assert list(dataset.problems) == []


def test_a_decomposed_name_is_the_same_name(read_roster: ReadRoster) -> None:
    dataset = read_roster(roster_row(1, family_name=unicodedata.normalize("NFD", "José")))
    assert dataset.frames["names"]["family_name"].to_list() == ["José"]


def test_a_mark_that_turns_text_is_kept_and_made_visible(read_roster: ReadRoster) -> None:
    dataset = read_roster(roster_row(1, family_name="Sam\u202eelp"))
    (warning,) = dataset.problems
    assert warning.severity == "warning"
    assert warning.value == "Sam⟨U+202E⟩elp"
    assert dataset.frames["names"]["family_name"].to_list() == ["Sam\u202eelp"]
