"""What is declared is checked before it is kept: each kind of thing by the room that uses it."""

from collections.abc import Callable
from typing import Any

from regard.rows.derive import DerivedTables
from regard.rows.specs import parse_spec

Check = Callable[[str, dict[str, Any], DerivedTables], None]
"""From a name, what is declared under it, and the rows with the settings so far; raises `RegardError`."""


def check_declared(kind: str, name: str, spec: dict[str, Any], rows: DerivedTables) -> None:
    """Refuse a declaration that means nothing, or that contradicts what is declared already."""
    check = _CHECKS.get(kind)
    if check is not None:
        check(name, spec, rows)


def _check_event(_: str, spec: dict[str, Any], rows: DerivedTables) -> None:
    """Refuse an event that no event could be held against."""
    rows.check_spec(parse_spec(spec))


_CHECKS: dict[str, Check] = {"goal": _check_event, "qualifying": _check_event}
