"""Two declared things that are for the same tickets: found where their filters prove it."""

from collections.abc import Sequence
from typing import Any


def are_for_the_same(earlier: Sequence[Any], later: Sequence[Any]) -> bool:
    """Return whether filters declared later are surely for tickets that pass the earlier ones too.

    That is so where the earlier ones are among the later ones, so that nothing is left for those; and where both only
    name values of the same fields and share one of each. What is wider and comes later is for the rest, and may be.
    """
    if all(item in _plain(later) for item in _plain(earlier)):
        return True
    one, other = _values(earlier), _values(later)
    if one is None or other is None or one.keys() != other.keys():
        return False
    return all(any(value in other[field] for value in one[field]) for field in one)


def _plain(filters: Sequence[Any]) -> list[Any]:
    """Return filters as lists all through, however they were written."""
    return [_listed(item) for item in filters]


def _listed(item: Any) -> Any:
    """Return a value with every sequence in it as a list."""
    return [_listed(part) for part in item] if isinstance(item, list | tuple) else item


def _values(filters: Sequence[Any]) -> dict[str, list[Any]] | None:
    """Return the values that filters ask for by field, `None` where a filter says something else or a field twice."""
    found: dict[str, list[Any]] = {}
    for item in _plain(filters):
        operator, field, *values = item
        if operator != "is" or len(values) != 1 or field in found:
            return None
        found[field] = values[0]
    return found
