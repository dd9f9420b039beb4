"""Forms for files that come in, and for the record that goes out."""

from collections.abc import Mapping
from typing import Any

from django import forms

from tipstaff.formats.registry import ROSTER, SHEETS, Sheet
from tipstaff.formats.registry.mapping import WHOLE_NAME
from tipstaff.registry import labels
from tipstaff.registry.models import Export

ENCODINGS = [
    ("utf-8", "UTF-8 (what current programs write)"),
    ("cp1252", "Windows-1252 (older Windows programs)"),
    ("iso-8859-1", "ISO 8859-1"),
    ("utf-16", "UTF-16"),
]
DATE_ORDERS = [
    ("", "Year first, as in 1980-12-31"),
    ("mdy", "Month first, as in 12/31/1980"),
    ("dmy", "Day first, as in 31/12/1980"),
]
DELIMITERS = [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab")]
ALL_SHEETS = {"roster": ROSTER, **SHEETS}


class ImportForm(forms.Form):
    """A file, and what cannot be told from its bytes alone."""

    file = forms.FileField(
        label="Registry file",
        help_text="A zip of CSV files, an Excel workbook (.xlsx), or one CSV file such as a roster. Up to 200 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.zip,.xlsx,.txt,.tsv"}),
    )
    encoding = forms.ChoiceField(choices=ENCODINGS, label="Encoding of the text", initial="utf-8")
    date_order = forms.ChoiceField(choices=DATE_ORDERS, label="How dates are written", required=False)
    delimiter = forms.ChoiceField(choices=DELIMITERS, label="What stands between cells of a CSV file", initial=",")


class MappingForm(forms.Form):
    """Which heading of a foreign spreadsheet is which column of a sheet of the layout."""

    date_order = forms.ChoiceField(choices=DATE_ORDERS, label="How dates are written", required=False)

    def __init__(self, proposal: Mapping[str, Any], data: Any = None) -> None:
        mapping = proposal["mapping"]
        super().__init__(data, initial={"date_order": mapping["date_order"] or ""})
        self.sheet: Sheet = ALL_SHEETS[mapping["sheet"]]
        self.proposed = proposal["proposed"]
        self.words = mapping["words"]
        choices = [("", "Leave it out"), *self._columns()]
        for at, told in enumerate(self.proposed):
            column = mapping["columns"].get(told["heading"], "")
            self.fields[f"heading_{at}"] = forms.ChoiceField(
                choices=choices, required=False, initial=column, label=told["heading"],
                widget=forms.Select(attrs={"class": "usa-select", "aria-label": f"{told['heading']} is the column"}),
            )  # fmt: skip
        for name in self._may_be_fixed():
            self.fields[f"fixed_{name}"] = forms.CharField(
                required=False,
                max_length=self.sheet.column(name).max_length,
                initial=mapping["fixed"].get(name, ""),
                label=f"{labels.of_column(self.sheet.column(name))}, where it is the same in every row",
            )

    def _columns(self) -> list[tuple[str, str]]:
        columns = [
            (column.name, labels.of_column(column) + (" (needed)" if column.required else ""))
            for column in self.sheet.columns
        ]
        whole = [(WHOLE_NAME, "Whole name, as in Last, First")] if "given_name" in self.sheet.by_name else []
        return [*columns, *whole]

    def headings(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        """Each heading of the file with what was proposed for it, and its field."""
        return [(told, self[f"heading_{at}"]) for at, told in enumerate(self.proposed)]

    def fixed(self) -> list[forms.BoundField]:
        return [self[f"fixed_{name}"] for name in self._may_be_fixed()]

    def _may_be_fixed(self) -> list[str]:
        """Required columns that can say the same in every row: no number, no name, no date of a person."""
        required = [self.sheet.column(name) for name in self.sheet.required]
        own = ("person_id", "family_name")
        return [column.name for column in required if column.kind != "date" and column.name not in own]

    @property
    def mapping(self) -> dict[str, Any]:
        """What was decided, as data."""
        data = self.cleaned_data
        chosen = {told["heading"]: data[f"heading_{at}"] for at, told in enumerate(self.proposed)}
        columns = {heading: column for heading, column in chosen.items() if column}
        filled = {part for column in columns.values() for part in column.split(", ")}
        fixed = {name: data[f"fixed_{name}"] for name in self._may_be_fixed()}
        return {
            "sheet": self.sheet.name,
            "columns": columns,
            "date_order": data["date_order"] or None,
            "words": {name: words for name, words in self.words.items() if name in filled},
            "fixed": {name: value for name, value in fixed.items() if value and name not in filled},
        }


class ExportForm(forms.Form):
    """In which form the record leaves, and what for."""

    form = forms.ChoiceField(choices=Export.Form.choices, label="Form", widget=forms.RadioSelect, initial="zip")
    reason = forms.CharField(
        label="What it is for",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed for more than 50 people. It is kept in the trail beside your name.",
    )


class SearchForm(forms.Form):
    q = forms.CharField(label="Name or registry number", max_length=256, required=False)
