"""`tipstaff accounts`: the first agency and the first account of a new installation."""

import os
import secrets
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def accounts() -> None:
    """Agencies and the people who sign in."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")
    django.setup()


@app.command("add-agency")
def add_agency(
    slug: Annotated[str, typer.Argument(help="A short word for it, such as red-mesa.")],
    name: Annotated[str, typer.Argument(help="Its full name.")],
    kind: Annotated[str, typer.Option(help="TRIBAL_REGISTRY, STATE_REGISTRY, TERRITORY …")],
    jurisdiction: Annotated[str, typer.Option(help="Code of the SORNA jurisdiction it registers for.")] = "",
    zone: Annotated[str, typer.Option(help="Its time zone, such as America/Denver.")] = "UTC",
    phone: Annotated[str, typer.Option(help="Telephone at all hours.")] = "",
) -> None:
    """Add an agency."""
    from django.core.exceptions import ValidationError

    from tipstaff.accounts import services

    try:
        agency = services.agency_create(
            slug=slug, name=name, kind=kind, jurisdiction=jurisdiction, timezone_name=zone, phone=phone
        )
    except ValidationError as error:
        raise _refused(error) from None
    typer.echo(f"{agency.name} is there as {agency.slug}")


@app.command("add-user")
def add_user(
    username: Annotated[str, typer.Argument(help="The name to sign in with.")],
    agency: Annotated[str, typer.Option(help="The agency's short word.")],
    role: Annotated[str, typer.Option(help="registrar, officer, supervisor, auditor …")],
    first_name: Annotated[str, typer.Option()] = "",
    last_name: Annotated[str, typer.Option()] = "",
    email: Annotated[str, typer.Option()] = "",
) -> None:
    """Add a person and print a first password, once; they change it after signing in."""
    from django.core.exceptions import ValidationError

    from tipstaff.accounts import services
    from tipstaff.accounts.models import Agency

    employer = Agency.objects.filter(slug=agency).first()
    if employer is None:
        typer.echo(f"tipstaff accounts: there is no agency {agency}", err=True)
        raise typer.Exit(2)
    password = secrets.token_urlsafe(18)
    try:
        services.user_create(
            username=username,
            password=password,
            agency=employer,
            role=role,
            first_name=first_name,
            last_name=last_name,
            email=email,
        )
    except ValidationError as error:
        raise _refused(error) from None
    typer.echo(f"{username} may sign in with the password {password}")


def _refused(error: "Exception") -> typer.Exit:
    for field, messages in getattr(error, "message_dict", {"": getattr(error, "messages", [str(error)])}).items():
        typer.echo(f"tipstaff accounts: {field + ': ' if field else ''}{' '.join(messages)}", err=True)
    return typer.Exit(2)


if __name__ == "__main__":
    app()
