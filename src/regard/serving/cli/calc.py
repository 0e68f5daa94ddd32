"""`regard calc`: a metric by hand, from typed-in counts."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from regard.errors import RegardError, unknown
from regard.serving.cli.options import AsJson
from regard.serving.cli.output import say, say_json
from regard.serving.cli.words import option_name, split_options
from regard.showing.terminal import Tile
from regard.showing.terminal.columns import Column, aligned, texts
from regard.showing.words import label_text

if TYPE_CHECKING:
    from regard.metrics.calculators import Calculator

_Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME NUMBERS", help="A metric and its counts; without them: what there is."),
]


def calc(
    words: _Words = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Compute a metric by hand, from typed-in counts.

    For example: regard calc nps 64 20 16, or regard calc churn_rate --start 100 --lost 10
    """
    import regard
    from regard.metrics.calculators import CALCULATORS

    plain, options = split_options(words or [])
    if not plain:
        _list(as_json=as_json)
        return
    name, *numbers = plain
    if name not in CALCULATORS:
        raise unknown("metric", name, CALCULATORS)
    calculator = CALCULATORS[name].convention(options.get("variant"))
    reply = regard.calc(name, **read_counts(calculator, numbers, options)).to_dict()
    if as_json:
        say_json(reply)
    else:
        say(Tile(reply))


def read_counts(calculator: "Calculator", numbers: list[str], options: dict[str, str]) -> dict[str, Any]:
    """Return the counts by name; numbers without a name are those that the calculator needs, in its order.

    Raises `RegardError` with code `bad_usage` for too many numbers, and for a count that is given twice.
    """
    if len(numbers) > len(calculator.names):
        message = f"{calculator.name} needs {len(calculator.names)} numbers, and {len(numbers)} were given."
        raise RegardError("bad_usage", message, f"Write: {command_line(calculator)}")
    counts: dict[str, Any] = dict(zip(calculator.names, map(_count, numbers), strict=False))
    for option, word in options.items():
        if option in counts:
            message = f"{option} is given as a plain number and as {option_name(option)}."
            raise RegardError("bad_usage", message, "Give it once.")
        counts[option] = word if option == "variant" else _count(word)
    return counts


def command_line(calculator: "Calculator") -> str:
    """Return a command that works."""
    examples = " ".join(f"{count.example:.12g}" for count in calculator.counts if not count.optional)
    return f"regard calc {calculator.name} {examples}"


def _count(word: str) -> float | str:
    """Return a number, whole where it is written so; a duration such as `3 years` stays text for the calculator."""
    try:
        return int(word)
    except ValueError:
        pass
    try:
        return float(word)
    except ValueError:
        return word


def _list(*, as_json: bool) -> None:
    """Tell which metrics can be computed by hand, each with a command that works."""
    from regard.metrics.calculators import CALCULATORS

    if as_json:
        say_json({name: {"counts": each.names, "formula": each.formula} for name, each in CALCULATORS.items()})
        return
    names = Column(texts(label_text(name) for name in CALCULATORS), "Metric")
    say(aligned(names, Column(texts((command_line(each) for each in CALCULATORS.values()), "dim"), "For example")))
