"""Events of steps that are names and pages: looked up instead of compared.

A database that keeps a column as codes of its different values looks each of these up once for many events, where it
compares the text of every event. It does so for functions of one column that cannot fail, which is why events tell the
places of their values in lists, put together to one number; which steps these fit is worked out afterwards.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add, or_

import ibis

from regard.rows.sources import Source
from regard.rows.specs import ATTENTION, EventSpec

_PLACES = 16
"""How many places a name or page may have: from 1 on, and 0 where it is none of those that are asked for."""

Fitted = Mapping[str, Mapping[str, int]]
"""For the columns `name` and `page` the bits of the specs that each of their values fits."""


def fitted_by(specs: Sequence[EventSpec]) -> Fitted | None:
    """Return what events fit specs by, `None` where one of them asks for more than one name or one page."""
    fitted: dict[str, dict[str, int]] = {"name": {}, "page": {}}
    for index, spec in enumerate(specs):
        column, value = ("name", spec.event) if spec.page is None else ("page", spec.page)
        if spec.where or value in (None, "any") or (column == "page" and "*" in value):
            return None
        fitted[column][value] = fitted[column].get(value, 0) | 1 << index
    return fitted if max(map(len, fitted.values())) < _PLACES else None


def fits_some(events: Source, fitted: Fitted) -> ibis.expr.types.BooleanValue:
    """Return whether each event counts and has a name or page of the specs, wherever it has the page."""
    found = reduce(or_, _places(events, fitted).values()) != 0
    # One comparison of the two: as conditions apart they take a third longer.
    return found > (_place([ATTENTION], events.field("type").column) != 0)


def code_of(events: Source, fitted: Fitted) -> ibis.expr.types.IntegerValue:
    """Return the code of each event that counts: the place of its name, and 16 times that of the page if it is a view.

    Events have the fields `type`, `name` and `page`.
    """
    places = _places(events, fitted)
    if "page" in places:
        is_view = events.field("type").column == "page"
        places["page"] = ibis.ifelse(is_view, places["page"] * _PLACES, 0)
    code: ibis.expr.types.IntegerValue = reduce(add, places.values()).cast("uint8")
    return code


def bits_of_codes(fitted: Fitted) -> list[int]:
    """Return the bits of the specs that an event of each code fits."""
    names, pages = ([0, *values.values()] + [0] * (_PLACES - 1 - len(values)) for values in fitted.values())
    return [name | page for page in pages for name in names]


def _places(events: Source, fitted: Fitted) -> dict[str, ibis.expr.types.IntegerValue]:
    """Return for each column that is asked for the place of the values of events."""
    return {name: _place(list(values), events.field(name).column) for name, values in fitted.items() if values}


def _place(values: Sequence[str], column: ibis.Column) -> ibis.expr.types.IntegerValue:
    """Return the first place of each value in a list, from 1 on, and 0 where it is not there or null."""
    place: ibis.expr.types.IntegerValue = ibis.greatest(_position(list(values), column), 0)
    return place


@ibis.udf.scalar.builtin(name="list_position", signature=(("array<string>", "string"), "int32"))  # type: ignore[untyped-decorator]
def _position(values: list[str], value: str) -> int:  # type: ignore[empty-body]
    """Return the first place of a value in a list, from 1 on; null where it is not there."""
