"""Writes docs/metrics from the catalogue: an index and a page for each metric. With `--check` it only compares."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from docs.cases import cases
from docs.questions import as_command, as_python, as_sql, workspace

from regard import Workspace
from regard.metrics.bands import NAMES, Bands
from regard.metrics.catalogue import FAMILIES
from regard.metrics.compile.grains import GRAINS
from regard.metrics.kinds import Curve, Metric

FOLDER = Path(__file__).resolve().parent / "metrics"
MADE = "<!-- Made by `make docs` from src/regard/metrics/catalogue. Change the record, not this page. -->"

UNITS = {
    "share": "share, from 0 to 1",
    "points": "points, from -100 to 100",
    "score": "score on the scale of the question",
    "seconds": "seconds",
    "count": "count",
    "people": "people",
    "ratio": "ratio",
    "money": "money, in its currency",
}

INTERVALS = {
    "wilson": "Wilson, widened where rows of one person resemble each other",
    "adjusted_wald": "adjusted Wald, never of no width",
    "delta": "delta method, clustered by person",
    "exact": "none needed: everything is counted",
    "order_statistics": "order statistics: the ranks that enclose the quantile",
    "poisson": "on logarithms, for people who come by chance beside an amount that is known",
    "log_delta": "delta method on logarithms of the two metrics, taken as independent",
}

ARGUMENTS = {
    "event": "what is counted, as an event spec",
    "goal": "a declared goal, or a list of them for any",
    "start": "the event with which it begins",
    "end": "the event with which it ends",
    "window": "the longest time between start and end, such as `30d`, or `none`",
    "hold": "fields that must agree on start and end",
    "count": "`people` or `events`",
    "threshold": "from which score on effort is high",
    "hours": "`calendar` or `business`",
    "schedule": "the declared schedule of business hours",
    "weights": "a column of the answers, or a declared weighting",
    "minimum_base": "below how many answers there is no value",
    "span": "without contracts: after how long without an order a customer is lost, such as `90d`",
    "lifespan": "how long a customer stays, such as `3 years`",
    "margin": "the share of revenue that is left, 0..1",
    "discount": "the yearly rate at which later money counts less",
    "own": "filters that say which mentions are of the own brand",
    "steps": "event specs in order, 2 to 30; `within` limits the time since the step before",
    "order": "`ordered`, `strict` or `any`",
    "exclude": "events that spoil an attempt between two steps",
    "unit": "`person`, `visit` or a field",
    "attribution": "`first_touch`, `last_touch` or `step:2`: where `by` is read",
    "back": "the event that counts as coming back",
    "rule": "`bounded` or `unbounded`",
    "cohorts": "`first_time` or `recurring`",
    "min_occurrences": "how often `back` must happen in a bucket",
    "intervals": "how many columns, column 0 included",
    "anchor": "the event spec or kind of record that journeys start from",
    "direction": "`after` or `before`",
    "depth": "how many stops",
    "touchpoints": "dimensions that name a stop",
}
"""What each argument that only some metrics take is for."""


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    asked = workspace()
    made = {"README.md": _index()}
    for family, metrics in FAMILIES.items():
        made |= {f"{metric.name}.md": _page(family, metric, asked) for metric in metrics}
    return {name: text.rstrip() + "\n" for name, text in made.items()}


def _index() -> str:
    """Return the list of all metrics by family."""
    lines = [MADE, "", "# Metrics"]
    for family, metrics in FAMILIES.items():
        rows = [(f"[{metric.name}]({metric.name}.md)", metric.asks, _good(metric.bands)) for metric in metrics]
        lines += ["", f"## {family.capitalize()}", "", *_table(("metric", "question", "good"), rows)]
    return "\n".join(lines)


def _page(family: str, metric: Metric[object], asked: Workspace) -> str:
    """Return the page of one metric."""
    facts = [
        ("family", family),
        ("kind", type(metric).__name__.lower()),
        ("rows", f"{GRAINS[metric.of.name].several} (`{metric.of.name}`)"),
        ("unit", UNITS[metric.unit]),
        ("better", metric.better),
        ("interval", "of each share: Wilson" if isinstance(metric, Curve) else INTERVALS[metric.interval]),
        ("parts", ", ".join(f"`{name}`" for name in (*(metric.counts or ()), *metric.parts))),
        ("since", metric.since),
    ]
    lines = [MADE, "", f"# {metric.name}", "", f"**{metric.asks}**", "", metric.reads, ""]
    lines += [f"Formula: {metric.formula}", "", *_table(("", ""), facts)]
    rest = (_bands(metric.bands), _arguments(metric), _others(metric), _asking(metric), _cases(metric))
    return "\n".join([*lines, *(line for part in rest for line in part), *_sql(metric, asked)])


def _bands(bands: Bands | None) -> Iterator[str]:
    """Yield what guides call good or usual, with the source."""
    if bands is not None:
        limits = {name: getattr(bands, name) for name in (*NAMES, "usual")}
        rows = [(name, f"`{limit}`") for name, limit in limits.items() if limit is not None]
        yield from ("", "## Bands", "", f"Source: {bands.source}.")
        if rows:
            yield from ("", *_table(("band", "values"), rows))


def _arguments(metric: Metric[object]) -> Iterator[str]:
    """Yield the arguments that only some metrics take."""
    names = tuple(dict.fromkeys((*metric.needs, *metric.takes)))
    if names:
        rows = [(f"`{name}`", ARGUMENTS[name], "needed" if name in metric.needs else "") for name in names]
        yield from ("", "## Arguments", "", *_table(("argument", "what it says", ""), rows))


def _others(metric: Metric[object]) -> Iterator[str]:
    """Yield the variants, and the other units of the denominator."""
    for title, argument, found in (("Variants", "variant", metric.variants), ("Other bases", "per", metric.per)):
        if found:
            rows = [(f'`{argument}="{name}"`', other.formula, other.reads) for name, other in found.items()]
            yield from ("", f"## {title}", "", *_table(("argument", "formula", "reads"), rows))


def _asking(metric: Metric[object]) -> Iterator[str]:
    """Yield how to ask for it."""
    yield from ("", "## Ask", "", "```text", as_python(metric), as_command(metric), "```")


def _cases(metric: Metric[object]) -> Iterator[str]:
    """Yield the cases that were worked by hand, which the tests hold the metric to."""
    found = cases(metric.name)
    if found:
        yield from ("", "## Worked by hand")
    for file, sentences in found:
        yield from ("", f"In [{file}](../../{file}):", "", *(f"- {sentence}" for sentence in sentences))


def _sql(metric: Metric[object], asked: Workspace) -> Iterator[str]:
    """Yield the statements that a plain question becomes on DuckDB."""
    yield from ("", "## SQL", "", "What the question above becomes on DuckDB, over the tables of a workspace.")
    yield from ("", "<details><summary>Show</summary>", "", "```sql", as_sql(asked, metric), "```", "", "</details>")


def _good(bands: Bands | None) -> str:
    """Return the first band of merit as text."""
    return f"`{bands.good}`" if bands is not None and bands.good is not None else ""


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def stale(made: dict[str, str]) -> list[str]:
    """Return the names of pages that are missing, differ, or belong to no metric."""
    kept = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def write(made: dict[str, str]) -> None:
    """Write every page, and remove those of no metric."""
    FOLDER.mkdir(exist_ok=True)
    for name in stale(made):
        if name in made:
            (FOLDER / name).write_text(made[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()


def main(*, check: bool) -> None:
    """Write the pages, or end with a sentence when they are not current."""
    made = pages()
    if not check:
        write(made)
    elif names := stale(made):
        sys.exit(f"Of docs/metrics, {', '.join(names)} are not what the catalogue says. Run make docs.")


if __name__ == "__main__":
    main(check="--check" in sys.argv[1:])
