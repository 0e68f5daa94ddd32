"""The one error that Regard raises on purpose, and the one did-you-mean."""

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 12
"""How many names a suggestion lists at most."""


class RegardError(Exception):
    """A refusal in a sentence: what is in conflict, and the way out.

    `code` is stable and meant for programs, `message` names the thing and the conflict, `suggestion` says what to do.
    """

    def __init__(self, code: str, message: str, suggestion: str = "") -> None:
        """Keep the three parts; `str()` joins message and suggestion."""
        super().__init__(code, message, suggestion)
        self.code = code
        self.message = message
        self.suggestion = suggestion

    def __str__(self) -> str:
        """Return the message, followed by the suggestion where there is one."""
        return f"{self.message} {self.suggestion}".rstrip()


def suggest(name: str, known: Iterable[str]) -> str:
    """Return `Did you mean "x"?` for the known name nearest to `name`, else the list of what there is."""
    names = sorted(set(known))
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    shown = ", ".join(f'"{known_name}"' for known_name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"There are {shown}{more}." if shown else ""


def unknown(thing: str, name: object, known: Iterable[str]) -> RegardError:
    """Return the error for a name that is not among the known ones, its code being `unknown_` and the thing."""
    return RegardError(f"unknown_{thing}", f'There is no {thing} "{name}".', suggest(str(name), known))
