"""Contracts, paying times and orders by chance, many of them at the edge of a local month."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.asking.plain_question import Choice
from tests.asking.plain_spans import RowsOf, SpanQuestion
from tests.worked.loyalty.plain_members import ZONE

PEOPLE = ("ann", "bob", "cyd", "nick")
LINK = {"id": "l", "time": "2025-01-01T00:00Z", "kind": "alias", "user_id": "ann", "other_id": "nick"}
_EDGES = [datetime(2025, month, 1, tzinfo=ZONE).astimezone(UTC) for month in (2, 3, 4, 5)]

moments = st.builds(
    lambda edge, seconds: edge + timedelta(seconds=seconds), st.sampled_from(_EDGES), st.sampled_from([-1, 0, 0, 1])
) | st.integers(0, 120).map(lambda days: datetime(2025, 1, 20, 12, tzinfo=UTC) + timedelta(days=days))


@st.composite
def _times(draw: st.DrawFn) -> tuple[datetime, datetime | None]:
    """Return a beginning, and an end that is not before it or none at all."""
    since, until = draw(moments), draw(st.none() | moments)
    return since, until if until is None else max(since, until)


@st.composite
def _contract(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Return one contract; it may end as it begins."""
    since, until = draw(_times())
    return {
        "record": "subscription",
        "id": str(number),
        "user_id": draw(st.sampled_from(PEOPLE)),
        "started_at": since,
        "ended_at": until,
        "plan": draw(st.sampled_from(["basic", "pro", None])),
        "monthly_amount": draw(st.sampled_from([0.0, 10.0, 25.0, None])),
        "currency": "EUR",
    }


@st.composite
def _order(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Return one order."""
    return {
        "record": "order",
        "id": str(number),
        "user_id": draw(st.sampled_from([*PEOPLE, None])),
        "time": draw(moments),
        "total": 5.0,
        "status": draw(st.sampled_from(["paid", "paid", "refunded"])),
    }


@st.composite
def _customer(draw: st.DrawFn, person: str) -> dict[str, Any]:
    """Return what is known of one person."""
    since, until = draw(st.just((None, None)) | _times())
    return {
        "record": "customer",
        "id": person,
        "user_id": person,
        "country": draw(st.sampled_from(["IT", "PL", None])),
        "plan": draw(st.sampled_from(["basic", "pro", None])),
        "paying_since": since,
        "paying_until": until,
    }


@st.composite
def worlds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return up to 7 contracts and 7 orders, and what is known of the people but of nick, who is ann."""
    contracts = [draw(_contract(number)) for number in range(draw(st.integers(0, 7)))]
    orders = [draw(_order(number)) for number in range(draw(st.integers(0, 7)))]
    people = draw(st.sets(st.sampled_from(["ann", "bob", "cyd"])))
    return [*contracts, *orders, *(draw(_customer(person)) for person in sorted(people))]


FIRST, LAST = date(2025, 3, 1), date(2025, 4, 30)
FIELDS = {"plan": lambda row: row.get("plan"), "customer.country": lambda row: row.get("country")}
PRO = Choice(["is", "plan", ["pro"]], lambda row: row["plan"] == "pro")
ITALY = Choice(["is_not", "customer.country", ["PL"]], lambda row: row["country"] == "IT")
_ASKED: tuple[dict[str, Any], ...] = (
    {"compare": "previous", "every": "month"},
    {"by": "plan"},
    {"by": "customer.country", "where": [PRO]},
    {"where": [ITALY], "every": "week"},
)


def questions(rows: RowsOf, statements: Iterable[str | None], **own: Any) -> st.SearchStrategy[SpanQuestion]:
    """Return one of few questions, so that their statements are compiled once; the variant is one of those given."""
    own = {**own, "as_of": "2025-12-31"}
    return st.builds(
        lambda variant, asked: SpanQuestion(
            first=FIRST, last=LAST, zone=ZONE, fields=FIELDS, rows=rows, own={**own, "variant": variant}, **asked
        ),
        st.sampled_from(list(statements)),
        st.sampled_from(_ASKED),
    )
