"""The arguments of a question as options: for each its help, and how its words are read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from regard.errors import RegardError

_BETWEEN = ".."


@dataclass(frozen=True)
class Argument:
    """One argument of the question language as an option."""

    name: str
    read: Callable[[str, Sequence[str]], Any]
    """Makes the value from the option's name and its words, one for each time it was given."""

    shape: str
    help: str
    many: bool = False
    """Whether it may be given several times."""


def _text(_: str, words: Sequence[str]) -> str:
    """Return the word itself."""
    return words[-1]


def _days(option: str, words: Sequence[str]) -> Any:
    """Return a period as it is written: a word, `FROM..TO`, or JSON."""
    first, sign, last = words[-1].partition(_BETWEEN)
    return (first, last) if sign else _json_or_text(option, words)


def _names(_: str, words: Sequence[str]) -> list[str]:
    """Return names, given apart or with commas between."""
    return [name.strip() for word in words for name in word.split(",") if name.strip()]


def _filters(option: str, words: Sequence[str]) -> list[Any]:
    """Return filters: each word is one filter or a list of them, as JSON."""
    found: list[Any] = []
    for word in words:
        filters = _json(option, word, """--where '["is", "country", ["IT"]]'""")
        found += [filters] if isinstance(filters, list) and filters and isinstance(filters[0], str) else filters
    return found


def _specs(option: str, words: Sequence[str]) -> Any:
    """Return one name or spec, or a list of them where several were given."""
    specs = [_json_or_text(option, [word]) for word in words]
    return specs[0] if len(specs) == 1 else specs


def _number(option: str, words: Sequence[str]) -> float:
    """Return a number."""
    try:
        return float(words[-1])
    except ValueError:
        message = f'{option} is "{words[-1]}", which is not a number.'
        raise RegardError("bad_value", message, f"Write {option} 0.95.") from None


def _edges(_: str, words: Sequence[str]) -> list[float | str]:
    """Return the edges of bins: numbers, or durations such as 30m."""
    return [free_value(edge) for edge in _names("", words)]


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


ARGUMENTS = (
    Argument("period", _days, "DAYS", "2025, 2025-Q2, 2025-04, 2025-W09, 2025-04-17, FROM..TO, today, 28d, all."),
    Argument("every", _text, "BUCKET", "A series: hour, day, week, month, quarter, year."),
    Argument("as_of", _text, "TIME", "The clock of the question."),
    Argument("zone", _text, "NAME", "Another time zone."),
    Argument("week_start", _text, "DAY", "monday or sunday."),
    Argument("trailing", _text, "TIME", 'Each point covers the time before its end: 7d, "2 months", all.'),
    Argument("to_date", _text, "SPAN", "The same, from the start of the week, month, quarter, year."),
    Argument("by", _names, "DIMENSION", "Groups: channel, country, plan ...; several may be given.", many=True),
    Argument("where", _filters, "JSON", """A filter: '["is", "country", ["IT"]]'; several must all hold.""", many=True),
    Argument("compare", _days, "WITH", """previous, year, FROM..TO, or '{"where": [...]}'."""),
    Argument("align", _text, "WHAT", "weekday: compare with days that begin on the same weekday."),
    Argument("base", _text, "WHOLE", "group or total: of whom a share of people is taken."),
    Argument("goal", _specs, "NAME", "A declared goal; several mean any of them.", many=True),
    Argument("event", _specs, "SPEC", "An event's name, or a spec as JSON."),
    Argument("variant", _text, "NAME", "Another definition: see regard metrics NAME."),
    Argument("per", _text, "UNIT", "Another denominator: visit, reach, follower."),
    Argument("statistic", _text, "NAME", "mean, median, p90, sum: for times and amounts."),
    Argument("bins", _edges, "EDGES", "Edges of bins: 0,1h,4h,24h."),
    Argument("level", _number, "SHARE", "The level of the interval, such as 0.95."),
    Argument("interval", _text, "METHOD", "wilson, delta, jackknife, bootstrap ..."),
)  # fmt: skip
"""The arguments that have an option of their own; those of single metrics may be given as well."""
