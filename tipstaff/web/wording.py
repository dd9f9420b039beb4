"""Words for dates, statuses and unsafe text, kept apart from templates so that exports and tests use the same ones."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Look:
    """How a status is shown: never by colour alone (WCAG 1.4.1)."""

    label: str
    tone: str
    icon: str


# Keys are the statuses of tipstaff.sorna.findings. Words follow guardrail G14: none says more than the law does.
STATUS_LOOKS: dict[str, Look] = {
    "overdue": Look("Overdue", "overdue", "alarm"),
    "contradicted": Look("Facts disagree", "contradicted", "split"),
    "unknown": Look("Cannot be judged", "unknown", "question"),
    "incomplete": Look("Incomplete", "incomplete", "gap"),
    "due_soon": Look("Due soon", "due-soon", "clock"),
    "late": Look("Done late", "late", "late"),
    "proposed": Look("Decision needed", "proposed", "decide"),
    "current": Look("Current", "current", "dot"),
    "met": Look("Met", "met", "check"),
    "suspended": Look("Suspended in custody", "suspended", "pause"),
    "not_required": Look("Not required", "not-required", "dash"),
}
TONES = (*dict.fromkeys(look.tone for look in STATUS_LOOKS.values()), "good", "bad", "busy", "neutral")


def status_look(status: str) -> Look:
    """The look of a status; one that has no look of its own is shown as its words, in the neutral tone."""
    return STATUS_LOOKS.get(status) or Look(status.replace("_", " ").capitalize(), "neutral", "dot")


def away(day: date, today: date) -> str:
    """How far a day is from today, in words: "in 6 days", "12 days ago", "2 years 3 months ago"."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    span = f"{abs(days):,} days" if abs(days) <= 120 else _months(*sorted((day, today)))
    return f"in {span}" if days > 0 else f"{span} ago"


def _months(early: date, late: date) -> str:
    whole = (late.year - early.year) * 12 + late.month - early.month - (late.day < early.day)
    years, months = divmod(whole, 12)
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((years, "year"), (months, "month")) if n]
    return " ".join(parts)


# Blank letters that Unicode does not count as spaces or format characters (Hangul fillers, the blank Braille cell).
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Variation selectors and the Mongolian ones, which change nothing one can see in a Latin name.
SELECTORS = frozenset([*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0x180B, 0x1810))])


def is_hidden(char: str) -> bool:
    """Whether a character is invisible or turns the order of the text around it (security rule W2)."""
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp"):
        return True
    return (category == "Zs" and char != " ") or char in BLANKS or char in SELECTORS


def visible(text: object) -> SafeString:
    """Escape a text and show each hidden character by its code, so that two names which differ also look different."""
    shown = "" if text is None else str(text)
    if not any(is_hidden(char) for char in shown):
        return format_html("{}", shown)
    return format_html_join("", "{}", ((_shown(char),) for char in shown))


def _shown(char: str) -> SafeString | str:
    if not is_hidden(char):
        return char
    code = f"U+{ord(char):04X}"
    title = unicodedata.name(char, "character without a name").lower()
    return format_html('<span class="ts-hidden" title="{} ({})">{}</span>', title, code, code)
