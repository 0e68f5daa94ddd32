"""Ids for records that came without one: the same content gives the same id, so a replay is a duplicate."""

import struct
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import blake2b

import msgspec

from regard.records.fields import canonical_json
from regard.records.record import RecordType

BETWEEN_FIELDS = "\x1f"
NOT_CONTENT = ("id", "received_at", "as_of")
"""Fields that do not tell one record from another: they say which copy it is, not what it says."""

ID_IS = {"customer": "user_id"}
"""The field that is the id of a record which has none."""

KNOWN_BY = {
    "subscription": (("user_id", "started_at", "plan"),),
    "post": (("url", "time", "network", "profile"), ("text", "time", "network", "profile")),
    "profile_day": (("day", "network", "profile"),),
}
"""The fields by which a state is known that has no id, so that the same one with newer numbers replaces the older.

Of several sets the first one counts whose first field is given; where none is, the whole content.
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def content_id(record: RecordType, given: Mapping[str, object]) -> str:
    """Return the id of a record that has none: 32 hexadecimal digits over its kind and the fields that were given.

    `given` holds values as read, in any order; empty lists and mappings count as not given. A newer state of the same
    thing must replace the older: a customer is known by its `user_id`, other states by the fields of `KNOWN_BY`.
    """
    own = given.get(ID_IS.get(record.name, ""))
    if own is not None:
        return str(own)
    known = next((fields for fields in KNOWN_BY.get(record.name, ()) if fields[0] in given), content_fields(record))
    names = (name for name in known if name in given and given[name] not in ([], {}))
    said = (f"{name}={_text(given[name])}" for name in names)
    return text_id(BETWEEN_FIELDS.join((record.name, *said)))


@cache
def content_fields(record: RecordType) -> tuple[str, ...]:
    """Return the fields that say what a record says, in their order."""
    fields = msgspec.structs.fields(record.struct)
    return tuple(field.name for field in fields if field.name not in NOT_CONTENT)


def text_id(content: str) -> str:
    """Return 32 hexadecimal digits that stand for a text."""
    return blake2b(content.encode(), digest_size=16).hexdigest()


def _text(value: object) -> str:
    """Return a value as text that an array of such values can be turned into without Python."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(struct.unpack("<q", struct.pack("<d", value))[0])
    if isinstance(value, date):
        return str((value - _EPOCH) // _MICROSECOND) if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, int):
        return str(value)
    return canonical_json(value).decode()
