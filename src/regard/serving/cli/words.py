"""Words of the command line that are not known before: `--name value` and `--name=value` among plain words."""

from collections.abc import Sequence

from regard.errors import RegardError


def split_options(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the plain words, and the options by name in the form of the question (`--week-start` is `week_start`).

    Raises `RegardError` with code `missing_argument` for an option without its value, `bad_usage` for one given twice.
    """
    plain: list[str] = []
    options: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if not is_option(word):
            plain.append(word)
            continue
        name, sign, value = word.partition("=")
        if not sign:
            if not waiting or is_option(waiting[0]):
                raise RegardError("missing_argument", f"{name} has no value.", f"Write {name}=VALUE.")
            value = waiting.pop(0)
        key = name.removeprefix("--").replace("-", "_")
        if key in options:
            raise RegardError("bad_usage", f"{name} is given twice.", "Give it once.")
        options[key] = value
    return plain, options


def is_option(word: str) -> bool:
    """Return whether a word is the name of an option; a negative number is none."""
    return word.startswith("-") and word != "-" and not is_number(word)


def is_number(word: str) -> bool:
    """Return whether a word is a number."""
    try:
        float(word)
    except ValueError:
        return False
    return True


def option_name(name: str) -> str:
    """Return the option of an argument: `--week-start` for `week_start`."""
    return f"--{name.replace('_', '-')}"
