"""`tipstaff compliance`: have the law asked about the people of a registry."""

import datetime as dt
import os
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def compliance() -> None:
    """Findings of the registry."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")
    django.setup()


@app.command()
def evaluate(
    agency: Annotated[str, typer.Option(help="The agency's short word.")] = "",
    everybody: Annotated[bool, typer.Option("--all", help="Every agency of this database.")] = False,
    as_of: Annotated[str, typer.Option(help="The day to judge for, such as 2026-11-24; the agency's today.")] = "",
) -> None:
    """Judge everybody of an agency, and keep what changed."""
    from rich.progress import Progress

    from tipstaff.accounts.models import Agency
    from tipstaff.compliance.services import evaluate_all

    if bool(agency) == everybody:
        raise typer.BadParameter("give either --agency or --all")
    chosen = Agency.objects.order_by("slug") if everybody else Agency.objects.filter(slug=agency)
    if not chosen:
        raise typer.BadParameter(f"there is no agency {agency!r}" if agency else "there is no agency yet")
    day = _day(as_of)
    with Progress(transient=True) as bar:
        for each in chosen:
            line = bar.add_task(each.name, total=None)

            def shown(done: int, total: int, line=line) -> None:  # type: ignore[no-untyped-def]  # rich's own task number
                bar.update(line, completed=done, total=total)

            run = evaluate_all(each, as_of=day, because="asked for on the command line", progress=shown)
            said = f"{run.people:,} people as of {run.as_of}, {run.opened:,} findings opened, {run.closed:,} closed"
            bar.console.print(f"{each.slug}: {said}", highlight=False)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-11-24") from None
