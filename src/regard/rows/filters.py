"""The closed language of filters: JSON lists in, conditions on rows out. Never SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from regard.errors import RegardError, unknown

if TYPE_CHECKING:
    import ibis

    from regard.rows.fields import Field, Line

Resolve: TypeAlias = "Callable[[str], Field]"
"""From the name of a field to its column; raises `RegardError` with code `unknown_field`."""

_EQUAL = ("is", "is_not")
_TEXT = ("contains", "contains_not", "starts_with", "ends_with", "matches", "matches_not")
_ORDERED = {"gt": 1, "gte": 1, "lt": 1, "lte": 1, "between": 2}
_JOINING = ("and", "or", "not")
_HAVING = ("visit_has", "person_has")
OPERATORS = (*_EQUAL, *_TEXT, *_ORDERED, *_JOINING, *_HAVING)


_RE2_ALONE = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)|\\[zC]|\[:\^?\w+:\]")
"""What RE2 knows and Python does not: classes of Unicode, the end of the text, classes by name."""

_PLAIN_SIGNS = re.compile(r"\\[^\w]|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]")
"""Signs that stand for themselves, and classes of characters: nothing in them repeats or looks back."""

_NOT_RE2 = re.compile(r"\(\?(?:<?[=!]|P=|>|\(|#)|[*+?}]\+|\\[1-9ZuUN]|\{,\d|\{(?:\d{5,}|[1-9]\d{3})")
"""What Python knows and RE2 does not; RE2 repeats up to 1000 times."""


@dataclass(frozen=True)
class Comparison:
    """A field held against values."""

    operator: str
    field: str
    values: tuple[Any, ...]
    case_sensitive: bool = True


@dataclass(frozen=True)
class Joined:
    """Filters joined by and, or, not (not: they do not all hold)."""

    operator: str
    filters: tuple[Filter, ...]


@dataclass(frozen=True)
class Having:
    """The visit, or the person within the period, has an event that fits the spec."""

    operator: str
    spec: Any


Filter = Comparison | Joined | Having


def parse_filters(where: object) -> tuple[Filter, ...]:
    """Return the filters that a `where` holds, all of which must hold.

    Raises `RegardError` with code `bad_filter` or `unknown_operator`.
    """
    if where is None:
        return ()
    if not isinstance(where, list | tuple):
        raise _bad(where, "is not a list of filters", 'Write [["is", "country", ["IT"]]].')
    if where and isinstance(where[0], str):
        raise _bad(where, "is one filter where a list of filters is wanted", f"Write {_json([where])}.")
    return tuple(_parse(item) for item in where)


def fields_of(filters: Sequence[Filter]) -> Iterator[str]:
    """Return the names of the fields that filters look at."""
    for item in filters:
        if isinstance(item, Comparison):
            yield item.field
        elif isinstance(item, Joined):
            yield from fields_of(item.filters)


def having_of(filters: Sequence[Filter]) -> Iterator[Having]:
    """Return the conditions on visits and people that filters hold, however deep."""
    for item in filters:
        if isinstance(item, Having):
            yield item
        elif isinstance(item, Joined):
            yield from having_of(item.filters)


def condition(
    item: Filter, resolve: Resolve, having: Callable[[Having], ibis.expr.types.BooleanValue] | None = None
) -> ibis.expr.types.BooleanValue:
    """Return the condition that a filter sets on rows; never null."""
    import ibis

    if isinstance(item, Having):
        if having is None:
            raise _bad([item.operator, item.spec], "asks for events, which these rows do not have", "Leave it out.")
        return having(item)
    if isinstance(item, Joined):
        parts = [condition(part, resolve, having) for part in item.filters]
        if item.operator == "or":
            return ibis.or_(*parts)
        every = ibis.and_(*parts)
        return ~every if item.operator == "not" else every
    return _compare(item, resolve(item.field)).fill_null(False)


def _parse(item: object) -> Filter:
    """Return one filter."""
    if not isinstance(item, list | tuple) or not item or not isinstance(item[0], str):
        raise _bad(item, "does not begin with an operator", 'Write ["is", "country", ["IT"]].')
    operator = item[0]
    if operator not in OPERATORS:
        raise unknown("operator", operator, OPERATORS)
    if operator in _HAVING:
        if len(item) != 2:
            raise _bad(item, "needs one event spec", f'Write ["{operator}", "signup"].')
        return Having(operator, item[1])
    if operator in _JOINING:
        if len(item) != 2 or not isinstance(item[1], list | tuple) or not item[1]:
            raise _bad(item, "has no list of filters", f'Write ["{operator}", [["is", "country", ["IT"]]]].')
        return Joined(operator, parse_filters(item[1]))
    return _parse_comparison(operator, item)


def _parse_comparison(operator: str, item: Sequence[Any]) -> Comparison:
    """Return a comparison, its values checked for number and kind."""
    if len(item) < 2 or not isinstance(item[1], str):
        raise _bad(item, "names no field", f'Write ["{operator}", "country", ["IT"]].')
    if len(item) < 3 or item[2] in ([], ()):
        raise _bad(item, "has no values", f'Write ["{operator}", "{item[1]}", ["IT"]].')
    if not isinstance(item[2], list | tuple):
        raise _bad(item, "has a value that is not in a list", f"Write {_json([*item[:2], [item[2]]])}.")
    options = item[3] if len(item) > 3 else {}
    if len(item) > 4 or not isinstance(options, dict) or set(options) - {"case_sensitive"}:
        raise _bad(item, "ends in something else than options", 'The one option is {"case_sensitive": false}.')
    if not isinstance(options.get("case_sensitive", True), bool):
        raise _bad(item, "has a case_sensitive that is neither true nor false", 'Write {"case_sensitive": false}.')
    _check_values(operator, item)
    return Comparison(operator, item[1], tuple(item[2]), options.get("case_sensitive", True))


def _check_values(operator: str, item: Sequence[Any]) -> None:
    """Refuse values whose number or kind the operator cannot use."""
    values = tuple(item[2])
    wanted = _ORDERED.get(operator)
    if wanted and len(values) != wanted:
        raise _bad(item, f"needs {'one value' if wanted == 1 else 'two values'}", f"It has {len(values)}.")
    if operator in _TEXT and not all(isinstance(value, str) for value in values):
        raise _bad(item, "compares text", "Give text values.")
    if wanted and any(value is None or isinstance(value, bool) for value in values):
        raise _bad(item, "compares numbers, times or dates", "Give values of that kind.")
    if operator.startswith("matches"):
        _check_expressions(item, values)


def _check_expressions(item: Sequence[Any], patterns: Sequence[str]) -> None:
    """Refuse a broken regular expression, and what RE2 has not: look-around, back-references, possessive repetition."""
    for pattern in patterns:
        known = _RE2_ALONE.sub("x", pattern)
        try:
            re.compile(known)
        except (re.error, OverflowError) as error:
            raise _bad(item, f"has the broken expression {pattern!r} ({error})", "Mend the expression.") from None
        if _NOT_RE2.search(_PLAIN_SIGNS.sub("x", known)):
            raise _bad(item, f"has {pattern!r}, which RE2 has no sign for", "Say it without looking around or back.")


def _compare(item: Comparison, field: Field) -> ibis.expr.types.BooleanValue:
    """Return the condition of a comparison; null where the field is not set."""
    import ibis

    operator = item.operator
    if operator in _EQUAL:
        return _equal(item, field)
    if operator in _ORDERED:
        return _order(operator, field, item.values)
    text = field.text()
    if text is None:
        raise _bad([operator, item.field, list(item.values)], f"looks for text in {item.field}, which is not text", "")
    values = list(item.values)
    if not item.case_sensitive:
        text = text.lower()
        values = [f"(?i){value}" if operator.startswith("matches") else value.lower() for value in values]
        if operator.startswith("matches"):
            text = field.text()
    found = ibis.or_(*(_search(operator.removesuffix("_not"), text, value) for value in values))
    return ~found if operator.endswith("_not") else found


def _search(operator: str, text: ibis.expr.types.StringValue, value: str) -> ibis.expr.types.BooleanValue:
    """Return whether a text is found in another, by one of the four ways to look."""
    ways = {
        "contains": text.contains,
        "starts_with": text.startswith,
        "ends_with": text.endswith,
        "matches": text.re_search,
    }
    return ways[operator](value)


def _equal(item: Comparison, field: Field) -> ibis.expr.types.BooleanValue:
    """Return whether a field equals any of the values, or none of them; `None` means not set."""
    import ibis

    named = [value for value in item.values if value is not None]
    tests = [field.equals(value, case_sensitive=item.case_sensitive) for value in named]
    if item.operator == "is":
        return ibis.or_(*([field.is_null()] if None in item.values else []), *(test.fill_null(False) for test in tests))
    return ibis.and_(~field.is_null(), *(~test.fill_null(False) for test in tests))


def _order(operator: str, field: Field, values: Sequence[Any]) -> ibis.expr.types.BooleanValue:
    """Return how a field lies to one value, or between two, both included; a day held against moments is whole."""
    import ibis

    return ibis.coalesce(*(_lie(operator, line) for line in field.lines(values)))


def _lie(operator: str, line: Line) -> ibis.expr.types.BooleanValue:
    """Return how a column lies to its bounds."""
    first, last = line.column >= line.bounds[0], line.bounds[-1]
    up_to = line.column <= last if line.beyond is None else line.column < line.beyond
    ways = {"gt": ~up_to, "gte": first, "lt": ~first, "lte": up_to, "between": first & up_to}
    return ways[operator]


def _bad(item: object, conflict: str, suggestion: str) -> RegardError:
    """Return the error for a filter of the wrong shape."""
    return RegardError("bad_filter", f"The filter {_json(item)} {conflict}.", suggestion)


def _json(item: object) -> str:
    """Return what was written as JSON; as Python has it where JSON has no word for it."""
    try:
        return json.dumps(item, ensure_ascii=False)
    except (TypeError, ValueError):
        return repr(item)
