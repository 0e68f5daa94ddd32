"""Every metric of the catalogue is whole: its words, its worked case, its page."""

import ast
import re
import subprocess
import sys

import pytest

from regard.metrics.catalogue import FAMILIES, METRICS
from regard.metrics.kinds import Metric
from tests.house.tree import ROOT, TESTS, functions, python_files, syntax

EACH = pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)


def _worked() -> dict[str, int]:
    """Return how often tests/worked compares an answer of each metric: its name as text in a test with an assertion."""
    found: dict[str, int] = {}
    for file in python_files(TESTS / "worked"):
        for test in functions(syntax(file)):
            if not any(isinstance(node, ast.Assert) for node in ast.walk(test)):
                continue
            for node in (*ast.walk(test), *(inner for mark in test.decorator_list for inner in ast.walk(mark))):
                if isinstance(node, ast.Constant) and node.value in METRICS:
                    found[str(node.value)] = found.get(str(node.value), 0) + 1
    return found


def test_names_are_ids() -> None:
    """A metric's key is its name, in small letters, and no two families share one."""
    names = [metric.name for metrics in FAMILIES.values() for metric in metrics]
    assert names
    assert len(names) == len(set(names))
    assert {name: metric.name for name, metric in METRICS.items()} == {name: name for name in names}
    assert all(re.fullmatch(r"[a-z][a-z_]*[a-z]", name) for name in names)


@EACH
def test_every_metric_explains_itself(metric: Metric[object]) -> None:
    """A metric asks a question, says how to read the answer, and names formula, unit, direction and version."""
    assert metric.asks.endswith("?")
    assert metric.reads.rstrip().endswith(".")
    assert metric.formula.strip()
    assert metric.better in {"higher", "lower", "neither"}
    assert re.fullmatch(r"\d+\.\d+", metric.since)


@EACH
def test_every_band_has_a_source(metric: Metric[object]) -> None:
    """Bands name their source, and hold a limit or say in the source's words which values it calls good."""
    if metric.bands is not None:
        limits = (metric.bands.good, metric.bands.great, metric.bands.excellent, metric.bands.usual)
        source, _, words = metric.bands.source.partition(",")
        assert source.strip()
        assert any(limit is not None for limit in limits) or re.search(r"\d", words)


@EACH
def test_every_variant_explains_itself(metric: Metric[object]) -> None:
    """A variant has its own formula and says what it reads."""
    for variant in (*metric.variants.values(), *metric.per.values()):
        assert variant.formula.strip()
        assert variant.reads.strip()


@EACH
def test_every_metric_has_a_worked_case(metric: Metric[object]) -> None:
    """A test under tests/worked asks for the metric and compares the answer with one worked out by hand."""
    assert _worked().get(metric.name, 0) > 0


def test_the_pages_are_current() -> None:
    """docs/metrics is what the catalogue says; `make docs` writes it."""
    program = [sys.executable, "-m", "docs.generate", "--check"]
    told = subprocess.run(program, cwd=ROOT, check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
