"""Test vectors of the law: any CSV of the layout, put to the same public functions that the product uses."""

from tipstaff.sorna.vectors.layout import BadFile, Vector, read_vectors
from tipstaff.sorna.vectors.run import Outcome, run

__all__ = ["BadFile", "Outcome", "Vector", "read_vectors", "run"]
