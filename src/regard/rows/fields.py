"""A field that can be asked for by name: a column, and how values compare with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis

from regard.errors import RegardError
from regard.rows.days import naive
from regard.workspace.zones import first_instant


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
        beyond = self.beyond(value)
        return column == bound if beyond is None else (column >= bound) & (column < beyond)

    def ordered(self, values: Sequence[Any]) -> tuple[Any, list[Any]]:
        """Return the column and the values in a form that can be ordered."""
        if self.is_json:
            if all(isinstance(value, int | float) for value in values):
                return self.column.float, list(values)
            return self.column.str.try_cast("timestamp(6)"), [self._moment(value) for value in values]
        column, bounds = self._typed(values)
        if self.column.type().is_string() or self.column.type().is_boolean():
            raise RegardError(
                "bad_filter",
                f"{self.name} has no order: it is {'text' if self.column.type().is_string() else 'true or false'}.",
                f'Write ["is", "{self.name}", [...]].',
            )
        return column, bounds

    def beyond(self, value: Any) -> ibis.Value | None:
        """Return the first instant after the day that a value names, `None` where no moments are held against a day."""
        day = _as_day(value)
        if day is None or not (self.is_json or self.column.type().is_timestamp()):
            return None
        return self._moment(day + timedelta(days=1))

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
            time = datetime.fromisoformat(value) if isinstance(value, str) else value
            if isinstance(time, datetime):
                known = time if time.tzinfo else time.replace(tzinfo=self.zone)
                return ibis.literal(naive(known.astimezone(UTC)), type="timestamp(6)")
        except (ValueError, OverflowError):
            raise self._mismatch(value) from None
        raise self._mismatch(value)

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


def property_of(properties: ibis.expr.types.StringColumn, key: str) -> ibis.expr.types.JSONColumn:
    """Return one free property of each row as JSON; the path is quoted, for keys may hold dots and dollars."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return properties.cast("json")[f'$."{escaped}"']
