"""The SQL of questions that differ in their dates alone: compiled for the first few, filled in for the rest.

The dates are those of the period and, in statements that list them, those of its buckets.

Compiling a statement takes a hundred times as long as filling in its dates. Whether the dates of a period are all that
a statement takes from it is not assumed but seen: what was filled in is compared with what is compiled, for other
periods, before it is relied on. Where they ever differ the statement is always compiled.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from regard.metrics.compile.scope import Scope, Span
from regard.workspace.zones import offset_pieces

_MOST = 256
_COMPARED = 2
"""With how many other periods a statement is compared before it is relied on."""

_DAY = date(1970, 1, 1)
_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
_NO_SPAN = Span("", _DAY, _DAY, _MOMENT, _MOMENT)

Pattern = tuple[int, ...]
"""Of dates in their order, the place among those that differ: dates of one pattern are equal where the others are."""


@dataclass
class _Shape:
    """A statement parted at its dates, and how often it was seen to hold where each was another one."""

    pieces: list[str]
    """Text, the place of a date, text, the place of a date ... and text."""

    dates: Sequence[str]
    """Those that it was compiled for, each once."""

    seen: list[int]
    is_reliable: bool = True

    def others(self, dates: Sequence[str]) -> list[int]:
        """Return the places of the dates that are other ones than those that it was compiled for."""
        return [place for place, written in enumerate(dates) if written != self.dates[place]]

    def holds(self, dates: Sequence[str]) -> bool:
        """Return whether it may be relied on for some dates."""
        return all(self.seen[place] >= _COMPARED for place in self.others(dates))

    def filled(self, dates: Sequence[str]) -> str:
        """Return the statement with other dates."""
        pieces = list(self.pieces)
        pieces[1::2] = [dates[int(place)] for place in pieces[1::2]]
        return "".join(pieces)


class DatedSql:
    """The statements of questions by their shape."""

    def __init__(self) -> None:
        """Know none."""
        self._shapes: OrderedDict[tuple[str, Pattern], _Shape] = OrderedDict()
        self._lists: OrderedDict[str, bool] = OrderedDict()
        """Whether statements list the buckets of their period."""

    def find(self, wanted: object, scope: Scope, compiled: Callable[[], str], *, is_run: bool = True) -> str:
        """Return the SQL of a statement; `wanted` tells all that it depends on beside the scope.

        One that is not run, but only told, is relied on without having been compared.
        """
        told = repr((wanted, _shape_of(scope)))
        text = None
        if told not in self._lists:
            text = compiled()
            self._lists[told] = any(_label(span) in text for span in scope.buckets)
            _forget(self._lists)
        dates, pattern = _patterned(_dates(scope, of_buckets=self._lists[told]))
        shape = self._shapes.get((told, pattern))
        if shape is not None and shape.is_reliable and (shape.holds(dates) or not is_run):
            self._shapes.move_to_end((told, pattern))
            return shape.filled(dates)
        text = text or compiled()
        if shape is None:
            self._shapes[told, pattern] = _Shape(_parted(text, dates), dates, [0] * len(dates))
            _forget(self._shapes)
        elif shape.filled(dates) != text:
            shape.is_reliable = False
        else:
            for place in shape.others(dates):
                shape.seen[place] += 1
        return text


def _forget(known: OrderedDict[Any, Any]) -> None:
    """Let go of what was found first where there is too much."""
    while len(known) > _MOST:
        known.popitem(last=False)


def _shape_of(scope: Scope) -> tuple[object, ...]:
    """Return what a statement takes from a scope beside the dates of its period and of its buckets."""
    pieces = offset_pieces(scope.zone, scope.starts, scope.ends)
    turns = [piece.since for piece in pieces[1:]], [piece.offset_seconds for piece in pieces]
    return replace(scope, span=_NO_SPAN, buckets=()), bool(scope.buckets), turns


def _dates(scope: Scope, *, of_buckets: bool) -> list[str]:
    """Return the dates of a period, and of its buckets where they are listed, as a statement has them."""
    found = [_instant(scope.starts), _instant(scope.ends)]
    for span in scope.spans if of_buckets else (scope.span,):
        found += [_label(span), _instant(span.starts), _instant(span.ends), _date(span.first), _date(span.last)]
    return found


def _patterned(dates: Sequence[str]) -> tuple[list[str], Pattern]:
    """Return dates, each once, and their pattern."""
    places: dict[str, int] = {}
    pattern = tuple(places.setdefault(written, len(places)) for written in dates)
    return list(places), pattern


def _label(span: Span) -> str:
    """Return the label of a span as statements write it."""
    return f"'{span.label}'"


def _instant(moment: datetime) -> str:
    """Return an instant as statements write it."""
    utc = moment.astimezone(UTC)
    seconds = utc.second + utc.microsecond / 1_000_000
    return f"MAKE_TIMESTAMP({utc.year}, {utc.month}, {utc.day}, {utc.hour}, {utc.minute}, {seconds})"


def _date(day: date) -> str:
    """Return a day as statements write it."""
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


def _parted(text: str, dates: Sequence[str]) -> list[str]:
    """Return a statement parted at dates, with the place of each date in its stead."""
    places = {written: str(place) for place, written in enumerate(dates)}
    pieces = re.split(f"({'|'.join(map(re.escape, dates))})", text)
    return [places[piece] if index % 2 else piece for index, piece in enumerate(pieces)]
