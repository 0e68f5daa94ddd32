"""How a breach of a house rule looks in a syntax tree; each finder yields the lines of the breaches."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}

_SQL = re.compile(
    r"\bselect\b.*\bfrom\b|\binsert\s+(or\s+\w+\s+)?into\b|\bdelete\s+from\b|\bupdate\s+\S*\s*set\b"
    r"|\bcreate\s+(or\s+replace\s+)?(temp\s+)?(table|view)\b|\bdrop\s+(table|view)\b|\bcopy\s+.*\bto\b\s+'"
    r"|\bgroup\s+by\b|\border\s+by\b.*\b(asc|desc)\b",
    re.IGNORECASE | re.DOTALL,
)


def reads_the_clock(tree: ast.AST) -> Iterator[int]:
    """Yield where the time of day is read: `datetime.now`, `date.today`, `time.time`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner, node.attr) in _CLOCKS:
                yield node.lineno


def builds_sql(tree: ast.AST) -> Iterator[int]:
    """Yield where SQL is put together from text and values: an f-string, `%`, `+`, `.format`, `.join`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
            text = " ".join(_texts(node.left, node.right))
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join")
        ):
            text = " ".join(_texts(node.func.value))
        else:
            continue
        if _SQL.search(text):
            yield node.lineno


def prints(tree: ast.AST) -> Iterator[int]:
    """Yield where something is printed past the console of the command line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno


def _follows(number: ast.expr, after: ast.expr) -> bool:
    """Return whether a formatted number is followed by a percent sign."""
    return (
        isinstance(number, ast.FormattedValue)
        and isinstance(after, ast.Constant)
        and re.match(r"\s?%", str(after.value)) is not None
    )


def formats_percent(tree: ast.AST) -> Iterator[int]:
    """Yield where a number is written as percent: `{share:.1%}`, `{value} %`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            if any(text.rstrip().endswith("%") for text in _texts(node.format_spec)):
                yield node.lineno
        elif isinstance(node, ast.JoinedStr) and any(_follows(*pair) for pair in pairwise(node.values)):
            yield node.lineno


def _texts(*nodes: ast.AST) -> Iterator[str]:
    """Yield the pieces of text in the given expressions."""
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                yield inner.value
