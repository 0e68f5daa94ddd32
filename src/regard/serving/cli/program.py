"""The program `regard`: its commands, and what a user is told when one of them fails."""

import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from regard.errors import unknown
from regard.serving.cli.ask import ask
from regard.serving.cli.calc import calc
from regard.serving.cli.demo import demo
from regard.serving.cli.doctor import doctor
from regard.serving.cli.failures import tell_failure
from regard.serving.cli.goals import goals
from regard.serving.cli.init import init
from regard.serving.cli.load import load
from regard.serving.cli.metrics import metrics
from regard.serving.cli.output import say
from regard.serving.cli.refresh import refresh

STOPPED = 130
"""The exit code of a program that Ctrl-C stopped."""

_FREE = {"ignore_unknown_options": True}
"""For commands whose further options are names of the question or of the counts."""


class _Commands(TyperGroup):
    """The commands, with a did-you-mean for those that are none."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first word names; raises `RegardError` with code `unknown_command`."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise unknown("command", args[0], self.commands)
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Measures customer engagement: every number with its definition, interval, benchmark and change.",
    epilog="Begin with: regard demo",
)
_COMMANDS: tuple[tuple[Callable[..., None], dict[str, Any]], ...] = (
    (demo, {}), (init, {}), (load, {}), (ask, _FREE), (metrics, {}), (goals, {}), (calc, _FREE), (refresh, {}),
    (doctor, {}),
)  # fmt: skip
for command, settings in _COMMANDS:
    app.command(context_settings=settings)(command)


_Version = Annotated[
    bool,
    typer.Option(
        "--version",
        is_eager=True,
        callback=lambda wanted: _tell_version(wanted=wanted),
        help="Say which version this is.",
    ),
]
_Debug = Annotated[bool, typer.Option("--debug", help="When something goes wrong, show where; with any command.")]


@app.callback()
def program(*, show_version: _Version = False, debug: _Debug = False) -> None:
    """Measures customer engagement: every number with its definition, interval, benchmark and change."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program with the given words, those of the command line by default, and exit with its code.

    0 when all went well, 1 when something went wrong that is not the user's, 2 when the question or the input is
    refused, 130 after Ctrl-C.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without these characters shows a question mark
    try:
        code = get_command(app)(_command_first(words) or ["--help"], prog_name="regard", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 (the last resort: no traceback reaches a user)
        code = tell_failure(error, as_json="--json" in words, debug="--debug" in words)
    if code == STOPPED:
        say("Stopped. What was not finished was not kept.", to_stderr=True)
    sys.exit(code if isinstance(code, int) else 0)


def _command_first(words: list[str]) -> list[str]:
    """Return the words without `--debug`, and a leading `--json` moved behind the command, which takes it."""
    rest = [word for word in words if word != "--debug"]
    return [*rest[1:2], "--json", *rest[2:]] if rest[:1] == ["--json"] else rest


def _tell_version(*, wanted: bool) -> None:
    """Say which version this is, and end."""
    if wanted:
        say(f"regard {version('regard')}")
        raise typer.Exit
