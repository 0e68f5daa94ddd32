"""Reading one field: a reader for each kind of annotation that a record's field can have."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from regard.errors import suggest
from regard.records.days import UnreadableDayError, read_day
from regard.records.instants import UnreadableTimeError, read_instant
from regard.records.order import Item
from regard.records.record import Record, RecordType

Reader = Callable[[object, ZoneInfo | None], Any]
"""From a value as given to the value of the field; raises `UnfitError`."""

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
ROUNDED_ID = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+", re.ASCII)
BLANKS = " \t\r\n"
FLAGS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
MAY_LIE_AHEAD = frozenset({"paying_until", "started_at", "ended_at"})
"""Moments that a record may know before they come."""

_WAYS_OUT = {
    "total": 'Money that went back is status "refunded".',
    "gained": "Followers who left are counted in lost.",
    "lost": "Say how many left, without a sign.",
}
"""What to do about a negative number, by field."""

_LARGEST_INTEGER = 2**63 - 1
_DIGITS = len(str(_LARGEST_INTEGER))


class UnfitError(ValueError):
    """A value that its field cannot hold, with the reason as a sentence."""


@cache
def field_readers(record: RecordType) -> Mapping[str, Reader]:
    """Return the reader of every field of a kind of record, in the order of its fields."""
    hints = get_type_hints(record.struct, include_extras=True)
    return {name: _reader(name, hint) for name, hint in hints.items()}


@cache
def required_fields(struct: type[Record]) -> tuple[str, ...]:
    """Return the fields of a record that have no default."""
    fields = msgspec.structs.fields(struct)
    return tuple(field.name for field in fields if field.required)


@cache
def datable_fields(record: RecordType) -> Mapping[str, type[date]]:
    """Return the fields that hold moments or days which cannot lie ahead of the delivery, and which of the two."""
    hints = get_type_hints(record.struct, include_extras=True)
    kinds = {name: plain_hint(hint)[0] for name, hint in hints.items() if name not in MAY_LIE_AHEAD}
    return {name: kind for name, kind in kinds.items() if kind in (datetime, date)}


@cache
def text_fields(record: RecordType) -> frozenset[str]:
    """Return the fields that hold free text or an id."""
    hints = get_type_hints(record.struct, include_extras=True)
    return frozenset(name for name, hint in hints.items() if plain_hint(hint)[0] is str)


def is_blank(value: object) -> bool:
    """Return whether a value says nothing: null, or text of blanks only."""
    return value is None or (isinstance(value, str) and not value.strip(BLANKS))


def shown(value: object, limit: int = 60) -> str:
    """Return a value as it is quoted in a sentence: text in quotes, cut when long."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bytes):
        return shown(value.decode("utf-8", errors="backslashreplace"), limit)
    text = str(value)
    text = text if len(text) <= limit else f"{text[:limit]}..."
    return f'"{text}"' if isinstance(value, str) else text


def plain_hint(hint: Any) -> tuple[Any, msgspec.Meta | None]:
    """Return a field's type without `None` and the bounds that are annotated on it."""
    if get_origin(hint) in (Union, UnionType):
        return plain_hint(next(option for option in get_args(hint) if option is not NoneType))
    if get_origin(hint) is Annotated:
        inner, *notes = get_args(hint)
        return inner, next((note for note in notes if isinstance(note, msgspec.Meta)), None)
    return hint, None


def _reader(name: str, hint: Any) -> Reader:
    """Return the reader for a field of that name and annotation."""
    kind, bounds = plain_hint(hint)
    if get_origin(kind) is Literal:
        return partial(_read_choice, name, get_args(kind))
    if kind is str:
        return partial(_read_id if is_id(name) else _read_text, name, bounds)
    if kind in (float, int):
        return partial(_read_number, name, kind, bounds)
    readers: dict[Any, Callable[..., Any]] = {
        datetime: _read_time,
        date: _read_day,
        bool: _read_flag,
        list[str]: _read_texts,
        list[Item]: _read_items,
        dict[str, Any]: _read_properties,
    }
    return partial(readers[kind], name)


def is_id(name: str) -> bool:
    """Return whether a field holds an id."""
    return name == "id" or name.endswith("_id")


def _read_time(name: str, value: object, zone: ZoneInfo | None) -> datetime:
    """Return a moment in UTC."""
    try:
        return read_instant(value, zone)
    except UnreadableTimeError as problem:
        raise UnfitError(f"The {name} {shown(value)} {problem}") from None


def _read_day(name: str, value: object, _zone: ZoneInfo | None) -> date:
    """Return a day of the calendar, in whatever zone it was."""
    try:
        return read_day(value)
    except UnreadableDayError as problem:
        raise UnfitError(f"The {name} {shown(value)} {problem}") from None


def _read_text(name: str, bounds: msgspec.Meta | None, value: object, _zone: ZoneInfo | None) -> str:
    """Return text; whole numbers and UUIDs become their digits."""
    if isinstance(value, bool) or not isinstance(value, str | int | UUID):
        raise UnfitError(f"The {name} {shown(value)} is not text.")
    text = str(value)
    if bounds and bounds.pattern and re.search(bounds.pattern, text) is None:
        raise UnfitError(f"The {name} {shown(text)} is not a code of three capital letters, such as EUR.")
    if not text.isascii() and not _is_encodable(text):
        raise UnfitError(f"The {name} is not valid text: it has half of a character.")
    return text


