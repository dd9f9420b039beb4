"""The layout as a page for people: `python -m tipstaff.formats.registry.document > docs/registry-layout.md`."""

import sys
from collections.abc import Iterator

from tipstaff.formats.registry.columns import Column, Sheet
from tipstaff.formats.registry.layout import ROSTER, SHEETS

INTRODUCTION = """# The registry layout

Tipstaff takes in and gives out a registry in this layout: one CSV file a sheet, in a folder or a zip, or one Excel
workbook with the same sheets. This page is made from the code; change nothing in it by hand.

**To start, one file is enough**: `roster.csv`, one row a person. Every other sheet is optional, and so is every column
that is not marked *required*.

- The first line holds the names of the columns, in any order. Columns that the layout does not know are not read, and
  you are told so.
- CSV is UTF-8 with commas, unless you declare another encoding (`--encoding`) or delimiter (`--delimiter`).
- Dates are written `YYYY-MM-DD`. Another order is only read where you declare it (`--date-order`). Yes/no cells hold
  `yes` or `no`. **An empty cell means that it is not known**, never "no".
- `person_id` ties the sheets together. Whoever has rows in another sheet needs a row in `persons` or in `roster`.
- The *key* tells one row of a person from another. A row with the same key and other values, in a later file, corrects
  the earlier one. Where the sheet has `record_id` and it is filled, it takes the place of the key.
- A cell that a spreadsheet would run as a formula is written with an apostrophe before it, and read without it.
- A place has no address? Describe it in `description`, with the kind `transient_area`.
- The layout has no place for a victim's name or a Social Security number.

What is wrong in a row is said with its file, line, column, reason and remedy. Rows in = accepted + rejected +
duplicate; nothing is saved before you have seen them.
"""
KINDS = {
    "text": "text, up to {length} characters",
    "date": "date",
    "yes_no": "yes or no",
    "whole": "whole number",
    "decimal": "number",
}
FORMS = {
    "jurisdiction": "code of a jurisdiction",
    "state": "two letters of a state or territory",
    "zip": "ZIP code",
    "code": "code, up to {length} characters",
}


def document() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *(line for sheet in (ROSTER, *SHEETS.values()) for line in _section(sheet))])


def _section(sheet: Sheet) -> Iterator[str]:
    yield f"## {sheet.name}\n"
    yield f"{sheet.about} Key: {', '.join(f'`{name}`' for name in sheet.key)}.\n"
    yield "| column | what it holds | written as | source in law |"
    yield "| --- | --- | --- | --- |"
    for column in sheet.columns:
        required = ", *required*" if column.required else ""
        yield f"| `{column.name}`{required} | {_about(column)} | {_written(column)} | {column.citation} |"
    yield ""


def _about(column: Column) -> str:
    never = " Never published (SORNA-PUB-1)." if column.never_public else ""
    example = f" Example: `{column.example}`." if column.example else ""
    return f"{column.about.rstrip('.')}.{example}{never}"


def _written(column: Column) -> str:
    if column.kind == "choice":
        return ", ".join(f"`{word}`" for word in column.choices)
    if column.kind == "date":
        return "date, also in the future" if column.future else "date, not after today"
    if column.minimum is not None and column.maximum is not None:
        return f"{KINDS[column.kind]}, {column.minimum:g} to {column.maximum:g}"
    said = FORMS.get(column.form) or KINDS[column.kind]
    return said.format(length=column.max_length)


if __name__ == "__main__":
    sys.stdout.write(document())
