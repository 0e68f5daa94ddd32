"""What a user is told when a command fails: one sentence, and never a traceback unless asked for."""

import sys
import traceback
from typing import Any

import typer

from regard.errors import RegardError, suggest
from regard.serving.cli.output import say, say_json

REFUSED, BROKEN = 2, 1
"""Exit codes: the question or the input is refused; something went wrong that is not the user's."""


def tell_failure(error: Exception, *, as_json: bool, debug: bool) -> int:
    """Write the failure to standard error, as a sentence or as JSON, and return the exit code."""
    refusal = _refusal(error)
    told = refusal or _unexpected(error)
    if debug:
        sys.stderr.write("".join(traceback.format_exception(error)))
    if as_json:
        say_json({"code": told.code, "message": told.message, "suggestion": told.suggestion}, to_stderr=True)
    else:
        say(str(told), to_stderr=True)
    return REFUSED if refusal else BROKEN


def _refusal(error: Exception) -> RegardError | None:
    """Return the failure as a refusal that the user can act on, `None` where it is a mistake of the program."""
    if isinstance(error, RegardError):
        return error
    if isinstance(error, typer.TyperException):
        return _usage(error)
    if isinstance(error, OSError) and error.strerror and error.filename:
        reason = f"{error.strerror[:1].lower()}{error.strerror[1:]}"
        return RegardError("file_error", f'"{error.filename}" cannot be used: {reason}.')
    return None


def _usage(error: typer.TyperException) -> RegardError:
    """Return what is wrong with the words of the command line, with a did-you-mean for options."""
    context: Any = getattr(error, "ctx", None)
    path = context.command_path if context else "regard"
    option = getattr(error, "option_name", None)
    if option and context and hasattr(error, "possibilities"):
        return unknown_option(option, [name for parameter in context.command.params for name in parameter.opts], path)
    return RegardError("bad_usage", _sentence(error.format_message()), f"See: {path} --help")


def unknown_option(option: str, known: list[str], command: str) -> RegardError:
    """Return the refusal of an option that a command does not have."""
    return RegardError("unknown_option", f'There is no option "{option}" for {command}.', suggest(option, known))


def _unexpected(error: Exception) -> RegardError:
    """Return what is said of a mistake of the program itself."""
    what = " ".join(str(error).split())
    return RegardError(
        "unexpected",
        f"Something went wrong inside Regard: {type(error).__name__}{what and f', {what}'}.",
        "Please report it as an issue of the project, with what --debug shows.",
    )


def _sentence(text: str) -> str:
    """Return a message as one sentence with its point."""
    one_line = " ".join(text.split())
    return one_line if one_line.endswith((".", "?")) else f"{one_line}."
