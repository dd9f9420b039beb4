"""The registry layout: a CSV set in a folder or zip, or one XLSX with the same sheets."""

from tipstaff.formats.registry.columns import Column, Sheet
from tipstaff.formats.registry.dataset import Count, Dataset, schema, to_facts_frames
from tipstaff.formats.registry.layout import ROSTER, SHEETS
from tipstaff.formats.registry.options import COMMAND_LINE, WEB, Limits, Progress, ReadOptions
from tipstaff.formats.registry.problems import Problem, Refused
from tipstaff.formats.registry.read import read_dataset

__all__ = [
    "COMMAND_LINE", "ROSTER", "SHEETS", "WEB", "Column", "Count", "Dataset", "Limits", "Problem", "Progress",
    "ReadOptions", "Refused", "Sheet", "read_dataset", "schema", "to_facts_frames",
]  # fmt: skip
