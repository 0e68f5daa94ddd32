"""Dates as people write them, their order decided from the whole column, and their form in ISO 8601."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from regard.intake.columns.column import no_text

Order = Literal["dmy", "mdy", "ymd"]

_CLOCK = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<fraction>[.,]\d{1,9})?)?"
    r"[ \x{a0}\x{202f}]?(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_ZONE = r"[ ]?(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?(?P<sign>[+-])(?P<zone_hour>\d{1,2}):?(?P<zone_minute>\d{2})?)?$"
_NUMERIC = r"^(?P<first>\d{1,4})[/.\-](?P<middle>\d{1,2})[/.\-](?P<last>\d{4}|\d{1,2})" + _CLOCK + _ZONE
_DAY_FIRST = r"^(?P<first>\d{1,2})[ \-](?P<middle>[A-Za-z]{3,9})\.?[ \-,]+(?P<last>\d{4})" + _CLOCK + _ZONE
_NAME_FIRST = r"^(?P<middle>[A-Za-z]{3,9})\.? (?P<first>\d{1,2}),? (?P<last>\d{4})" + _CLOCK + _ZONE
_COMPACT = r"^(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])$"
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?[ ]?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_DIGITS = 4
_CENTURY = 69
"""Years of two digits below this are of this century, as POSIX has it; they are read only where the order is told."""


@dataclass
class DateSigns:
    """What the dates of a column have shown so far of their order; looked at chunk by chunk."""

    day_first: str | None = None
    """A date whose first number can only be a day."""

    month_first: str | None = None
    """A date whose second number can only be a day."""

    two_ways: str | None = None
    """A date that can be read in two ways."""

    same_both_ways: str | None = None
    """A date that is the same in both orders, such as 3.3.2025."""

    def look(self, texts: pa.Array) -> None:
        """Take more of the column into account."""
        parts = pc.extract_regex(pc.utf8_trim_whitespace(texts), _NUMERIC)
        first, middle = _integers(pc.struct_field(parts, "first")), _integers(pc.struct_field(parts, "middle"))
        is_open = pc.less(pc.binary_length(pc.struct_field(parts, "first")), _YEAR_DIGITS)
        self.day_first = self.day_first or _one(texts, pc.and_(is_open, pc.greater(first, 12)))
        self.month_first = self.month_first or _one(texts, pc.and_(is_open, pc.greater(middle, 12)))
        small = pc.and_(pc.less_equal(first, 12), pc.less_equal(middle, 12))
        unclear = pc.and_(pc.and_(is_open, small), pc.not_equal(first, middle))
        self.two_ways = self.two_ways or _one(texts, unclear)
        self.same_both_ways = self.same_both_ways or _one(texts, pc.and_(is_open, pc.equal(first, middle)))

    @property
    def order(self) -> Order | None:
        """Return the order in which all dates are dates; nothing where both do, neither does, or it does not matter."""
        if self.is_unclear:
            return None
        if self.month_first:
            return "mdy"
        return "dmy" if self.day_first or self.same_both_ways else None

    @property
    def is_unclear(self) -> bool:
        """Return whether the dates can be read in two ways, or some in the one and some in the other."""
        return bool(self.day_first) == bool(self.month_first) and bool(self.day_first or self.two_ways)


def iso_dates(texts: pa.Array, order: Order | None) -> pa.Array:
    """Return dates in ISO 8601; what is no date stays as it is.

    `order` is that of dates of which the year does not come first; without it they stay as they are. Numbers of 10,
    13 or 16 digits are seconds, milliseconds or microseconds since 1970, those of 8 digits year, month and day.
    """
    trimmed = pc.utf8_trim_whitespace(texts)
    is_iso = pc.match_substring_regex(trimmed, _ISO)
    if pc.all(is_iso).as_py():
        return texts
    found = pc.if_else(is_iso, trimmed, no_text())
    for read in _FORMS:
        if not found.null_count:
            return found
        found = pc.coalesce(found, read(trimmed, order))
    return pc.coalesce(found, texts)


def iso_of_numbers(values: pa.Array) -> pa.Array:
    """Return numbers of (milli-, micro-)seconds since 1970 as dates in ISO 8601, other numbers as text."""
    whole = pc.floor(values.cast(pa.float64()))
    texts = pc.if_else(
        pc.less(pc.abs(whole), float(2**53)), whole, pa.scalar(None, pa.float64())
    ).cast(pa.int64()).cast(pa.string())  # fmt: skip
    dated = iso_dates(texts, None)
    as_found = pc.if_else(pc.equal(whole, values.cast(pa.float64())), texts, values.cast(pa.string()))
    return pc.if_else(pc.not_equal(dated, texts), dated, as_found)


def _numeric(texts: pa.Array, order: Order | None) -> pa.Array:
    """Return dates of three numbers."""
    parts = pc.extract_regex(texts, _NUMERIC)
    first, middle, last = (pc.struct_field(parts, name) for name in ("first", "middle", "last"))
    year_first = pc.equal(pc.binary_length(first), _YEAR_DIGITS)
    if order in (None, "ymd"):
        is_short = pc.less_equal(pc.binary_length(last), 2)
        is_told = year_first if order is None else pc.or_(year_first, is_short)
        year = pc.if_else(is_told, first, no_text())
        return _joined(_full_year(year), middle, last, parts)
    day, month = (first, middle) if order == "dmy" else (middle, first)
    year = pc.if_else(year_first, first, last)
    return _joined(_full_year(year), pc.if_else(year_first, middle, month), pc.if_else(year_first, last, day), parts)


def _named(texts: pa.Array, pattern: str) -> pa.Array:
    """Return dates whose month is an English word."""
    parts = pc.extract_regex(texts, pattern)
    word = pc.ascii_lower(pc.utf8_slice_codeunits(pc.struct_field(parts, "middle"), 0, 3))
    month = pc.add(pc.index_in(word, pa.array(_MONTHS)), 1).cast(pa.string())
    return _joined(pc.struct_field(parts, "last"), month, pc.struct_field(parts, "first"), parts)


def _compact(texts: pa.Array) -> pa.Array:
    """Return dates of eight digits."""
    parts = pc.extract_regex(texts, _COMPACT)
    return pc.binary_join_element_wise(*(pc.struct_field(parts, name) for name in ("year", "month", "day")), "-")


def _since_1970(texts: pa.Array, digits: int, unit: str) -> pa.Array:
    """Return dates that are a number of so many digits, in that unit."""
    counts = pc.if_else(pc.match_substring_regex(texts, rf"^\d{{{digits}}}$"), texts, no_text())
    moments = counts.cast(pa.int64()).cast(pa.timestamp(unit)).cast(pa.timestamp("us"))
    return pc.binary_join_element_wise(pc.strftime(moments, "%Y-%m-%dT%H:%M:%S"), "Z", "")


def _joined(year: pa.Array, month: pa.Array, day: pa.Array, parts: pa.StructArray) -> pa.Array:
    """Return the parts of a date as ISO 8601; null where there is no year."""
    is_month = pc.less_equal(_integers(month), 12)
    known_year = pc.if_else(is_month, year, no_text())
    date = pc.binary_join_element_wise(known_year, _two(month), _two(day), "-")
    hour, half = pc.struct_field(parts, "hour"), pc.ascii_lower(pc.struct_field(parts, "half"))
    has_clock = pc.not_equal(hour, "")
    seconds = pc.struct_field(parts, "second")
    clock = pc.binary_join_element_wise(
        _hours(hour, half), pc.struct_field(parts, "minute"), pc.if_else(pc.equal(seconds, ""), "00", seconds), ":"
    )
    fraction = pc.replace_substring(pc.struct_field(parts, "fraction"), ",", ".")
    timed = pc.binary_join_element_wise(date, "T", clock, fraction, _offset(parts), "")
    return pc.if_else(has_clock, timed, date)


def _hours(hour: pa.Array, half: pa.Array) -> pa.Array:
    """Return hours of two digits from 00 to 23; an hour after noon counts twelve more."""
    number = _integers(hour)
    after_noon, before_noon = pc.starts_with(half, "p"), pc.starts_with(half, "a")
    number = pc.if_else(pc.and_(after_noon, pc.less(number, 12)), pc.add(number, 12), number)
    number = pc.if_else(pc.and_(before_noon, pc.equal(number, 12)), 0, number)
    return _two(number.cast(pa.string()))


def _offset(parts: pa.StructArray) -> pa.Array:
    """Return the offset as ISO 8601, empty where none is said."""
    zone, sign = pc.struct_field(parts, "zone"), pc.struct_field(parts, "sign")
    minute = pc.struct_field(parts, "zone_minute")
    offset = pc.binary_join_element_wise(
        sign, _two(pc.struct_field(parts, "zone_hour")), ":", pc.if_else(pc.equal(minute, ""), "00", minute), ""
    )
    return pc.if_else(pc.equal(zone, ""), "", pc.if_else(pc.equal(sign, ""), "Z", offset))


def _full_year(year: pa.Array) -> pa.Array:
    """Return years of four digits."""
    number = _integers(year)
    century = pc.if_else(pc.less(number, _CENTURY), 2000, 1900)
    return pc.if_else(pc.less_equal(pc.binary_length(year), 2), pc.add(number, century).cast(pa.string()), year)


def _two(texts: pa.Array) -> pa.Array:
    """Return numbers of at least two digits."""
    return pc.utf8_lpad(texts, 2, "0")


def _integers(texts: pa.Array) -> pa.Array:
    """Return digits as numbers, null where there are none."""
    return pc.if_else(pc.not_equal(texts, ""), texts, no_text()).cast(pa.int64())


def _one(texts: pa.Array, mask: pa.BooleanArray) -> str | None:
    """Return one text of those that the mask marks, if any."""
    place = pc.index(pc.fill_null(mask, fill_value=False), value=True).as_py()
    return None if place < 0 else str(texts[place].as_py()).strip()


_FORMS: tuple[Callable[[pa.Array, Order | None], pa.Array], ...] = (
    _numeric,
    lambda texts, _: _named(texts, _DAY_FIRST),
    lambda texts, _: _named(texts, _NAME_FIRST),
    lambda texts, _: _compact(texts),
    lambda texts, _: _since_1970(texts, 10, "s"),
    lambda texts, _: _since_1970(texts, 13, "ms"),
    lambda texts, _: _since_1970(texts, 16, "us"),
)
"""The ways in which dates are written beside ISO 8601, the commonest first."""
