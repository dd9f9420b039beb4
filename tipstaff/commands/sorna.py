"""`tipstaff sorna`: the law asked of files, with no server and no database.

Heavy imports stand inside the commands, so that help comes at once.
"""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from tipstaff.commands.registry_file import RegistryFile
    from tipstaff.sorna.lawbook import Lawbook

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Judge a registry file: who is out of compliance, and why. No server, no database.",
)


FIRST_YEAR, LAST_YEAR = 1900, 2200


class DateOrder(StrEnum):
    """How dates that are not ISO are written in the file."""

    MDY = "mdy"
    DMY = "dmy"


FactsFile = Annotated[
    Path, typer.Argument(metavar="FACTS", help="Folder, zip, workbook or CSV of the registry layout.")
]
AsOf = Annotated[
    dt.datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day of asking; today unless given.")
]
Encoding = Annotated[str, typer.Option(help="Encoding of CSV files.")]
Delimiter = Annotated[str, typer.Option(help="What stands between the cells of CSV files.")]
Order = Annotated[DateOrder | None, typer.Option(help="Order of dates that are not written as 2026-11-24.")]
Sheet = Annotated[str | None, typer.Option(help="Which sheet of the layout a lone CSV file is.")]
Jurisdiction = Annotated[str | None, typer.Option(metavar="CODE", help="Only the people whom this one registers.")]
Out = Annotated[Path | None, typer.Option(help="Write all rows to this .csv, .parquet or .json file.")]
Show = Annotated[int, typer.Option(min=0, help="How many rows to print, most urgent first.")]


@app.command()
def evaluate(
    facts: FactsFile,
    as_of: AsOf = None,
    jurisdiction: Jurisdiction = None,
    out: Out = None,
    show: Show = 20,
    encoding: Encoding = "utf-8",
    delimiter: Delimiter = ",",
    date_order: Order = None,
    sheet: Sheet = None,
) -> None:
    """Say how every duty of every person stands.

    Prints how many stand how, and the most urgent with reasons and citation; or writes every row to a file.
    """
    from tipstaff.commands import tables
    from tipstaff.sorna.evaluate import evaluate as judge
    from tipstaff.sorna.lawbook import UnknownJurisdiction, load

    day, book = _day(as_of), load()
    try:
        tables.check_target(out)
        read = _read(facts, day, [book], encoding, delimiter, date_order, sheet)
        findings = judge(read.facts, day, book=book, jurisdiction=jurisdiction)
        if out:
            tables.write(tables.told(findings, read.people, book), out)
        else:
            urgent = tables.most_urgent(findings, show)
            typer.echo(tables.overview(findings, day))
            typer.echo(tables.listed(tables.told(urgent, read.people, book)), nl=bool(urgent.height))
    except (UnknownJurisdiction, tables.BadTarget) as refused:
        _stop("evaluate", refused)


@app.command()
def explain(
    facts: FactsFile,
    person_id: Annotated[str, typer.Argument(metavar="PERSON_ID", help="The person_id of the file.")],
    as_of: AsOf = None,
    encoding: Encoding = "utf-8",
    delimiter: Delimiter = ",",
    date_order: Order = None,
    sheet: Sheet = None,
) -> None:
    """Explain how one person stands, duty by duty.

    In sentences, with the facts that made it so and the citation, on every track.
    """
    from tipstaff.commands.person import person_text
    from tipstaff.sorna.lawbook import load

    day, book = _day(as_of), load()
    read = _read(facts, day, [book], encoding, delimiter, date_order, sheet)
    number = read.number(person_id)
    if number is None:
        _stop("explain", f"no person {person_id} among the {read.people.height:,} that could be read from {facts}")
    typer.echo(person_text(person_id, number, read.facts, day, book))


@app.command()
def whatif(
    facts: FactsFile,
    lawbook: Annotated[
        Path,
        typer.Option(help="Changed values: a TOML file, or a folder that mirrors the lawbook.", show_default=False),
    ],
    as_of: AsOf = None,
    jurisdiction: Jurisdiction = None,
    out: Out = None,
    show: Show = 20,
    encoding: Encoding = "utf-8",
    delimiter: Delimiter = ",",
    date_order: Order = None,
    sheet: Sheet = None,
) -> None:
    """Say who changes under a changed lawbook, and how.

    Everybody is judged twice: under the law as it is, and as it would be. Nothing is saved.
    """
    from tipstaff.commands import tables
    from tipstaff.commands.changes import changes_text, named
    from tipstaff.sorna.lawbook import LawbookError, UnknownJurisdiction, load
    from tipstaff.sorna.whatif import whatif as compare

    day, book = _day(as_of), load()
    try:
        tables.check_target(out)
        changed = load(lawbook)
        read = _read(facts, day, [book, changed], encoding, delimiter, date_order, sheet)
        found = compare(read.facts, day, changed, book=book, jurisdiction=jurisdiction)
        if out:
            tables.write(named(found.changes, read.people).sort("person_id", "track", "duty", "subject"), out)
        typer.echo(changes_text(found, read.people, day, 0 if out else show))
    except (LawbookError, UnknownJurisdiction, tables.BadTarget, OSError) as refused:
        _stop("whatif", refused)


@app.command()
def vectors(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV of test cases: id, kind, input, expected.")],
) -> None:
    """Put test cases to the law; exit 1 if one differs."""
    from tipstaff.commands.cases import cases_text
    from tipstaff.sorna.vectors import BadFile, read_vectors, run

    try:
        outcomes = run(read_vectors(file))
    except BadFile as refused:
        _stop("vectors", refused)
    typer.echo(cases_text(outcomes))
    if not all(outcome.passed for outcome in outcomes):
        raise typer.Exit(1)


def _read(
    path: Path,
    day: dt.date,
    books: "list[Lawbook]",
    encoding: str,
    delimiter: str,
    date_order: DateOrder | None,
    sheet: str | None,
) -> "RegistryFile":
    """The good rows; what is wrong with the others goes to standard error."""
    from tipstaff.commands.registry_file import read_registry_file
    from tipstaff.formats.registry import ReadOptions, Refused

    options = ReadOptions(delimiter=delimiter, date_order=date_order.value if date_order else None, sheet=sheet)
    codes = {code for book in books for code in book.jurisdictions}
    try:
        read = read_registry_file(
            path, today=max(day, _today()), jurisdictions=codes, encoding=encoding, options=options
        )
    except Refused as refused:
        _stop("", refused)
    except OSError as error:
        _stop("", f"{path}: {error.strerror or error}")
    for line in read.report():
        typer.echo(line, err=True)
    return read


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _day(as_of: dt.datetime | None) -> dt.date:
    """The day of asking; the calendar of the law has an end, and periods of 25 years reach beyond the day."""
    if as_of and not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        _stop("", f"--as-of takes a day from {FIRST_YEAR} to {LAST_YEAR}")
    return as_of.date() if as_of else _today()


def _stop(command: str, reason: object) -> NoReturn:
    typer.echo(f"tipstaff sorna{' ' if command else ''}{command}: {reason}", err=True)
    raise typer.Exit(2)
