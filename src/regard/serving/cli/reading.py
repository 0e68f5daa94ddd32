"""How an option's words become a value; a reader takes the option's name, and a word for each time it was given."""

import json
from collections.abc import Sequence
from typing import Any

from regard.errors import RegardError

_BETWEEN = ".."


def read_text(_: str, words: Sequence[str]) -> str:
    """Return the word itself."""
    return words[-1]


def read_days(option: str, words: Sequence[str]) -> Any:
    """Return a period as it is written: a word, `FROM..TO`, or JSON."""
    first, sign, last = words[-1].partition(_BETWEEN)
    return (first, last) if sign else _json_or_text(option, words)


def read_names(_: str, words: Sequence[str]) -> list[str]:
    """Return names, given apart or with commas between."""
    return [name for word in words for name in _names_of(word)]


def read_filters(option: str, words: Sequence[str]) -> list[Any]:
    """Return filters: each word is one filter or a list of them, as JSON."""
    found: list[Any] = []
    for word in words:
        filters = _json(option, word, """--where '["is", "country", ["IT"]]'""")
        found += [filters] if isinstance(filters, list) and filters and isinstance(filters[0], str) else filters
    return found


def read_specs(option: str, words: Sequence[str]) -> Any:
    """Return one name or spec, or a list of them where several were given."""
    specs = [_json_or_text(option, [word]) for word in words]
    return specs[0] if len(specs) == 1 else specs


def read_number(option: str, words: Sequence[str]) -> float:
    """Return a number."""
    try:
        return float(words[-1])
    except ValueError:
        message = f'{option} is "{words[-1]}", which is not a number.'
        raise RegardError("bad_value", message, f"Write {option} 0.95.") from None


def read_edges(_: str, words: Sequence[str]) -> list[float | str]:
    """Return the edges of bins: numbers, or durations such as 30m."""
    return [free_value(edge) for edge in read_names("", words)]


def free_value(word: str) -> Any:
    """Return a word as JSON where it is JSON, such as a number or true, else as text."""
    try:
        return json.loads(word)
    except json.JSONDecodeError:
        return word


def _json_or_text(option: str, words: Sequence[str]) -> Any:
    """Return a list or a mapping written as JSON, any other word as text."""
    word = words[-1].strip()
    return _json(option, word, f"{option} NAME") if word[:1] in {"{", "["} else word


def _json(option: str, word: str, example: str) -> Any:
    """Return what a word says as JSON; raises `bad_filter` where it does not parse."""
    try:
        return json.loads(word)
    except json.JSONDecodeError as error:
        message = f"{option} {word} is not JSON: {error.msg} at character {error.pos + 1}."
        raise RegardError("bad_filter", message, f"Write {example}.") from None


def read_targets(option: str, words: Sequence[str]) -> dict[str, Any]:
    """Return their columns and our fields from `THEIRS=OURS`; `THEIRS=` leaves a column out, `THEIRS=a,b` is for two.

    Their name may hold `=` itself, a field never does.
    """
    targets = {theirs: _names_of(ours) for theirs, ours in _pairs(option, words, "Their name=our_field")}
    return {theirs: ours[0] if len(ours) == 1 else ours or None for theirs, ours in targets.items()}


def read_values(option: str, words: Sequence[str]) -> dict[str, Any]:
    """Return fields and their values from `FIELD=VALUE`."""
    return {field: free_value(value) for field, value in _pairs(option, words, "field=value")}


def read_kinds(option: str, words: Sequence[str]) -> dict[str, str]:
    """Return questions and their kinds from `TEXT=KIND`."""
    return dict(_pairs(option, words, "How likely are you to recommend us?=nps"))


def _pairs(option: str, words: Sequence[str], example: str) -> list[tuple[str, str]]:
    """Return what stands before and after the last `=` of each word."""
    found = []
    for word in words:
        left, sign, right = word.rpartition("=")
        if not sign or not left:
            raise RegardError("bad_usage", f'{option} "{word}" is not a pair.', f'Write {option} "{example}".')
        found.append((left, right))
    return found


def _names_of(word: str) -> list[str]:
    """Return names with commas between."""
    return [name.strip() for name in word.split(",") if name.strip()]
