"""The arbiter of one record."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.errors import RegardError
from regard.records import Record, record_type
from regard.records.parse import Delivery, Unreadable, parse_record

DELIVERY = Delivery(datetime(2025, 6, 1, 12, tzinfo=UTC))
TIME = "2025-04-17T09:30:00Z"
EVENT = {"time": TIME}
ANSWER = {"time": TIME, "kind": "nps"}
ORDER = {"time": TIME, "total": 10}


def parse(kind: str, given: dict[str, Any], delivery: Delivery = DELIVERY) -> Record | Unreadable:
    """Return the record, or why it is none."""
    return parse_record(record_type(kind), given, delivery)


def record(kind: str, given: dict[str, Any], delivery: Delivery = DELIVERY) -> Any:
    """Return the record that a mapping must be."""
    found = parse(kind, given, delivery)
    assert isinstance(found, Record), found
    return found


@pytest.mark.parametrize(
    ("kind", "given", "field", "reason"),
    [
        ("event", {}, "time", "There is no time, and no event can be without one."),
        ("event", EVENT | {"nam": "x"}, "nam", 'Event records have no field "nam". Did you mean "name"?'),
        ("event", {"time": "soon"}, "time", 'The time "soon" is not a time that can be read. Write it like '),
        ("event", {"time": "2025-04-17 09:30"}, "time", 'The time "2025-04-17 09:30" has no zone. Pass zone='),
        (
            "event",
            {"time": "2025-06-02T12:00:01Z"},
            "time",
            "is in the future: more than 24 hours after it was delivered.",
        ),
        ("event", EVENT | {"received_at": "2031-01-01T00:00:00Z"}, "received_at", "is in the future"),
        ("event", EVENT | {"type": "pag"}, "type", 'The type "pag" is not known. Did you mean "page"?'),
        ("event", EVENT | {"type": ["page"]}, "type", "is not known. There are page, screen, track, engagement."),
        (
            "event",
            EVENT | {"user_id": 1.5},
            "user_id",
            "The user_id 1.5 is a decimal number, and may have lost digits.",
        ),
        ("event", EVENT | {"user_id": "1.78E+17"}, "user_id", 'The user_id "1.78E+17" was rounded by a spreadsheet'),
        ("event", EVENT | {"user_id": True}, "user_id", "The user_id true is not text."),
        ("event", EVENT | {"name": b"x"}, "name", 'The name "x" is not text.'),
        ("event", EVENT | {"name": "\ud800"}, "name", "The name is not valid text: it has half of a character."),
        (
            "event",
            EVENT | {"scroll_percent": 101},
            "scroll_percent",
            "The scroll_percent 101 is off its range 0 to 100.",
        ),
        ("event", EVENT | {"engaged_ms": 1.5}, "engaged_ms", "The engaged_ms 1.5 is not a whole number."),
        ("event", EVENT | {"engaged_ms": 2**63}, "engaged_ms", "The engaged_ms 9223372036854775808 is too large."),
        ("event", EVENT | {"revenue": "12,5"}, "revenue", 'The revenue "12,5" is not a number.'),
        ("event", EVENT | {"revenue": True}, "revenue", "The revenue true is not a number."),
        (
            "event",
            EVENT | {"interactive": "maybe"},
            "interactive",
            'The interactive "maybe" is neither true nor false.',
        ),
        (
            "event",
            EVENT | {"currency": "euro"},
            "currency",
            'The currency "euro" is not a code of three capital letters',
        ),
        ("event", EVENT | {"properties": "[1]"}, "properties", "are not a mapping from names to values."),
        ("event", EVENT | {"properties": {"a": object()}}, "properties", "hold a value that JSON has no word for."),
        (
            "order",
            ORDER | {"total": -5},
            "total",
            'The total -5 is negative. Money that went back is status "refunded".',
        ),
        ("order", ORDER | {"items": [{"sku": "a", "quantity": "many"}]}, "items", "The items cannot be read: "),
        ("answer", ANSWER | {"score": 11}, "score", "The score 11 is off its scale 0 to 10."),
        ("answer", ANSWER | {"kind": "csat", "score": 0}, "score", "The score 0 is off its scale 1 to 5."),
        ("answer", ANSWER | {"kind": "ces", "score": 8}, "score", "The score 8 is off its scale 1 to 7."),
        ("answer", ANSWER | {"score": 0, "scale_min": 1}, "score", "The score 0 is off its scale 1 to 10."),
        (
            "answer",
            ANSWER | {"kind": "rating", "score": 6, "scale_max": 5},
            "score",
            "The score 6 is off its scale up to 5.",
        ),
        ("answer", ANSWER | {"scale_min": 5, "scale_max": 5}, "scale_min", "The scale 5 to 5 has no room"),
        ("answer", ANSWER | {"score": "nan"}, "score", 'The score "nan" is not a number.'),
        ("answer", ANSWER | {"score": float("inf")}, "score", "The score inf is not a finite number."),
        ("answer", ANSWER | {"weight": -1}, "weight", "The weight -1 is negative."),
        (
            "link",
            {"time": TIME, "kind": "merge", "user_id": "a"},
            "other_id",
            "There is no other_id, and no link can be",
        ),
        (
            "ticket_event",
            {"time": TIME, "ticket_id": " "},
            "ticket_id",
            "There is no ticket_id, and no ticket event can",
        ),
    ],
)
def test_refuses_with_a_sentence(kind: str, given: dict[str, Any], field: str, reason: str) -> None:
    """What is no record is refused with the field and a sentence that says what is wrong."""
    found = parse(kind, given)
    assert isinstance(found, Unreadable), found
    assert reason in found.reason
    assert found.field == field


def test_unknown_kind_of_record() -> None:
    """A kind of record that does not exist is an error with a did-you-mean."""
    with pytest.raises(RegardError, match=r'There is no record "evnt"\. Did you mean "event"\?'):
        record_type("evnt")


@pytest.mark.parametrize(
    ("kind", "given", "field", "value"),
    [
        ("event", EVENT | {"user_id": 178436453298475123}, "user_id", "178436453298475123"),
        ("event", EVENT | {"user_id": "007"}, "user_id", "007"),
        ("event", EVENT | {"user_id": "7e12"}, "user_id", "7e12"),
        ("event", EVENT | {"user_id": ""}, "user_id", None),
        ("event", EVENT | {"user_id": UUID(int=7)}, "user_id", "00000000-0000-0000-0000-000000000007"),
        ("event", EVENT | {"revenue": "12.5"}, "revenue", 12.5),
        ("event", EVENT | {"revenue": " "}, "revenue", None),
        ("event", EVENT | {"engaged_ms": 1200.0}, "engaged_ms", 1200),
        ("event", EVENT | {"interactive": "No"}, "interactive", False),
        ("event", EVENT | {"interactive": 1}, "interactive", True),
        ("event", EVENT | {"type": None}, "type", "track"),
        ("event", EVENT | {"properties": '{"plan": "pro"}'}, "properties", {"plan": "pro"}),
        (
            "event",
            EVENT | {"properties": {"at": datetime(2025, 1, 1, tzinfo=UTC)}},
            "properties",
            {"at": "2025-01-01T00:00:00Z"},
        ),
        ("answer", ANSWER | {"choices": "blue"}, "choices", ["blue"]),
        ("answer", ANSWER | {"choices": '["blue", "red"]'}, "choices", ["blue", "red"]),
        ("answer", ANSWER | {"score": 7, "scale_min": 1, "scale_max": 10}, "scale_min", 1.0),
        ("answer", ANSWER | {"kind": "rating", "score": 800}, "score", 800.0),
        (
            "customer",
            {"user_id": "u", "paying_until": "2030-01-01T00:00:00Z"},
            "paying_until",
            datetime(2030, 1, 1, tzinfo=UTC),
        ),
        ("event", {"time": "2025-06-02T12:00:00Z"}, "time", datetime(2025, 6, 2, 12, tzinfo=UTC)),
    ],
)
def test_takes_what_has_one_meaning(kind: str, given: dict[str, Any], field: str, value: object) -> None:
    """Values that can mean one thing only are taken, as the type of their field."""
    assert getattr(record(kind, given), field) == value


def test_delivery_fills_what_is_not_said() -> None:
    """Stamp and source default to those of the delivery, the zone to nothing."""
    found = record("event", {"time": "2025-04-17 09:30"}, Delivery(DELIVERY.at, "shop", ZoneInfo("Europe/Rome")))
    assert (found.time.hour, found.received_at, found.source) == (7, DELIVERY.at, "shop")
    told = record("event", EVENT | {"received_at": TIME, "source": "app"}, Delivery(DELIVERY.at, "shop"))
    assert (told.received_at.day, told.source) == (17, "app")


CONTENT = st.fixed_dictionaries(
    {"time": st.just(TIME)},
    optional={
        "user_id": st.text(min_size=1), "name": st.text(), "revenue": st.floats(0, 1e9), "interactive": st.booleans(),
        "properties": st.dictionaries(st.text(), st.none() | st.integers(-9, 9) | st.text()),
    },
)  # fmt: skip


@given(CONTENT, st.randoms())
def test_id_follows_from_content(given: dict[str, Any], random: Any) -> None:
    """The same content gives the same id, in any order of its fields and whenever it was delivered."""
    names = list(given)
    random.shuffle(names)
    shuffled = {name: given[name] for name in names} | {"received_at": "2025-05-01T00:00:00Z"}
    assert record("event", given).id == record("event", shuffled).id


@given(CONTENT, CONTENT)
def test_other_content_gives_another_id(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Two records share a derived id only when they say the same."""
    first, second = record("event", one), record("event", other)
    said = ("user_id", "name", "revenue", "interactive", "properties")
    is_same = all(getattr(first, name) == getattr(second, name) for name in said)
    assert (first.id == second.id) is is_same


def test_customer_is_known_by_user() -> None:
    """A customer without id is known by its user, so that a newer state replaces the older."""
    states = [record("customer", {"user_id": "u7", "plan": plan}) for plan in ("free", "pro")]
    assert [state.id for state in states] == ["u7", "u7"]
