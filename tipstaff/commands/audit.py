"""`tipstaff audit`: verify the trail, keep signed checkpoints of it, write a day of it out, review unusual use."""

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from tipstaff.audit.keys import PublicKey, TrailKey
    from tipstaff.audit.verify import Report

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The trail of every act: verify it, keep checkpoints of it, review it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")
    django.setup()


@app.command("verify")
def verify(
    checkpoints: Annotated[
        Path | None, typer.Option(help="Checkpoints kept outside the database.", exists=True, dir_okay=False)
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option(help="The key that checks them; else that of this installation.", exists=True)
    ] = None,
) -> None:
    """Read every event again. Status 1: the trail is broken; the first bad row is named, with what was done to it."""
    from django.db import connection

    from tipstaff.audit import guards
    from tipstaff.audit.checkpoints import BadCheckpoint, checkpoints_read
    from tipstaff.audit.keys import key_at_hand
    from tipstaff.audit.verify import verify as read_again

    key = key_at_hand()
    try:
        kept = list(checkpoints_read(checkpoints, _public(public_key, key))) if checkpoints else []
    except (BadCheckpoint, OSError) as error:
        _stop(str(error))
    report = read_again(kept, key, lambda events: typer.echo(f"{events:>12,} events read", err=True))
    _limits(report, bool(key), bool(kept))
    if missing := guards.missing(connection):
        typer.echo(f"warning: guards of the trail are missing: {', '.join(missing)}", err=True)
    if report.fault:
        typer.echo(f"The trail is BROKEN at {report.fault}")
        raise typer.Exit(1)
    against = f", {report.checkpoints} checkpoints met" if kept else ""
    typer.echo(f"{report.events:,} events, unbroken{against}")


@app.command("checkpoint")
def checkpoint(
    out: Annotated[Path | None, typer.Option(help="File to append to; else that of the daily checkpoint.")] = None,
) -> None:
    """Append a signed line that says where the chain stands. Keep it where the database's owner cannot write."""
    from django.conf import settings

    from tipstaff.audit.checkpoints import checkpoint_write

    path = out or Path(settings.TRAIL_CHECKPOINTS)
    try:
        made = checkpoint_write(path)
    except OSError as error:
        _stop(str(error))
    typer.echo(f"{made.seq:,} events, signed with the key {made.key}, appended to {path}")


@app.command("public-key")
def public_key() -> None:
    """Print the key that checks checkpoints, for whoever keeps them."""
    from tipstaff.audit.keys import trail_key

    typer.echo(trail_key().public.pem().decode("ascii"), nl=False)


@app.command("export")
def export(
    day: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="The day, such as 2026-11-24.")],
    out: Annotated[Path, typer.Option(help="A file that is not there yet.")],
    zone: Annotated[str, typer.Option(help="The time zone whose day it is.")] = "UTC",
) -> None:
    """Write one day of the trail, a line of JSON each event. It says who touched which record, not what it holds."""
    from zoneinfo import ZoneInfoNotFoundError

    from tipstaff.audit.exports import export_day

    try:
        count = export_day(day.date(), out, zone=zone)
    except FileExistsError:
        _stop(f"{out} is already there")
    except (OSError, ZoneInfoNotFoundError, ValueError) as error:
        _stop(str(error))
    typer.echo(f"{count:,} events of {day:%Y-%m-%d} written to {out}")


@app.command("review")
def review(
    agency: Annotated[str | None, typer.Option(help="Short name (slug) of one agency; else all.")] = None,
    until: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the week; else today.")
    ] = None,
) -> None:
    """List unusual use in a week, for a person to ask about: nights, volume, refusals, own name, small exports."""
    from django.db import transaction
    from django.utils import timezone

    from tipstaff.accounts.models import Agency, User
    from tipstaff.audit import services
    from tipstaff.web.review import review_of

    chosen = Agency.objects.filter(slug=agency) if agency else Agency.objects.all()
    if agency and not chosen:
        _stop(f"no agency {agency}")
    end = until.replace(tzinfo=dt.UTC) + dt.timedelta(days=1) if until else timezone.now()
    for one in chosen:
        found = review_of(one, end)
        names = dict(User.objects.filter(agency=one).values_list("pk", "username"))
        typer.echo(f"{one.slug}: {len(found) or 'nothing'} unusual in the week before {end:%Y-%m-%d}")
        for line in found:
            who = names.get(line.actor_id or 0, "") or f"{line.object_type} {line.object_id}"
            typer.echo(f"  {line.sign}: {who}: {line.words}")
        with transaction.atomic():
            services.record("audit.review.viewed", one, by=None, lines=len(found))


def _public(path: Path | None, key: "TrailKey | None") -> "PublicKey":
    from tipstaff.audit import keys

    if path:
        try:
            return keys.public_key(path)
        except (ValueError, OSError) as error:
            _stop(f"{path}: {error}")
    if key is None:
        _stop("the key of the trail is not on this machine: give --public-key")
    return key.public


def _limits(report: "Report", has_key: bool, has_checkpoints: bool) -> None:
    """What this run could not look at."""
    if not has_key:
        typer.echo("note: stamps were not checked; the key of the trail is not on this machine", err=True)
    elif report.other_keys:
        told = ", ".join(f"{count:,} of {name or 'no key'}" for name, count in report.other_keys.items())
        typer.echo(f"note: stamps of other keys were not checked: {told}", err=True)
    if not has_checkpoints:
        typer.echo("note: a chain rewritten with its key shows only against --checkpoints kept outside", err=True)


def _stop(reason: str) -> NoReturn:
    typer.echo(f"tipstaff audit: {reason}", err=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    app()
