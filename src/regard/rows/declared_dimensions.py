"""Declared dimensions: fields of events that a workspace splits and filters by as by standard dimensions."""

import re
from collections.abc import Mapping
from typing import Any, get_type_hints

from regard.errors import RegardError, unknown
from regard.records import record_type
from regard.rows.grains.visits import ORIGIN, Visit

Declared = Mapping[str, str]
"""From the name of each declared dimension to the field of events that it is, in the order of the names."""

NOTHING: Declared = {}
"""Where no dimensions are declared."""

COLUMNS = ("host", "url", "title", "currency", "consent", "source")
"""The columns of the log that may be one: text that events share, and by which nothing is split of itself."""

_PROPERTY = "properties."
_STANDARD = (*ORIGIN, "name", "type", "page", "path")
_OF_EVENTS = frozenset(get_type_hints(record_type("event").struct))
_TAKEN = frozenset(
    {
        *_OF_EVENTS,
        *get_type_hints(Visit),
        *("visit", "visit_id", "number", "day", "reaches_back", "reaches_on"),
        *("page", "person", "user_id", "identified", "opens", "place", "event", "lone_id", "was_active", "new", "goal"),
    }
)
"""The names that mean something in questions about events and visits, or are columns of theirs."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EXAMPLE = 'Write ws.declare("dimension", "plan", field="properties.plan").'


def read_dimensions(written: Mapping[str, Any]) -> Declared:
    """Return the dimensions that are declared; names of customers' fields may be taken, which `customer.` tells apart.

    Raises `RegardError`: `bad_value` for a name that is taken or none, and for a field that cannot be a dimension;
    `missing_argument` without a field, `unknown_key`, `unknown_field`.
    """
    return {name: _read_dimension(name, written[name]) for name in sorted(written)}


def columns_of(declared: Declared) -> set[str]:
    """Return the columns of the log that hold declared dimensions."""
    return {"properties" if field.startswith(_PROPERTY) else field for field in declared.values()}


def _read_dimension(name: str, spec: Any) -> str:
    """Return the field that one dimension is."""
    if not _NAME.fullmatch(name):
        way_out = 'Write it in small letters, digits and underscores, such as "plan_type".'
        raise RegardError("bad_value", f'"{name}" is not a name for a dimension.', way_out)
    if name in _TAKEN:
        raise RegardError("bad_value", f'"{name}" is a field of events or visits already.', "Give it another name.")
    if not isinstance(spec, Mapping) or "field" not in spec:
        raise RegardError("missing_argument", f'The dimension "{name}" has no field of events.', _EXAMPLE)
    for key in spec:
        if key != "field":
            raise unknown("key", key, ("field",))
    return _checked_field(name, spec["field"])


def _checked_field(name: str, field: Any) -> str:
    """Return the field of a dimension, if it can be one."""
    if isinstance(field, str) and (field in COLUMNS or (field.startswith(_PROPERTY) and field != _PROPERTY)):
        return field
    if not isinstance(field, str):
        raise RegardError("bad_value", f'The dimension "{name}" has the field {field!r}, which is no text.', _EXAMPLE)
    if field in _STANDARD:
        raise RegardError("bad_value", f'"{field}" is a dimension already.', f'Ask by="{field}".')
    if field.startswith("customer."):
        message = f'"{field}" is a field of customers, and a dimension is one of events.'
        raise RegardError("bad_value", message, f'Ask by="{field}": no declaration is needed.')
    if field in _OF_EVENTS:
        message = f'"{field}" cannot be a dimension: it is no text that events share.'
        raise RegardError("bad_value", message, f"Take a property, or one of {', '.join(COLUMNS)}.")
    raise unknown("field", field, [*COLUMNS, "properties.plan"])
