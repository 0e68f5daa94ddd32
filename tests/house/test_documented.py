"""Whatever is public says what it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import regard
from tests.house.tree import ROOT, SRC, FunctionNode, python_files, shown, syntax

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guides").glob("*.md"))]


def _public(tree: ast.Module) -> Iterator[ast.ClassDef | FunctionNode]:
    """Yield the public classes and functions of a module, and the public methods of its public classes."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | FunctionNode) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef) and not _is_protocol(node):
                yield from (
                    inner for inner in node.body if isinstance(inner, FunctionNode) and not inner.name.startswith("_")
                )


def _is_protocol(node: ast.ClassDef) -> bool:
    """Return whether a class only lists operations whose names say it all."""
    return any(isinstance(parent, ast.Name) and parent.id == "Protocol" for parent in node.bases)


def _is_overload(node: ast.ClassDef | FunctionNode) -> bool:
    """Return whether a function only lists one way to call another."""
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def _undocumented(file: Path) -> Iterator[str]:
    tree = syntax(file)
    if tree.body and not ast.get_docstring(tree):
        yield shown(file)
    for node in _public(tree):
        if not ast.get_docstring(node) and not _is_overload(node):
            yield f"{shown(file)}:{node.lineno} {node.name}"


def test_everything_public_has_a_docstring() -> None:
    """Every module, public class, function and method says in a sentence what it is or gives back."""
    assert [name for file in python_files(SRC) for name in _undocumented(file)] == []


def test_every_public_name_is_in_a_guide() -> None:
    """What `import regard` offers is shown in the README or in a guide."""
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert regard.__all__
    assert [name for name in regard.__all__ if not re.search(rf"\bregard\.{name}\b", pages)] == []


def test_public_names_exist() -> None:
    """What `import regard` lists is there."""
    assert [name for name in regard.__all__ if not hasattr(regard, name)] == []
