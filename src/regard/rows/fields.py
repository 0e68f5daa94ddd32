"""A field that can be asked for by name: a column, and how values compare with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import ibis

from regard.errors import RegardError
from regard.rows.days import naive
from regard.workspace.zones import first_instant

_OFFSET = r"\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|([+-])(\d\d):?(\d\d)?)$"
_WALL = r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
_DAY = timedelta(days=1)
_PROPERTY = "properties."


class Line(NamedTuple):
    """A column that has an order, values to hold it against, and the end of the last of them where that is a day."""

    column: Any
    bounds: list[Any]
    beyond: Any = None


@dataclass(frozen=True)
class Field:
    """A named column of text, numbers, flags, moments, dates or free JSON values.

    A date held against moments means that whole day in `zone`.
    """

    name: str
    column: ibis.Value
    zone: ZoneInfo

    @property
    def is_json(self) -> bool:
        """Return whether each row's value has a type of its own."""
        return bool(self.column.type().is_json())

    def key(self) -> ibis.Value:
        """Return the column to group by: JSON values as their text, so that 3 and "3" stay apart."""
        if not self.is_json:
            return self.column
        number = self.column.float
        text = ibis.cases((number.notnull(), number.cast("string")), else_=self.column.cast("string"))
        return text.nullif("null")

    def is_null(self) -> ibis.expr.types.BooleanValue:
        """Return whether the field is not set."""
        return self.key().isnull()

    def text(self) -> ibis.expr.types.StringValue | None:
        """Return the column as text, `None` where it holds something else."""
        if self.is_json:
            return self.column.str
        return self.column if self.column.type().is_string() else None

    def equals(self, value: Any, *, case_sensitive: bool = True) -> ibis.expr.types.BooleanValue:
        """Return whether the field has the value: numbers and flags by value, text by text."""
        if isinstance(value, str) and (text := self.text()) is not None:
            return text == value if case_sensitive else text.lower() == value.lower()
        if self.is_json:
            return self._json_as(value) == value
        column, (bound,) = self._typed([value])
        day = _as_day(value) if self.column.type().is_timestamp() else None
        return column == bound if day is None else (column >= bound) & (column < self._moment(day + _DAY))

    def lines(self, values: Sequence[Any]) -> list[Line]:
        """Return the column and the values in a form that can be ordered.

        Free values have two: written times with an offset are instants, those without one are local. A row has at most
        one of them, the other is null.
        """
        kind, day = self.column.type(), _as_day(values[-1])
        if kind.is_string() or kind.is_boolean():
            said = "text" if kind.is_string() else "true or false"
            raise RegardError(
                "bad_filter", f"{self.name} has no order: it is {said}.", f'Write ["is", "{self.name}", [...]].'
            )
        if not self.is_json:
            column, bounds = self._typed(values)
            return [Line(column, bounds, self._moment(day + _DAY) if day and kind.is_timestamp() else None)]
        if all(isinstance(value, int | float) for value in values):
            return [Line(self.column.float, list(values))]
        instant, local = _written_times(self.column.str)
        return [
            Line(column, [hold(value) for value in values], hold(day + _DAY) if day else None)
            for column, hold in ((instant, self._moment), (local, self._wall))
        ]

    def _json_as(self, value: Any) -> ibis.Value:
        """Return the JSON column as the type of a value, null where a row has another type."""
        if isinstance(value, bool):
            return self.column.bool
        if isinstance(value, int | float):
            return self.column.float
        if isinstance(value, str):
            return self.column.str
        raise self._mismatch(value)

    def _typed(self, values: Sequence[Any]) -> tuple[Any, list[Any]]:
        """Return the column and the values as its type; a value of another type is refused."""
        kind = self.column.type()
        if kind.is_timestamp():
            return self.column, [self._moment(value) for value in values]
        if kind.is_date():
            return self.column, [self._date(value) for value in values]
        for value in values:
            is_flag, is_number = isinstance(value, bool), isinstance(value, int | float)
            fits = is_flag if kind.is_boolean() else is_number and not is_flag if kind.is_numeric() else False
            if not (fits or (kind.is_string() and isinstance(value, str))):
                raise self._mismatch(value)
        return self.column, list(values)

    def _moment(self, value: Any) -> ibis.Value:
        """Return a time, or the first instant of a local date."""
        try:
            day = _as_day(value)
            if day is not None:
                return ibis.literal(naive(first_instant(day, self.zone)), type="timestamp(6)")
            moment = datetime.fromisoformat(value) if isinstance(value, str) else value
            if isinstance(moment, datetime):
                known = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
                return ibis.literal(naive(known.astimezone(UTC)), type="timestamp(6)")
        except (ValueError, OverflowError):
            raise self._mismatch(value) from None
        raise self._mismatch(value)

    def _wall(self, value: Any) -> ibis.Value:
        """Return what the clocks of the zone show at a time, or at midnight of a date."""
        day = _as_day(value)
        if day is not None:
            return ibis.literal(datetime.combine(day, time()), type="timestamp(6)")
        known = datetime.fromisoformat(value) if isinstance(value, str) else value
        shown = known.astimezone(self.zone) if known.tzinfo else known
        return ibis.literal(shown.replace(tzinfo=None), type="timestamp(6)")

    def _date(self, value: Any) -> ibis.Value:
        """Return a calendar date."""
        try:
            return ibis.literal(date.fromisoformat(value) if isinstance(value, str) else value, type="date")
        except (ValueError, TypeError):
            raise self._mismatch(value) from None

    def _mismatch(self, value: object) -> RegardError:
        """Return the error for a value of another type than the field's."""
        kind = self.column.type()
        names = (
            (kind.is_boolean(), "true or false"),
            (kind.is_numeric(), "a number"),
            (kind.is_timestamp(), "a time such as 2025-04-01T08:00:00+02:00, or a date"),
            (kind.is_date(), "a date such as 2025-04-01"),
            (kind.is_json(), "text, a number, or true or false"),
        )
        wanted = next((name for holds, name in names if holds), "text")
        return RegardError("bad_filter", f"{self.name} cannot be held against {value!r}.", f"Give it {wanted}.")


