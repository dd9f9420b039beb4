"""`tipstaff registry`: bring a file into an agency's record, or write the record out, without a browser."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from tipstaff.accounts.models import Agency
    from tipstaff.registry.models import ImportBatch

app = typer.Typer(add_completion=False, no_args_is_help=True)
SHOWN = 20
COLUMNS = ("rows", "new", "corrected", "unchanged", "duplicate", "rejected")


class DateOrder(StrEnum):
    """Which of 3/4/1980 is the month."""

    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"


@app.callback()
def registry() -> None:
    """Bring a file into an agency's record, or write the record out."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")
    django.setup()


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="Folder, zip, .xlsx workbook or one CSV file of the registry layout.")],
    agency: Annotated[str, typer.Option(help="Short name (slug) of the agency whose record it is.")],
    yes: Annotated[bool, typer.Option("--yes", help="Commit without asking.")] = False,
    encoding: Annotated[str, typer.Option(help="Encoding of the CSV files.")] = "utf-8",
    date_order: Annotated[DateOrder | None, typer.Option(help="For dates such as 3/4/1980.")] = None,
    delimiter: Annotated[str, typer.Option(help="What stands between the cells.")] = ",",
) -> None:
    """Check a file, say what would change and what is wrong, and commit it whole once confirmed.

    Status 1: the file was refused, or not committed. Rows that are wrong are left out and listed.
    """
    from tipstaff.registry.models import ImportBatch
    from tipstaff.registry.services.imports import commit, import_withdraw, load_path

    owner = _agency(agency)
    options = {"encoding": encoding, "date_order": date_order.value if date_order else "", "delimiter": delimiter}
    batch = load_path(owner, path, by=None, options={name: value for name, value in options.items() if value})
    if batch.state == ImportBatch.State.REFUSED:
        refusal = batch.refusal or {}
        _stop(f"{refusal.get('file')}: {refusal.get('reason')}. {refusal.get('fix')}.")
    while True:
        _say(batch)
        if not yes and not typer.confirm("Commit?"):
            import_withdraw(batch, by=None)
            typer.echo("Nothing was saved.")
            raise typer.Exit(1)
        batch = commit(batch, by=None)
        if batch.state == ImportBatch.State.COMMITTED:
            break
        typer.echo("The record changed in the meantime; these are the new numbers.")
    typer.echo(f"Committed: {batch.people_new:,} new people, {batch.people_changed:,} changed.")


@app.command("export")
def export(
    agency: Annotated[str, typer.Option(help="Short name (slug) of the agency whose record it is.")],
    out: Annotated[Path, typer.Option(help="A path that ends in .zip or .xlsx, else a folder; never written over.")],
    reason: Annotated[str, typer.Option(help="What it is for; kept in the trail.")],
) -> None:
    """Write an agency's current record in the registry layout, with the warning of lawful use inside."""
    from tipstaff.registry.services.errors import Refused
    from tipstaff.registry.services.exports import export_to_path

    try:
        rows = export_to_path(_agency(agency), out, reason=reason)
    except (Refused, OSError) as error:
        _stop(str(error))
    for name, count in rows.items():
        typer.echo(f"{count:>9,}  {name}")
    typer.echo(f"Written: {out}")


def _agency(slug: str) -> "Agency":
    from tipstaff.accounts.models import Agency

    found = Agency.objects.filter(slug=slug).first()
    if found is None:
        there = ", ".join(Agency.objects.order_by("slug").values_list("slug", flat=True))
        _stop(f"no agency {slug}; there are: {there or 'none yet'}")
    return found


def _say(batch: "ImportBatch") -> None:
    typer.echo(f"{'sheet':<20}" + "".join(f"{name:>11}" for name in COLUMNS))
    for sheet, told in batch.counts.items():
        typer.echo(f"{sheet:<20}" + "".join(f"{told[name]:>11,}" for name in COLUMNS))
    problems = batch.problems.order_by("severity", "id")
    for problem in problems[:SHOWN]:
        place = f"{problem.file}, line {problem.line}" if problem.line else problem.file
        typer.echo(f"{problem.severity}: {place}, {problem.column}: {problem.value} {problem.reason}. {problem.fix}.")
    if (more := problems.count() - SHOWN) > 0:
        typer.echo(f"… and {more:,} more; the page of this import lists them all.")


def _stop(reason: str) -> NoReturn:
    typer.echo(f"tipstaff registry: {reason}", err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
