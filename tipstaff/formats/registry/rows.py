"""Checks that need more than one cell: within a row, against the person, and between the rows of a sheet."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from tipstaff.formats.registry.columns import Sheet
from tipstaff.formats.registry.problems import SCHEMA as PROBLEMS

# Plausibility, not law: no child of six was ever convicted, and nobody on a registry was born 125 years ago.
YOUNGEST = 7
OLDEST = 125
# 34 USC 20911(8): a juvenile adjudication requires registration only of a person of 14 or more at the offence.
JUVENILE_FROM = 14
AGED_AT = ("registered_on", "conviction_date", "offense_date")


@dataclass(frozen=True, slots=True)
class Rule:
    """What must not be: rows for which `broken` holds get a problem in `column`."""

    column: str
    broken: pl.Expr
    reason: pl.Expr
    fix: str
    severity: str = "error"


def problems_of(frame: pl.DataFrame, rules: list[Rule], file: str) -> pl.DataFrame:
    """One problem for each row that breaks a rule."""
    found = [pl.DataFrame(schema=PROBLEMS)]
    for rule in rules:
        broken = frame.filter(rule.broken)
        if broken.height:
            found.append(_problems(broken, rule, file))
    return pl.concat(found)


def _problems(broken: pl.DataFrame, rule: Rule, file: str) -> pl.DataFrame:
    made = broken.select(
        file=pl.lit(file),
        line="line",
        column=pl.lit(rule.column),
        value=pl.col(rule.column).cast(pl.String).fill_null(""),
        reason=rule.reason,
        fix=pl.lit(rule.fix),
        severity=pl.lit(rule.severity),
    )
    return made.select(pl.col(name).cast(kind) for name, kind in PROBLEMS.items())


def within_a_row(sheet: Sheet, today: date) -> list[Rule]:
    """What the cells of one row must be to one another."""
    rules = [_order(start, end) for start, end in sheet.ordered]
    if "date_of_birth" in sheet.by_name:
        born = pl.col("date_of_birth")
        actual = pl.col("kind") == "actual" if "kind" in sheet.by_name else pl.lit(True)
        rules += _plausible_age(born, actual, today)
    if sheet.name == "roster":
        rules += _age_at("registered_on", pl.col("date_of_birth"))
    if "latitude" in sheet.by_name:
        half = pl.col("latitude").is_null() != pl.col("longitude").is_null()
        rules.append(
            Rule(
                "latitude",
                half,
                pl.lit("latitude and longitude only make a point together"),
                "Give both or neither",
                "warning",
            )
        )
    return rules


def against_birth(sheet: Sheet) -> list[Rule]:
    """What the dates of a row must be to the person's date of birth, which stands in the column `born`."""
    dates = [column.name for column in sheet.columns if column.kind == "date" and column.name != "date_of_birth"]
    rules = [
        Rule(
            name,
            pl.col(name) < pl.col("born"),
            pl.format("the date is before the person's birth on {}", _day("born")),
            "Check the date, and the date of birth",
        )
        for name in dates
    ]
    for name in AGED_AT:
        if name in sheet.by_name:
            rules += _age_at(name, pl.col("born"))
    return rules


def against_death(sheet: Sheet) -> list[Rule]:
    """Nobody is registered or verified after death, which stands in the column `died`."""
    return [
        Rule(
            name,
            pl.col(name) > pl.col("died"),
            pl.format("the date is after the person's death on {}", _day("died")),
            "Check the date, and the date of death",
        )
        for name in ("registered_on", "verified_on")
        if name in sheet.by_name
    ]


def _order(start: str, end: str) -> Rule:
    return Rule(
        end,
        pl.col(end) < pl.col(start),
        pl.format(f"{end} is before {start} ({{}})", _day(start)),
        "Check both dates; one of them may have day and month exchanged, or the wrong year",
    )


def _plausible_age(born: pl.Expr, actual: pl.Expr, today: date) -> list[Rule]:
    young = born > _years_before(today, YOUNGEST)
    old = born < _years_before(today, OLDEST)
    years = (pl.lit(today).dt.year() - born.dt.year()).cast(pl.String)
    return [
        Rule("date_of_birth", actual & young, _years_old(born, pl.lit(today)), "Check the year of birth"),
        Rule(
            "date_of_birth",
            actual & old,
            pl.format("the person would be about {} years old", years),
            "Check the year of birth",
        ),
    ]


def _age_at(name: str, born: pl.Expr) -> list[Rule]:
    day = pl.col(name)
    years = _whole_years(born, day)
    return [
        Rule(name, years.is_between(0, YOUNGEST - 1), _years_old(born, day), "Check the date, and the date of birth"),
        Rule(
            name,
            years.is_between(YOUNGEST, JUVENILE_FROM - 1),
            _years_old(born, day),
            "Check it: SORNA asks registration for a juvenile adjudication only from 14 (34 USC 20911(8))",
            "warning",
        ),
    ]


def _whole_years(born: pl.Expr, day: pl.Expr) -> pl.Expr:
    before_birthday = _in_year(day) < _in_year(born)
    return day.dt.year() - born.dt.year() - before_birthday.cast(pl.Int32)


def _in_year(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day()


def _years_old(born: pl.Expr, day: pl.Expr) -> pl.Expr:
    return pl.format("the person would be {} years old on {}", _whole_years(born, day), day.dt.to_string("%Y-%m-%d"))


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _day(name: str) -> pl.Expr:
    return pl.col(name).dt.to_string("%Y-%m-%d")
