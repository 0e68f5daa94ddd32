"""Events of steps that are names and pages: looked up instead of compared.

A database that keeps columns as codes of their different values looks each of these up once for many events, where it
compares the text of every event. It does so for functions of one column that cannot fail, which is why places in lists
are used, and why types are told as masks: of a place and a mask nothing is worked out that could overflow.
"""

from collections.abc import Mapping, Sequence

import ibis

from regard.rows.specs import OPENING, EventSpec

_BITS = 4
"""How many bits the place of a name or page may have."""

_OF_TYPES = {"name": OPENING, "page": ("page",)}
"""Of which types events fit a step by a column."""

Fitted = Mapping[str, Mapping[str, int]]
"""For each column that is looked at, the bits of the specs that each of its values fits; at most 15 values."""


def fitted_by(specs: Sequence[EventSpec]) -> Fitted | None:
    """Return what events fit specs by, `None` where one of them asks for more than one name or one page."""
    fitted: dict[str, dict[str, int]] = {}
    for index, spec in enumerate(specs):
        column, value = ("name", spec.event) if spec.page is None else ("page", spec.page)
        if spec.where or value in (None, "any") or (column == "page" and "*" in value):
            return None
        bits = fitted.setdefault(column, {})
        bits[value] = bits.get(value, 0) | 1 << index
    return fitted if max(map(len, fitted.values())) < 1 << _BITS else None


def place_of(events: Mapping[str, ibis.Column], column: str, values: Sequence[str]) -> ibis.expr.types.IntegerValue:
    """Return the place of each event's value of a column among the given ones, from 1 on, and 0 where it fits none.

    `events` has the columns `type`, `name` and `page`.
    """
    return _place(values, events[column]) & _place(_masks(_OF_TYPES[column]), events["type"])


def _masks(types: Sequence[str]) -> list[str]:
    """Return a list in which each type has a place whose lowest bits are all set: 15, 31, 63."""
    places = [(1 << (_BITS + index)) - 1 for index in range(len(types))]
    known = dict(zip(places, types, strict=True))
    return [known.get(place, "") for place in range(1, places[-1] + 1)]


def _place(values: Sequence[str], column: ibis.Column) -> ibis.expr.types.IntegerValue:
    """Return the first place of each value in a list, from 1 on, and 0 where it is not there or null."""
    place: ibis.expr.types.IntegerValue = ibis.greatest(_position(list(values), column), 0)
    return place


@ibis.udf.scalar.builtin(name="list_position", signature=(("array<string>", "string"), "int32"))  # type: ignore[untyped-decorator]
def _position(values: list[str], value: str) -> int:  # type: ignore[empty-body]
    """Return the first place of a value in a list, from 1 on; null where it is not there."""
