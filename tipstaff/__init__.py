"""Tipstaff: sex-offender registration compliance, from the facts in a registry to a person's decision."""

__version__ = "0.1.0"
