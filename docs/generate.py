"""Writes docs/metrics from the catalogue: an index and a page for each metric. With `--check` it only compares."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from regard.metrics.bands import NAMES, Bands
from regard.metrics.catalogue import FAMILIES
from regard.metrics.kinds import Metric

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
}


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    made = {"README.md": _index()}
    for family, metrics in FAMILIES.items():
        made |= {f"{metric.name}.md": _page(family, metric) for metric in metrics}
    return {name: text.rstrip() + "\n" for name, text in made.items()}


def _index() -> str:
    """Return the list of all metrics by family."""
    lines = [MADE, "", "# Metrics"]
    for family, metrics in FAMILIES.items():
        rows = [(f"[{metric.name}]({metric.name}.md)", metric.asks, _good(metric.bands)) for metric in metrics]
        lines += ["", f"## {family.capitalize()}", "", *_table(("metric", "question", "good"), rows)]
    return "\n".join(lines)


def _page(family: str, metric: Metric[object]) -> str:
    """Return the page of one metric."""
    facts = [
        ("family", family),
        ("kind", type(metric).__name__.lower()),
        ("rows", metric.of.name.replace("_", " ")),
        ("unit", UNITS[metric.unit]),
        ("better", metric.better),
        ("interval", INTERVALS[metric.interval]),
        ("since", metric.since),
    ]
    lines = [MADE, "", f"# {metric.name}", "", f"**{metric.asks}**", "", metric.reads, ""]
    lines += [f"Formula: {metric.formula}", "", *_table(("", ""), facts)]
    return "\n".join([*lines, *_bands(metric.bands), *_arguments(metric), *_others(metric)])


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
        rows = [(f"`{name}`", "needed" if name in metric.needs else "optional") for name in names]
        yield from ("", "## Arguments", "", *_table(("argument", ""), rows))


def _others(metric: Metric[object]) -> Iterator[str]:
    """Yield the variants, and the other units of the denominator."""
    for title, argument, found in (("Variants", "variant", metric.variants), ("Other bases", "per", metric.per)):
        if found:
            rows = [(f'`{argument}="{name}"`', other.formula, other.reads) for name, other in found.items()]
            yield from ("", f"## {title}", "", *_table(("argument", "formula", "reads"), rows))


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
