"""Words for dates, statuses and hostile names."""

from datetime import date
from html import unescape
from re import sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.sorna.findings import STATUSES
from tipstaff.web import wording

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 30), "in 6 days"),
        (date(2026, 11, 12), "12 days ago"),
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 23), "yesterday"),
        (date(2027, 3, 24), "in 120 days"),
        (date(2027, 3, 25), "in 4 months"),
        (date(2024, 8, 24), "2 years 3 months ago"),
        (date(2027, 11, 24), "in 1 year"),
        (date(2027, 11, 23), "in 11 months"),
        (date(2024, 2, 29), "2 years 8 months ago"),
    ],
)
def test_how_far_off_a_day_is_is_said_in_words(day, words):
    assert wording.away(day, TODAY) == words


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.dates(min_value=date(1900, 1, 1)))
def test_no_span_is_empty_and_the_two_directions_use_the_same_length(day, today):
    words = wording.away(day, today)
    back = wording.away(today, day)
    if abs((day - today).days) > 1:
        assert words.removeprefix("in ").removesuffix(" ago") == back.removeprefix("in ").removesuffix(" ago") != ""
        assert words.startswith("in ") is (day > today)


def test_every_status_of_the_law_has_a_word_a_tone_and_an_icon_of_its_own():
    looks = [wording.STATUS_LOOKS[status] for status in STATUSES]
    for part in ("label", "tone", "icon"):
        assert len({getattr(look, part) for look in looks}) == len(STATUSES), part


def test_no_status_word_says_more_than_the_law_does():
    words = " ".join(look.label.casefold() for look in wording.STATUS_LOOKS.values())
    for too_much in ("violat", "abscond", "wanted", "guilt", "fugitive", "risk", "criminal"):
        assert too_much not in words


def test_a_status_without_a_look_is_shown_as_its_own_words():
    assert wording.status_look("could_not_locate").label == "Could not locate"


@pytest.mark.parametrize("name", ["José Ōta", "ʻIolana Kealohaʻ", "O’Leary-Nguyễn", "山田 太郎", "مريم", "D'Arcy & Co"])
def test_an_ordinary_name_of_any_script_is_left_as_it_is(name):
    assert unescape(wording.visible(name)) == name


@pytest.mark.parametrize(
    "char", ["\u202e", "\u200b", "\u2066", "\u00ad", "\ufeff", "\u00a0", "\u3164", "\x00", "\n", "\u2028", "\ufe0f"]
)
def test_a_character_that_hides_is_shown_by_its_code(char):
    shown = wording.visible(f"Ann{char}a")
    assert f"U+{ord(char):04X}" in shown and char not in shown
    assert shown != wording.visible("Anna")


def test_markup_in_a_name_stays_text():
    assert wording.visible('<b onclick="x">\u200b') == (
        '&lt;b onclick=&quot;x&quot;&gt;<span class="ts-hidden" title="zero width space (U+200B)">U+200B</span>'
    )


@given(st.text(max_size=40))
def test_any_text_is_shown_whole_and_without_markup_of_its_own(text):
    plain = sub(
        r'<span class="ts-hidden" title="[^"<>]*">U\+([0-9A-F]{4,6})</span>',
        lambda m: chr(int(m[1], 16)),
        wording.visible(text),
    )
    assert unescape(plain) == text or "&" in text or "\r" in text
    assert "<" not in plain
