"""`tipstaff`: the command line. A group is imported only when it is called, so that help comes at once."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command


@dataclass(frozen=True, slots=True)
class Group:
    """Where a group lives, and what the list of commands says of it."""

    module: str
    says: str


GROUPS = {
    "sorna": Group("tipstaff.commands.sorna", "Judge a registry file: who is out of compliance, and why."),
    "world": Group("tipstaff.commands.world", "Write registry files of an invented nation."),
    "demo": Group("tipstaff.commands.demo", "Fill a database with the invented nation and open the pages."),
    "accounts": Group("tipstaff.commands.accounts", "Make the first agency and the first account."),
    "registry": Group("tipstaff.commands.registry", "Import a registry file into the record, or export the record."),
    "compliance": Group("tipstaff.commands.compliance", "Judge everybody of an agency's record."),
    "audit": Group("tipstaff.commands.audit", "Verify the trail of every act; keep checkpoints; review unusual use."),
    "serve": Group("tipstaff.commands.serve", "Run the web server and a worker together."),
    "worker": Group("tipstaff.commands.worker", "Run jobs until told to stop."),
}
USAGE = 2


class LazyGroup(TyperGroup):
    """Knows the names of its commands without importing one."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(GROUPS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in GROUPS:
            return None
        command = get_command(import_module(GROUPS[cmd_name].module).app)
        command.name = cmd_name
        # Plain help, as of every other group; not every kind of command has it declared.
        command.rich_markup_mode = None  # type: ignore[attr-defined]
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, group.says) for name, group in GROUPS.items()])


app = typer.Typer(
    cls=LazyGroup, add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.callback()
def tipstaff() -> None:
    """Registry compliance under SORNA: who is out of compliance, why, and what is due next."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its status; what was asked wrongly is one line and status 2."""
    try:
        status = get_command(app).main(args=arguments, prog_name="tipstaff", standalone_mode=False)
    except typer.Abort:
        status = 130
    except TyperException as asked:
        status = _say(asked)
    sys.exit(status if isinstance(status, int) else 0)


def _say(asked: Any) -> int:
    context, message = getattr(asked, "ctx", None), asked.format_message()
    if context and message == context.get_help():  # a group was called without a command
        typer.echo(message, err=True)
    else:
        typer.echo(f"{context.command_path if context else 'tipstaff'}: {' '.join(message.split())}", err=True)
    return int(getattr(asked, "exit_code", USAGE))
