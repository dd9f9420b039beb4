"""`tipstaff demo`: fills a database with the invented nation, shows who is out of compliance, and opens the pages."""

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

if TYPE_CHECKING:
    import polars as pl

    from tipstaff.accounts.models import Agency
    from tipstaff.world import Agency as InventedAgency

app = typer.Typer(add_completion=False)
PASSWORD = "juniper lantern 7 quiet"  # noqa: S105  printed on purpose: invented people only
ACCOUNT = "ana"
LOOK_AHEAD_PORTS = 20


@app.command()
def demo(
    people: Annotated[int, typer.Option(help="How many registrants to invent.", min=10, max=200_000)] = 3_000,
    port: Annotated[int, typer.Option(help="Port to listen on; the next free one is taken.", min=1, max=65500)] = 8000,
    serve: Annotated[bool, typer.Option(help="Open the pages afterwards.")] = True,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw the earlier demonstration away first.")] = False,
) -> None:
    """Everybody in it is invented. Runs only where TIPSTAFF_DEMO=1 is set, as script/demo does."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")
    from django.conf import settings

    if not settings.DEMO:
        typer.echo("tipstaff demo: start it with script/demo; it never runs on a registry's own database", err=True)
        raise typer.Exit(2)
    var = Path(settings.VAR_DIR)
    if fresh:
        shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True, exist_ok=True)
    django.setup()
    console = Console(highlight=False)
    _fill(console, var / f"filled-with-{people}", people)
    _show(console)
    console.print(f"\nSign in as [bold]{ACCOUNT}[/bold] with the password [bold]{PASSWORD}[/bold]")
    console.print("Tipstaff is not affiliated with or endorsed by any agency. Everybody here is invented.\n")
    if serve:
        _open(console, port)


def _fill(console: Console, done: Path, people: int) -> None:
    """Tables, agencies, accounts, records, findings. Each step is safe to do twice, so a broken run can be repeated."""
    from django.core.management import call_command

    from tipstaff import world

    call_command("migrate", verbosity=0, interactive=False)
    if done.exists():
        return
    today = dt.date.today()
    with Progress(console=console, transient=True) as progress:
        steps = progress.add_task("Inventing a nation …", total=2 * len(world.agencies()) + 1)
        nation = world.generate(people, as_of=today)
        progress.advance(steps)
        for invented in world.agencies():
            progress.update(steps, description=f"{invented.name}: records …")
            agency = _agency(invented)
            if invented.share:
                _load(agency, nation.of(invented.jurisdiction))
                progress.update(steps, description=f"{invented.name}: judging …", advance=1)
                _judge(agency)
            progress.advance(steps)
    done.touch()


def _agency(invented: "InventedAgency") -> "Agency":
    from tipstaff.accounts import services
    from tipstaff.accounts.models import Agency, User

    agency = Agency.objects.filter(slug=invented.slug).first() or services.agency_create(
        name=invented.name,
        slug=invented.slug,
        kind=invented.kind,
        jurisdiction=invented.jurisdiction,
        timezone_name=invented.timezone,
        phone=invented.phone,
    )
    for user in invented.users:
        if not User.objects.filter(username=user.username).exists():
            services.user_create(
                username=user.username,
                password=PASSWORD,
                agency=agency,
                role=user.role,
                first_name=user.given_name,
                last_name=user.family_name,
                email=user.email,
            )
    return agency


def _load(agency: "Agency", frames: "dict[str, pl.DataFrame]") -> None:
    from tipstaff.registry.services import imports

    imports.load_frames(agency, frames, source_name="the pretend nation")


def _judge(agency: "Agency") -> None:
    from tipstaff.compliance.services import evaluation

    evaluation.evaluate_all(agency, because="the demonstration was set up")


def _show(console: Console) -> None:
    """The main job in a table: how many duties stand how, agency by agency, most urgent first."""
    from django.db.models import Count

    from tipstaff.accounts.models import Agency
    from tipstaff.compliance.models import Finding
    from tipstaff.sorna.findings import STATUSES

    shown = [status for status in STATUSES if status not in ("current", "met", "suspended", "not_required")]
    counts: dict[int, dict[str, int]] = {}
    rows = Finding.objects.filter(closed_at=None, status__in=shown).values("agency", "status").order_by()
    for row in rows.annotate(count=Count("person", distinct=True)):
        counts.setdefault(row["agency"], {})[row["status"]] = row["count"]
    console.print("\nPeople with a duty that needs somebody, today at each registry's own counter\n")
    heads = [status.replace("_", " ") for status in shown]
    console.print(" ".join(["registry".ljust(12), *heads]))
    for agency in Agency.objects.filter(pk__in=counts):
        cells = (f"{counts[agency.pk].get(s, 0):,}".rjust(len(head)) for s, head in zip(shown, heads, strict=True))
        console.print(" ".join([agency.slug.ljust(12), *cells]))


def _open(console: Console, port: int) -> None:
    from django.db import connections

    from tipstaff.commands import serve

    free = next((p for p in range(port, port + LOOK_AHEAD_PORTS) if not serve.port_problem("127.0.0.1", p)), None)
    if free is None:
        typer.echo(f"tipstaff demo: ports {port} to {port + LOOK_AHEAD_PORTS - 1} are all taken", err=True)
        raise typer.Exit(1)
    if problem := serve.readiness_problem():
        typer.echo(f"tipstaff demo: {problem}", err=True)
        raise typer.Exit(1)
    connections.close_all()
    raise typer.Exit(serve.run("127.0.0.1", free, 2))


if __name__ == "__main__":
    app()
