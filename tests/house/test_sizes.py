"""The size budget: files and functions that can be read in one go."""

from itertools import chain
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.house.tree import SRC, TESTS, FunctionNode, functions, python_files, shown, syntax

FILE_MEDIAN, FILE_P90, FILE_MOST = 150, 350, 600
FUNCTION_P90, FUNCTION_MOST = 25, 60
POSITIONAL_MOST = 5

TOO_LONG: dict[str, str] = {}
"""Files and functions over the limit, each with its reason; may only shrink."""

TREES = pytest.mark.parametrize("folder", [SRC, TESTS], ids=["src", "tests"])


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _length(function: FunctionNode) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _positional(function: FunctionNode) -> int:
    names = [argument.arg for argument in chain(function.args.posonlyargs, function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def _p90(values: list[int]) -> float:
    return quantiles(values, n=10, method="inclusive")[-1]


def _functions(folder: Path) -> dict[str, FunctionNode]:
    return {
        f"{shown(file)}::{function.name}:{function.lineno}": function
        for file in python_files(folder)
        for function in functions(syntax(file))
    }


def _allowed(name: str) -> bool:
    return name.rpartition(":")[0] in TOO_LONG or name in TOO_LONG


@TREES
def test_files_are_short(folder: Path) -> None:
    """Half of the files have 150 lines at most, nine in ten 350, and none more than 600."""
    lengths = {shown(file): _lines(file) for file in python_files(folder) if _lines(file)}
    assert {name: length for name, length in lengths.items() if length > FILE_MOST and not _allowed(name)} == {}
    assert median(lengths.values()) <= FILE_MEDIAN
    assert _p90(list(lengths.values())) <= FILE_P90


@TREES
def test_functions_are_short(folder: Path) -> None:
    """Nine in ten functions have 25 lines at most, docstring included, and none more than 60."""
    lengths = {name: _length(function) for name, function in _functions(folder).items()}
    assert {name: length for name, length in lengths.items() if length > FUNCTION_MOST and not _allowed(name)} == {}
    assert _p90(list(lengths.values())) <= FUNCTION_P90


@TREES
def test_functions_take_few_arguments(folder: Path) -> None:
    """No function takes more than five arguments by position."""
    counts = {name: _positional(function) for name, function in _functions(folder).items()}
    assert {name: count for name, count in counts.items() if count > POSITIONAL_MOST} == {}


def test_the_allowlist_only_shrinks() -> None:
    """Whatever the allowlist excuses is still over its limit."""
    files = {shown(file): _lines(file) > FILE_MOST for folder in (SRC, TESTS) for file in python_files(folder)}
    long_functions = {
        name.rpartition(":")[0]: _length(function) > FUNCTION_MOST
        for folder in (SRC, TESTS)
        for name, function in _functions(folder).items()
    }
    assert [name for name in TOO_LONG if not (files | long_functions).get(name)] == []
