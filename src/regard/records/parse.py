"""The arbiter of one record: a mapping becomes a record, or is told in a sentence why it is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regard.errors import suggest
from regard.records.agreement import disagreement
from regard.records.content import content_id
from regard.records.fields import UnfitError, datable_fields, field_readers, is_blank, required_fields
from regard.records.instants import DAY
from regard.records.record import Record, RecordType


@dataclass(frozen=True)
class Unreadable:
    """Why a mapping is no record: the field that stands in the way, if it is one, and a sentence."""

    field: str | None
    reason: str


@dataclass(frozen=True)
class Delivery:
    """How records came: when, from which source, and in which zone their times without offset were written."""

    at: datetime
    source: str | None = None
    zone: ZoneInfo | None = None
    since: datetime | None = None
    """The instant before which events are not taken any more; `None` where all are."""


def parse_record(record: RecordType, given: Mapping[str, object], delivery: Delivery) -> Record | Unreadable:
    """Return the record that a mapping from field to value says, or why it says none.

    Null and blank text are not set. Whole numbers become text where text is asked for; numbers, flags, lists and
    mappings may come as (JSON) text. A missing `id` follows from the content; `received_at` or `as_of` and `source`
    default to those of the delivery.
    """
    readers = field_readers(record)
    values: dict[str, Any] = {}
    for name, value in given.items():
        read = readers.get(name)
        if read is None:
            return Unreadable(str(name), _strange_field(record, str(name), readers))
        if is_blank(value):
            continue
        try:
            values[name] = read(value, delivery.zone)
        except UnfitError as problem:
            return Unreadable(name, str(problem))
    return _complete(record, values, delivery)


def _complete(record: RecordType, values: dict[str, Any], delivery: Delivery) -> Record | Unreadable:
    """Return the record with what follows from its delivery and its content, or what is wrong with it as a whole."""
    if "id" not in values:
        values["id"] = content_id(record, values)
    values.setdefault(record.stamp, delivery.at)
    if delivery.source is not None:
        values.setdefault("source", delivery.source)
    for name in required_fields(record.struct):
        if name not in values:
            return Unreadable(name, f"There is no {name}, and no {_plain(record)} can be without one.")
    latest = delivery.at + DAY
    for name, kind in datable_fields(record).items():
        if name in values and values[name] > (latest if kind is datetime else latest.astimezone(UTC).date()):
            return Unreadable(name, _future(name, values[name]))
    if _is_too_old(record, values, delivery):
        return Unreadable("time", _too_old(values["time"], delivery))
    wrong = disagreement(record.name, values)
    return Unreadable(*wrong) if wrong else record.struct(**values)


def _is_too_old(record: RecordType, values: Mapping[str, Any], delivery: Delivery) -> bool:
    """Return whether a record is an event from before the log begins."""
    return delivery.since is not None and record.name == "event" and values["time"] < delivery.since


def _too_old(time: datetime, delivery: Delivery) -> str:
    """Return the sentence for an event from before the log begins."""
    since = delivery.since.isoformat() if delivery.since else ""
    return (
        f"The time {time.isoformat()} is before {since}, where the log begins since older events have left it "
        "(keep_events): it can no longer be put into its visit."
    )


def _strange_field(record: RecordType, name: str, known: Iterable[str]) -> str:
    """Return the sentence for a field that the record does not have."""
    return f'{_plain(record).capitalize()} records have no field "{name}". {suggest(name, known)}'


def _plain(record: RecordType) -> str:
    """Return the kind of record in plain words."""
    return record.name.replace("_", " ")


def _future(name: str, value: date) -> str:
    """Return the sentence for a moment or a day that has not come yet."""
    return f"The {name} {value.isoformat()} is in the future: more than 24 hours after it was delivered."
