"""One cell: from its text to its value, or why not. `check` runs plain cells in bulk and asks here about the others."""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any, NamedTuple

from tipstaff.formats.registry import words
from tipstaff.formats.registry.charset import was_decoded_wrongly
from tipstaff.formats.registry.columns import Column
from tipstaff.formats.registry.dates import read_date
from tipstaff.formats.registry.neutral import restore
from tipstaff.formats.registry.options import ReadOptions
from tipstaff.formats.registry.problems import Severity

EARLIEST = date(1900, 1, 1)
FARTHEST = timedelta(days=366 * 100)
# Marks nobody sees that turn the direction of text: U+202A to U+202E, U+2066 to U+2069.
TURNS_TEXT = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class Cell(NamedTuple):
    """`reason` empty: nothing to say. An error has no value."""

    value: Any = None
    reason: str = ""
    fix: str = ""
    severity: Severity = "error"


@dataclass(frozen=True)
class Context:
    """What the reading of a cell depends on besides the cell."""

    today: date
    known_jurisdictions: Collection[str] | None
    options: ReadOptions


def read_cell(column: Column, raw: str, context: Context) -> Cell:
    """The value of a cell that is not empty in the file."""
    text = restore(raw)
    if not text.strip():
        return Cell(None)
    if len(text.encode()) > context.options.limits.cell_bytes:
        limit = context.options.limits.cell_bytes
        return Cell(None, f"the cell is longer than {limit:,} bytes", "Shorten it")
    if CONTROLS.search(text):
        return Cell(None, "the cell holds a control character", "Take it out")
    if column.kind == "text" and column.form == "free":
        return _free_text(column, text)
    return _READERS[column.form if column.kind == "text" else column.kind](column, clean_code(text), context)


def clean_code(text: str) -> str:
    """A code or number in plain signs: foreign digits as ours, odd spaces as one space, unseen marks taken out."""
    folded = unicodedata.normalize("NFKC", text)
    kept = (_our_sign(c) for c in folded if unicodedata.category(c) != "Cf" and not "\ufe00" <= c <= "\ufe0f")
    return " ".join("".join(kept).split())


def _our_sign(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) == "Pd":
        return "-"
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _free_text(column: Column, text: str) -> Cell:
    value = unicodedata.normalize("NFC", text)
    if len(value) > column.max_length:
        return Cell(None, f"the text has {len(value):,} characters; {column.max_length} are allowed", "Shorten it")
    if TURNS_TEXT.search(value):
        return Cell(
            value,
            "the text holds a mark that turns its direction; it was kept and will be shown",
            "Check that it belongs there",
            "warning",
        )
    if meant := was_decoded_wrongly(value):
        return Cell(
            value,
            f"the text looks as if it had been decoded wrongly; perhaps “{meant}”",
            "Export the file anew as UTF-8, or declare its encoding",
            "warning",
        )
    return Cell(value)


def _code(column: Column, text: str, context: Context) -> Cell:
    if len(text) > column.max_length:
        return Cell(None, f"it has {len(text):,} characters; {column.max_length} are allowed", "Shorten it")
    return Cell(text)


def _jurisdiction(column: Column, text: str, context: Context) -> Cell:
    known = context.known_jurisdictions
    if known is None:
        return _code(column, text, context)
    for code in (text, text.upper(), words.state(text)):
        if code in known:
            return Cell(code)
    near = get_close_matches(text.upper(), known, n=1)
    fix = f"Perhaps {near[0]} was meant" if near else "Use the code under which the lawbook has it"
    return Cell(None, "no such jurisdiction is known, so its law is not known either", fix)


def _state(column: Column, text: str, context: Context) -> Cell:
    if code := words.state(text):
        return Cell(code)
    if column.name == "plate_state" and len(text) <= column.max_length:
        return Cell(text.upper(), "it is no state or territory; it was kept", "Check it", "warning")
    return Cell(
        None,
        "there is no such state or territory",
        "Use its two letters, such as NM; leave it empty for a place abroad",
    )


def _zip(column: Column, text: str, context: Context) -> Cell:
    if re.fullmatch(r"\d{5}(-\d{4})?", text):
        return Cell(text)
    if re.fullmatch(r"\d{9}", text):
        return Cell(f"{text[:5]}-{text[5:]}")
    if len(text) > column.max_length:
        return Cell(None, "this is no ZIP code", "Write five digits, or five and four")
    fix = f"Perhaps 0{text}: spreadsheets drop a leading zero" if re.fullmatch(r"\d{4}", text) else "Check it"
    return Cell(text, "a ZIP code has five digits; it was kept as it is", fix, "warning")


def _date(column: Column, text: str, context: Context) -> Cell:
    read = read_date(text, context.options.date_order)
    return in_range(column, read, context.today) if isinstance(read, date) else Cell(None, *read)


def in_range(column: Column, day: date, today: date) -> Cell:
    """Whether a date may stand in the column."""
    if day < EARLIEST:
        return Cell(None, "the date is before 1900", "Check the year")
    if day > today and not column.future:
        return Cell(
            None, f"the date is in the future (today is {today})", "Check the year; plans do not belong in this column"
        )
    if day > today + FARTHEST:
        return Cell(None, "the date is more than a hundred years away", "Leave the cell empty where there is no end")
    return Cell(day)


def _yes_no(column: Column, text: str, context: Context) -> Cell:
    value = words.yes_no(text)
    return (
        Cell(value)
        if value is not None
        else Cell(None, "this is neither yes nor no", "Write yes or no; leave it empty where it is not known")
    )


def _choice(column: Column, text: str, context: Context) -> Cell:
    meant = words.choice(column.name, text, column.choices)
    return (
        Cell(meant)
        if meant is not None
        else Cell(None, f"there is no such {column.name.replace('_', ' ')}", f"Use one of {', '.join(column.choices)}")
    )


def _whole(column: Column, text: str, context: Context) -> Cell:
    if not re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", text):
        return Cell(None, "this is no whole number", "Write digits only")
    return _bounded(column, int(float(text)))


def _decimal(column: Column, text: str, context: Context) -> Cell:
    if not re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,30})?([eE][+-]?\d{1,3})?", text):
        return Cell(None, "this is no number", "Write digits with a point, such as 36.7281")
    return _bounded(column, float(text))


def _bounded(column: Column, number: float) -> Cell:
    if column.minimum is not None and number < column.minimum:
        return Cell(None, f"it is below {column.minimum:g}", "Check the number and its unit")
    if column.maximum is not None and number > column.maximum:
        return Cell(None, f"it is above {column.maximum:g}", "Check the number and its unit")
    return Cell(number)


_READERS: dict[str, Callable[[Column, str, Context], Cell]] = {
    "code": _code, "jurisdiction": _jurisdiction, "state": _state, "zip": _zip,
    "date": _date, "yes_no": _yes_no, "choice": _choice, "whole": _whole, "decimal": _decimal,
}  # fmt: skip
