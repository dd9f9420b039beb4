"""`tipstaff serve`: the web server and a worker under one roof, started together and stopped together."""

import contextlib
import errno
import ipaddress
import os
import socket
import sys
from typing import Annotated

import typer

from tipstaff.commands.children import Child, Roof

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    processes: Annotated[int, typer.Option(help="Web processes.", min=1, max=64)] = 2,
) -> None:
    """Run web and worker on a database and static files that are up to date; Ctrl-C stops both."""
    import django
    from django.db import connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")
    if taken := port_problem(host, port):
        _refuse(taken)
    django.setup()
    if missing := readiness_problem():
        _refuse(missing)
    connections.close_all()
    raise typer.Exit(run(host, port, processes))


def run(host: str, port: int, processes: int) -> int:
    """Start both, say the address once it answers, and stay until told to stop; returns the exit code."""
    roof = Roof([_web(host, port, processes), Child("worker", [sys.executable, "-m", "tipstaff.commands.worker"])])
    name = "localhost" if host in ("127.0.0.1", "::1") else host
    return roof.run(
        ready=lambda: _answers(host, port),
        when_ready=lambda: print(f"Tipstaff is at http://{name}:{port}/  (Ctrl-C stops it)", flush=True),  # noqa: T201
    )


def port_problem(host: str, port: int) -> str | None:
    """Why the port cannot be used, in one line, or None."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            return f"this user may not listen on port {port}; choose one above 1023 with --port"
        except socket.gaierror:
            return f"{host} is not an address of this machine"
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                return f"{host} is not an address of this machine"
            return f"port {port} on {host} is taken; choose another with --port"
    return None


def readiness_problem() -> str | None:
    """What must be done before the pages can work, in one line, or None. Nothing is changed here."""
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"the database cannot be used: {str(error).strip().splitlines()[0]}"
    if waiting:
        return f"the database lacks {len(waiting)} changes to its tables; run script/server, or manage.py migrate"
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        return "the static files are not collected; run script/server, or manage.py collectstatic"
    return None


def _web(host: str, port: int, processes: int) -> Child:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(processes), "--blocking-threads", "4", "--respawn-failed-workers"]
    command += ["--log-level", "warning", "tipstaff.config.wsgi:application"]
    return Child("web", command)


def _answers(host: str, port: int) -> bool:
    """Whether something listens. Where it listens on every address, the machine's own is tried."""
    with contextlib.suppress(ValueError):
        listens = ipaddress.ip_address(host)
        host = ("::1" if listens.version == 6 else "127.0.0.1") if listens.is_unspecified else host
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _refuse(problem: str) -> None:
    typer.echo(f"tipstaff serve: {problem}", err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
