"""The registry layout: a CSV set in a folder or zip, or one XLSX with the same sheets."""

from tipstaff.formats.registry.columns import Column, Sheet
from tipstaff.formats.registry.dataset import Count, Dataset, schema, to_facts_frames
from tipstaff.formats.registry.layout import ROSTER, SHEETS
from tipstaff.formats.registry.options import COMMAND_LINE, WEB, Limits, Progress, ReadOptions
from tipstaff.formats.registry.problems import Problem, Refused
from tipstaff.formats.registry.read import read_dataset
from tipstaff.formats.registry.write import as_cells, open_writer, write_csv, write_dataset, write_workbook

__all__ = [
    "COMMAND_LINE", "ROSTER", "SHEETS", "WEB", "Column", "Count", "Dataset", "Limits", "Problem", "Progress",
    "ReadOptions", "Refused", "Sheet", "as_cells", "open_writer", "read_dataset", "schema", "to_facts_frames", 
    "write_csv", "write_dataset", "write_workbook",
]  # fmt: skip
