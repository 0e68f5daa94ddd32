"""The SQL of questions that differ in their dates alone: compiled for the first few, filled in for the rest.

Compiling a statement takes a hundred times as long as filling in its dates. Whether the dates of a period are all that
a statement takes from it is not assumed but seen: what was filled in is compared with what is compiled, for other
periods, before it is relied on. Where they ever differ the statement is always compiled.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from regard.metrics.compile.scope import Scope, Span
from regard.workspace.zones import offset_pieces

_MOST = 256
_COMPARED = 2
"""With how many other periods a statement is compared before it is relied on."""

_DAY = date(1970, 1, 1)
_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
_NO_SPAN = Span("", _DAY, _DAY, _MOMENT, _MOMENT)


@dataclass
class _Shape:
    """A statement with blanks in the place of dates, and how often it was seen to hold where each was another one."""

    text: str
    dates: tuple[str, ...]
    seen: list[int]
    is_reliable: bool = True

    def others(self, dates: Sequence[str]) -> list[int]:
        """Return the places of the dates that are other ones than those that it was compiled for."""
        return [place for place, written in enumerate(dates) if written != self.dates[place]]

    def holds(self, dates: Sequence[str]) -> bool:
        """Return whether it may be relied on for some dates."""
        return self.is_reliable and all(self.seen[place] >= _COMPARED for place in self.others(dates))


class DatedSql:
    """The statements of questions by their shape."""

    def __init__(self) -> None:
        """Know none."""
        self._shapes: OrderedDict[str, _Shape] = OrderedDict()

    def find(self, wanted: object, scope: Scope, compiled: Callable[[], str]) -> str:
        """Return the SQL of a statement; `wanted` tells all that it depends on beside the scope."""
        dates = _dates(scope)
        if scope.windowed or len(set(dates)) < len(dates):
            return compiled()
        key = repr((wanted, _shape_of(scope)))
        shape = self._shapes.get(key)
        if shape is not None and shape.holds(dates):
            self._shapes.move_to_end(key)
            return _filled(shape.text, dates)
        text = compiled()
        if shape is None:
            self._shapes[key] = _Shape(_with_blanks(text, dates), dates, [0] * len(dates))
            while len(self._shapes) > _MOST:
                self._shapes.popitem(last=False)
        elif _filled(shape.text, dates) != text:
            shape.is_reliable = False
        else:
            for place in shape.others(dates):
                shape.seen[place] += 1
        return text


def _shape_of(scope: Scope) -> tuple[object, ...]:
    """Return what a statement takes from a scope beside the dates of its period."""
    pieces = offset_pieces(scope.zone, scope.starts, scope.ends)
    turns = [piece.since for piece in pieces[1:]], [piece.offset_seconds for piece in pieces]
    return replace(scope, span=_NO_SPAN, buckets=()), bool(scope.buckets), turns


def _dates(scope: Scope) -> tuple[str, ...]:
    """Return the dates of a period as a statement has them."""
    return (*map(_instant, (scope.starts, scope.ends)), *map(_date, (scope.span.first, scope.span.last)))


def _instant(moment: datetime) -> str:
    """Return an instant as statements write it."""
    utc = moment.astimezone(UTC)
    seconds = utc.second + utc.microsecond / 1_000_000
    return f"MAKE_TIMESTAMP({utc.year}, {utc.month}, {utc.day}, {utc.hour}, {utc.minute}, {seconds})"


def _date(day: date) -> str:
    """Return a day as statements write it."""
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


def _with_blanks(text: str, dates: Sequence[str]) -> str:
    """Return a statement with blanks in the place of dates."""
    for place, written in enumerate(dates):
        text = text.replace(written, _blank(place))
    return text


def _filled(text: str, dates: Sequence[str]) -> str:
    """Return a statement with dates in the place of blanks."""
    for place, written in enumerate(dates):
        text = text.replace(_blank(place), written)
    return text


def _blank(place: int) -> str:
    """Return the mark of a blank, which no statement holds."""
    return f"\0{place}\0"
