"""The cases worked by hand of each metric: the sentences of its tests, with the file that holds the numbers."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from regard.metrics.catalogue import METRICS

ROOT = Path(__file__).resolve().parent.parent
WORKED = ROOT / "tests" / "worked"
_SHOWN = 4
"""How many sentences a page shows of one file."""


def cases(metric: str) -> list[tuple[str, list[str]]]:
    """Return the test files that work a metric by hand, by their path in the project, each with its sentences."""
    return [(file, sentences[:_SHOWN]) for file, sentences in _by_metric().get(metric, {}).items()]


@cache
def _by_metric() -> dict[str, dict[str, list[str]]]:
    """Return files and sentences of every metric that a test names."""
    found: dict[str, dict[str, list[str]]] = {}
    for file in sorted(WORKED.rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for test in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
            sentence = ast.get_docstring(test)
            if not test.name.startswith("test_") or sentence is None:
                continue
            for metric in set(_names(test)):
                own = found.setdefault(metric, {}).setdefault(file.relative_to(ROOT).as_posix(), [])
                own.append(" ".join(sentence.split()))
    return found


def _names(test: ast.FunctionDef) -> Iterator[str]:
    """Yield the metrics that a test names."""
    for node in ast.walk(test):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in METRICS:
            yield node.value
