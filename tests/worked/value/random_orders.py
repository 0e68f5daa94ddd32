"""Orders by chance: kept and not, in one currency or several, of people known and unknown."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from tests.asking.plain_question import Choice, PlainQuestion
from tests.asking.yearly_log import PERSONS, ZONE, customer_field, moments, periods
from tests.naive.records import Record

FIELDS: Mapping[str, Callable[[Record], Any]] = {
    "channel": lambda order: order["channel"],
    "currency": lambda order: order.get("currency"),
    "properties.gift": lambda order: order["properties"].get("gift"),
    "plan": lambda order: customer_field("plan", order),
    "customer.properties.seats": lambda order: (customer_field("properties", order) or {}).get("seats"),
}

CHOICES = (
    Choice(["is", "currency", ["EUR"]], lambda order: order.get("currency") == "EUR"),
    Choice(["is", "channel", ["WEB"], {"case_sensitive": False}], lambda order: order["channel"] in ("web", "Web")),
    Choice(["starts_with", "channel", ["W", "st"]], lambda order: order["channel"] in ("Web", "store")),
    Choice(["lt", "total", [20]], lambda order: order["total"] < 20),
    Choice(["is_not", "plan", ["pro", "Free"]], lambda _: False),
    Choice(["is", "plan", [None]], lambda order: customer_field("plan", order) is None),
    Choice(["is", "properties.gift", [True]], lambda order: order["properties"].get("gift") is True),
    Choice(["gte", "discount", [1]], lambda order: (order["discount"] or 0) >= 1),
)


@st.composite
def _order(draw: st.DrawFn, year: int, number: int, currencies: tuple[str | None, ...]) -> dict[str, Any]:
    """Return one order."""
    person = draw(st.sampled_from([*PERSONS, *PERSONS, None]))
    return {
        "id": f"{year} {number}",
        "time": draw(moments(year)),
        "user_id": f"{person} {year}" if person else None,
        "total": draw(st.sampled_from([0, 5, 12.5, 19.99, 20, 100])),
        "currency": draw(st.sampled_from(currencies)),
        "status": draw(st.sampled_from(["paid", "paid", "paid", "refunded", "cancelled"])),
        "channel": draw(st.sampled_from(["web", "Web", "store", None])),
        "discount": draw(st.sampled_from([None, 0, 2])),
        "properties": draw(st.sampled_from([{}, {"gift": True}, {"gift": "true"}, {"gift": 0}])),
    }


@st.composite
def order_logs(draw: st.DrawFn, year: int) -> list[dict[str, Any]]:
    """Return up to 40 orders of a year."""
    currencies = draw(st.sampled_from([("EUR",), ("EUR",), (None,), ("EUR", "PLN", None)]))
    return [draw(_order(year, number, currencies)) for number in range(draw(st.integers(0, 40)))]


@st.composite
def order_questions(draw: st.DrawFn, year: int) -> PlainQuestion:
    """Return a question about the orders of a year."""
    first, last = draw(periods(year))
    return PlainQuestion(
        first=first,
        last=last,
        zone=ZONE,
        fields=FIELDS,
        every=draw(st.sampled_from([None, "day", "week", "month"])),
        by=draw(st.sampled_from([None, *FIELDS])),
        where=draw(st.lists(st.sampled_from(CHOICES), max_size=1)),
        compare=draw(st.sampled_from([None, "previous"])),
    )
