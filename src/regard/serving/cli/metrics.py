"""`regard metrics`: what can be asked, and what a metric means."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from regard.errors import unknown
from regard.serving.cli.locate import own_of
from regard.serving.cli.options import AsJson, Folder
from regard.serving.cli.output import say, say_json
from regard.showing.terminal.columns import quiet_lines
from regard.showing.terminal.facts import Facts
from regard.showing.verdicts import bands_text
from regard.showing.words import label_text

if TYPE_CHECKING:
    from regard.metrics.kinds import Metric

_UNITS = {
    "share": "share, 0 % to 100 %",
    "points": "points, -100 to 100",
    "score": "score on the scale of the question",
    "seconds": "time",
    "people": "people",
    "count": "count",
    "ratio": "ratio",
    "money": "money, in its currency",
}


def metrics(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The metric to explain.")] = None,
    workspace: Folder = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List what can be asked, or explain one metric.

    In a workspace those of its own are listed too.
    """
    from regard.metrics.catalogue import FAMILIES, METRICS

    own = own_of(workspace)
    families = {**FAMILIES, **({"own": tuple(own.values())} if own else {})}
    known = {**METRICS, **own}
    if name is None:
        if as_json:
            say_json({family: [described(metric) for metric in members] for family, members in families.items()})
        else:
            say(_list(families))
        return
    if name not in known:
        raise unknown("metric", name, known)
    if as_json:
        say_json(described(known[name]))
    else:
        say(_explain(known[name]))


def described(metric: "Metric[Any]") -> dict[str, Any]:
    """Return what a metric says of itself, as JSON values."""
    words = {key: getattr(metric, key) for key in ("name", "asks", "reads", "formula", "unit", "better", "since")}
    return words | {
        "kind": type(metric).__name__.lower(),
        "takes": list(metric.takes),
        "needs": list(metric.needs),
        "bands": _bands(metric),
        "variants": {name: _told(variant) for name, variant in metric.variants.items()},
        "per": {name: _told(other) for name, other in metric.per.items()},
    }


def _told(variant: "Metric[Any]") -> dict[str, str]:
    """Return what a variant says of itself."""
    return {"reads": variant.reads, "formula": variant.formula}


def _bands(metric: "Metric[Any]") -> dict[str, str] | None:
    """Return the bands as text, with their source."""
    if metric.bands is None:
        return None
    limits = {name: getattr(metric.bands, name) for name in ("good", "great", "excellent", "usual")}
    return {name: str(limit) for name, limit in limits.items() if limit} | {"source": metric.bands.source}


def _list(families: "dict[str, tuple[Metric[Any], ...]]") -> RenderableType:
    """Return the metrics by family: name and question."""
    parts: list[RenderableType] = []
    width = max(len(metric.name) for members in families.values() for metric in members)
    for family, members in families.items():
        named = [(Text(metric.name.ljust(width)), metric.asks) for metric in members]
        parts += [Text(label_text(family), style="bold"), Facts(named), ""]
    return Group(*parts, "regard metrics NAME explains one; regard ask NAME asks for it.")


def _explain(metric: "Metric[Any]") -> RenderableType:
    """Return one metric: question, reading, formula, bands, variants, arguments, and how to ask for it."""
    facts = [(Text(name), told) for name, told in _facts(metric)]
    parts: list[RenderableType] = [
        Text(label_text(metric.name), style="bold"),
        metric.asks,
        "",
        quiet_lines([metric.reads]),
        "",
        Facts(facts),
        "",
        f"Ask: regard ask {metric.name}{''.join(f' --{name} ...' for name in metric.needs)}",
    ]
    return Group(*parts)


def _facts(metric: "Metric[Any]") -> Iterator[tuple[str, str]]:
    """Yield names and texts of what there is to know."""
    yield "Formula", metric.formula
    yield "Unit", _UNITS[metric.unit]
    yield "Better", metric.better
    if told := bands_text(_bands(metric), metric.unit):
        yield "Bands", told
    for name, variant in metric.variants.items():
        yield f"--variant {name}", variant.formula
    for name, other in metric.per.items():
        yield f"--per {name}", other.formula
    if metric.takes:
        yield "Takes", ", ".join(f"{name} (needed)" if name in metric.needs else name for name in metric.takes)
    yield "Since", metric.since
