"""Loyalty participation against its plain statement, on orders and members by chance."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.asking.plain_question import check_reply
from tests.asking.plain_spans import SpanQuestion, bounds
from tests.naive.records import Plain, Record, Statement, kept, share
from tests.naive.slates import Slate
from tests.worked.loyalty.plain_members import ZONE, of_kind
from tests.worked.loyalty.random_contracts import FIRST, LAST, moments

SPENT = {"cyd": datetime(2025, 3, 9, 12, tzinfo=UTC), "dan": datetime(2025, 3, 9, 12, tzinfo=UTC)}
"""Who spent points when, in every world."""

SLATE = Slate(
    ZONE.key,
    event=[
        {"id": name, "user_id": name, "time": time, "type": "track", "name": "spent"} for name, time in SPENT.items()
    ],
)
_ASKED: tuple[dict[str, Any], ...] = ({"every": "month"}, {"by": "tier"}, {"compare": "previous"})


@st.composite
def worlds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return up to 8 orders, and up to 4 customers of whom some are members."""
    orders = [
        {
            "record": "order",
            "id": str(number),
            "user_id": draw(st.sampled_from(["ann", "bob", "cyd", None])),
            "time": draw(moments),
            "total": draw(st.sampled_from([0.0, 5.0, 20.0])),
            "currency": "EUR",
            "status": draw(st.sampled_from(["paid", "paid", "cancelled"])),
        }
        for number in range(draw(st.integers(0, 8)))
    ]
    people = draw(st.sets(st.sampled_from(["ann", "bob", "cyd", "dan"])))
    customers = [
        {
            "record": "customer",
            "id": person,
            "user_id": person,
            "tier": draw(st.sampled_from(["gold", None])),
            "member_since": draw(st.none() | moments),
        }
        for person in sorted(people)
    ]
    return [*orders, *customers]


def _orders(records: Sequence[Record], first: date, last: date) -> list[Record]:
    """Return the kept orders of some days, with the tier of who bought and whether that is a member by their end."""
    starts, ends = bounds(first, last, ZONE)
    bought = [one for one in kept(of_kind(records, "order")) if starts <= one["time"].timestamp() < ends]
    return [{**one, **_member(records, one.get("user_id"), ends)} for one in bought]


def _people(records: Sequence[Record], first: date, last: date) -> list[Record]:
    """Return a row for each person among them."""
    return list({one["user_id"]: one for one in _orders(records, first, last) if one.get("user_id")}.values())


def _people_with_points(records: Sequence[Record], first: date, last: date) -> list[Record]:
    """Return those, and a row for each person who spent points."""
    starts, ends = bounds(first, last, ZONE)
    spent = [name for name, time in SPENT.items() if starts <= time.timestamp() < ends]
    rows = {one["user_id"]: one for one in _people(records, first, last)}
    return list({**rows, **{name: {"user_id": name, **_member(records, name, ends)} for name in spent}}.values())


def _member(records: Sequence[Record], person: str | None, ends: float) -> dict[str, Any]:
    """Return the tier of a person, and whether the person was a member before an instant."""
    told = next((one for one in of_kind(records, "customer") if one["user_id"] == person), {})
    since = told.get("member_since")
    return {"tier": told.get("tier"), "is_member": since is not None and since.timestamp() < ends}


def _participation(rows: Sequence[Record]) -> Plain:
    return share([row for row in rows if row["is_member"]], rows, ("participating_members", "customers"))


def _revenue(orders: Sequence[Record]) -> Plain:
    whole = sum(order["total"] for order in orders)
    part = sum(order["total"] for order in orders if order["is_member"])
    parts = {"revenue_of_members": part, "revenue": whole}
    return Plain(part / whole if whole else None, len(orders), parts)


@settings(max_examples=30)
@given(
    world=worlds(),
    asked=st.sampled_from(_ASKED),
    what=st.sampled_from(
        [
            ({}, _people, _participation),
            ({"event": "spent"}, _people_with_points, _participation),
            ({"variant": "revenue"}, _orders, _revenue),
        ]
    ),
)
def test_participation_as_counted_plainly(world: Sequence[Any], asked: dict[str, Any], what: Any) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement: of people and of revenue."""
    own, rows, statement = what
    question = SpanQuestion(
        first=FIRST,
        last=LAST,
        zone=ZONE,
        fields={"tier": lambda row: row.get("tier")},
        rows=rows,
        own={**own, "as_of": "2025-12-31"},
        **asked,
    )
    reply = SLATE.told(world).ask("loyalty_participation", **question.arguments())
    check_reply(reply, question, Statement("", statement), world)
