"""`tipstaff world`: writes registry files of the pretend nation, with what is true of it beside them."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from tipstaff.world.publish import Published

app = typer.Typer(add_completion=False)


class Form(StrEnum):
    """How the registry files are written."""

    FOLDER = "folder"
    ZIP = "zip"
    XLSX = "xlsx"
    PARQUET = "parquet"


@app.command()
def world(
    out: Annotated[Path, typer.Option(help="Folder to write to; made if need be.")],
    people: Annotated[
        int, typer.Option(help="How many registrants, over all registries.", min=1, max=50_000_000)
    ] = 3000,
    seed: Annotated[int, typer.Option(help="Another seed, other people.")] = 1,
    as_of: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of asking; today.")] = None,
    agency: Annotated[list[str] | None, typer.Option(help="Only this registry: RM, TR, AZ, NM, SD or GU.")] = None,
    errors: Annotated[int, typer.Option(help="So many mistakes in the files, listed in errors.csv.", min=0)] = 0,
    form: Annotated[Form, typer.Option("--format", help="Form of the registry files.")] = Form.FOLDER,
) -> None:
    """Make invented registrants with known truth: who is overdue, who moved unreported, who is one person twice.

    Nobody in it is real. The same seed and day give the same files.
    """
    from tipstaff.world import publish, stream
    from tipstaff.world.agencies import REGISTRIES

    known = [registry.jurisdiction for registry in REGISTRIES]
    wanted = [code.upper() for code in agency or known]
    if unknown := [code for code in wanted if code not in known]:
        _stop(f"no registry {', '.join(unknown)} in the pretend nation; it has {', '.join(known)}")
    day = as_of.date() if as_of else dt.datetime.now().astimezone().date()
    try:
        published = publish(stream(people, seed, as_of=day), out, form.value, jurisdictions=wanted, errors=errors)
    except (OSError, ValueError) as error:
        _stop(str(error))
    _say(published, day)


def _say(published: "Published", day: dt.date) -> None:
    for slug, path in published.files.items():
        typer.echo(f"{published.people[slug]:>9,}  {path}")
    typer.echo(f"As of {day}. What is true of them: {published.truth}")
    if published.errors:
        typer.echo(f"Where the mistakes are: {published.errors}")


def _stop(reason: str) -> NoReturn:
    typer.echo(f"tipstaff world: {reason}", err=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    app()
