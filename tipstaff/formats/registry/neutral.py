"""Cells that a spreadsheet program would run as a formula: made harmless on the way out, restored on the way in.

One apostrophe is put before a cell that begins with = + - @, TAB, CR, LF or a full-width form of the four, also
behind spaces or apostrophes. Reading takes exactly that one away, so every text comes back as it was (security F6).
"""

import re

import polars as pl

DANGEROUS = r"'*(?:\s*[=+\-@＝＋－＠﹢﹣﹦﹫]|[\t\r\n])"
BEGINS_DANGEROUS = re.compile(DANGEROUS)
NEUTRALISED = re.compile("'" + DANGEROUS)


def neutralise(text: str) -> str:
    """The text as a spreadsheet may hold it."""
    return "'" + text if BEGINS_DANGEROUS.match(text) else text


def restore(cell: str) -> str:
    """The text that `neutralise` was given; any other cell as it is."""
    return cell[1:] if NEUTRALISED.match(cell) else cell


def neutralised(column: pl.Expr) -> pl.Expr:
    """A column of text with its dangerous cells made harmless."""
    return pl.when(column.str.contains("^" + DANGEROUS)).then(pl.lit("'") + column).otherwise(column)