def _as_day(value: Any) -> date | None:
    """Return the date that a value is or writes out, `None` where it is something else."""
    if isinstance(value, date):
        return None if isinstance(value, datetime) else value
    if not isinstance(value, str) or len(value) != len("2025-01-01"):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _written_times(
    written: ibis.expr.types.StringValue,
) -> tuple[ibis.expr.types.TimestampValue, ibis.expr.types.TimestampValue]:
    """Return written times with an offset as instants, and those without one as they stand; else null.

    The offset is taken off by hand: engines do not agree on what a cast does with it (DuckDB 2 ignores it).
    """
    stands = written.re_extract(_WALL, 0).nullif("").try_cast("timestamp(6)")
    hours, minutes = (written.re_extract(_OFFSET, place).nullif("").cast("int64").fill_null(0) for place in (2, 3))
    ahead = ibis.ifelse(written.re_extract(_OFFSET, 1) == "-", -1, 1) * (hours * 3600 + minutes * 60)
    nothing = ibis.null("timestamp(6)")
    has_offset = written.re_search(_OFFSET)
    return ibis.ifelse(has_offset, stands - ahead.as_interval("s"), nothing), ibis.ifelse(has_offset, nothing, stands)


def text_of(rows: ibis.Table, name: str) -> ibis.expr.types.StringValue:
    """Return a field of records as text: a column, or a free property, whose numbers are told as briefly as can be."""
    if not name.startswith(_PROPERTY):
        return rows[name]
    value = property_of(rows.properties, name.removeprefix(_PROPERTY))
    told = value.cast("string").nullif("null").re_replace(r"^(-?\d+)\.0+$", r"\1")
    return ibis.coalesce(value.str, told)


def property_of(properties: ibis.expr.types.StringColumn, key: str) -> ibis.expr.types.JSONColumn:
    """Return one free property of each row as JSON; the path is quoted, for keys may hold dots and dollars."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return properties.cast("json")[f'$."{escaped}"']
