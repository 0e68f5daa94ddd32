"""Arguments as options: for each its help, and how its words are read."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from regard.serving.cli.words import option_name


@dataclass(frozen=True)
class Argument:
    """One argument of a function as an option."""

    name: str
    read: Callable[[str, Sequence[str]], Any]
    """Makes the value from the option's name and its words, one for each time it was given."""

    shape: str
    help: str
    many: bool = False
    """Whether it may be given several times."""

    option: str = ""
    """The option's name where it is not the argument's own."""

    @property
    def shown(self) -> str:
        """Return the option as it is typed."""
        return self.option or option_name(self.name)


def read_arguments(arguments: Iterable[Argument], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the options that were given, by the names of their arguments."""
    given = {argument: options[argument.name] for argument in arguments if options.get(argument.name)}
    return {
        argument.name: argument.read(argument.shown, [words] if isinstance(words, str) else words)
        for argument, words in given.items()
    }


def signature_with(function: Callable[..., None], arguments: Iterable[Argument]) -> inspect.Signature:
    """Return the signature that the command line reads: an option for each argument in place of the function's `**`."""
    own = inspect.signature(function).parameters.values()
    options = [
        inspect.Parameter(
            argument.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                list[str] | None if argument.many else str | None,
                typer.Option(argument.shown, metavar=argument.shape, help=argument.help),
            ],
        )
        for argument in arguments
    ]
    kept = [parameter for parameter in own if parameter.kind is not inspect.Parameter.VAR_KEYWORD]
    return inspect.Signature([*kept, *options])