def _read_id(name: str, bounds: msgspec.Meta | None, value: object, zone: ZoneInfo | None) -> str:
    """Return an id as text; a number that lost digits is refused."""
    if isinstance(value, float):
        raise UnfitError(f"The {name} {value!r} is a decimal number, and may have lost digits. Ids are text.")
    text = _read_text(name, bounds, value, zone)
    if ROUNDED_ID.fullmatch(text):
        raise UnfitError(
            f"The {name} {shown(text)} was rounded by a spreadsheet, so its digits are lost. "
            "Export it again with the column as text."
        )
    return text


def _is_encodable(text: str) -> bool:
    """Return whether text has no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_number(
    name: str, kind: type, bounds: msgspec.Meta | None, value: object, _zone: ZoneInfo | None
) -> float | int:
    """Return a finite number inside its bounds."""
    number = _number(name, value)
    if not math.isfinite(number):
        raise UnfitError(f"The {name} {shown(value)} is not a finite number.")
    if bounds is not None:
        _check_bounds(name, bounds, number)
    if kind is float:
        return float(number) + 0.0
    if number != int(number) or abs(number) > _LARGEST_INTEGER:
        raise UnfitError(f"The {name} {shown(value)} is not a whole number.")
    return int(number)


def _number(name: str, value: object) -> float | int:
    """Return a number that is one, or is written as one."""
    if isinstance(value, str) and NUMBER.fullmatch(value.strip(BLANKS)):
        text = value.strip(BLANKS)
        return int(text) if text.isdigit() and len(text) < _DIGITS else float(text)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnfitError(f"The {name} {shown(value)} is not a number.")
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        raise UnfitError(f"The {name} {shown(value)} is too large.")
    return value


def _check_bounds(name: str, bounds: msgspec.Meta, number: float) -> None:
    """Refuse a number outside its bounds."""
    low, high = bounds.ge, bounds.le
    if low is not None and high is not None and not low <= number <= high:
        raise UnfitError(f"The {name} {number:g} is off its range {low:g} to {high:g}.")
    if low is not None and number < low:
        raise UnfitError(f"The {name} {number:g} is negative. {_WAYS_OUT.get(name, '')}".rstrip())


def _read_flag(name: str, value: object, _zone: ZoneInfo | None) -> bool:
    """Return true or false; also from 1 and 0, and from the words."""
    if isinstance(value, bool):
        return value
    flag = FLAGS.get(str(value).strip(BLANKS).lower()) if isinstance(value, str | int) else None
    if flag is None:
        raise UnfitError(f"The {name} {shown(value)} is neither true nor false.")
    return flag


def _read_choice(name: str, choices: tuple[str, ...], value: object, _zone: ZoneInfo | None) -> str:
    """Return one of the words that the field allows."""
    if value in choices:
        return str(value)
    near = suggest(value, choices) if isinstance(value, str) else f"There are {', '.join(choices)}."
    raise UnfitError(f"The {name} {shown(value)} is not known. {near}")


def _read_texts(name: str, value: object, zone: ZoneInfo | None) -> list[str]:
    """Return a list of texts, from a list, its JSON text, or one text."""
    found = _json(value) if isinstance(value, str | bytes) and value[:1] in ("[", b"[") else value
    options = found if isinstance(found, list | tuple) else [value]
    return [_read_text(name, None, option, zone) for option in options]


def _read_items(name: str, value: object, _zone: ZoneInfo | None) -> list[Item]:
    """Return the lines of an order, from a list of mappings or its JSON text."""
    found = _json(value) if isinstance(value, str | bytes) else value
    try:
        items: list[Item] = msgspec.convert(found, list[Item], strict=False)
    except msgspec.ValidationError as problem:
        raise UnfitError(f"The {name} cannot be read: {problem}.") from None
    if any(not math.isfinite(number) for item in items for number in (item.quantity, item.price or 0)):
        raise UnfitError(f"The {name} have a number that is not finite.")
    return items


def _read_properties(name: str, value: object, _zone: ZoneInfo | None) -> dict[str, Any]:
    """Return a mapping of JSON values, from a mapping or its JSON text."""
    found = _json(value) if isinstance(value, str | bytes) else value
    if not isinstance(found, Mapping) or not all(isinstance(key, str) for key in found):
        raise UnfitError(f"The {name} {shown(value)} are not a mapping from names to values.")
    try:
        return dict(msgspec.json.decode(canonical_json(found)))
    except (TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        raise UnfitError(f"The {name} hold a value that JSON has no word for.") from None


def _json(text: str | bytes) -> object:
    """Return the value that JSON text says, or nothing when it says none."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def canonical_json(value: object) -> bytes:
    """Return JSON text that is the same for equal values, whatever the order of their keys."""
    return msgspec.json.encode(value, order="sorted")
