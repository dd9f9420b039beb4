"""The registry layout: a CSV set in a folder or zip, or one XLSX with the same sheets."""

from tipstaff.formats.registry.columns import Column, Sheet
from tipstaff.formats.registry.dataset import Count, Dataset, schema, to_facts_frames
from tipstaff.formats.registry.layout import ROSTER, SHEETS
from tipstaff.formats.registry.mapping import ColumnMapping, fingerprint
from tipstaff.formats.registry.options import COMMAND_LINE, WEB, Limits, Progress, ReadOptions
from tipstaff.formats.registry.problems import Problem, Refused
from tipstaff.formats.registry.proposing import Proposal, Proposed, propose
from tipstaff.formats.registry.read import read_dataset
from tipstaff.formats.registry.sample import Sample, read_sample
from tipstaff.formats.registry.write import as_cells, open_writer, write_csv, write_dataset, write_workbook

__all__ = [
    "COMMAND_LINE", "ROSTER", "SHEETS", "WEB", "Column", "ColumnMapping", "Count", "Dataset", "Limits", "Problem",
    "Progress", "Proposal", "Proposed", "ReadOptions", "Refused", "Sample", "Sheet", "as_cells", "fingerprint",
    "open_writer", "propose", "read_dataset", "read_sample", "schema", "to_facts_frames", "write_csv",
    "write_dataset", "write_workbook",
]  # fmt: skip
