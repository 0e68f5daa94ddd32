"""Orders, customers, answers, tickets and posts, counted once more from their definitions."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.simulator.naive_log import Row
from tests.soundness.truth_site import is_answered
from tests.soundness.truth_told import Numbers, Recount, Span, Told, rate

MONTH_SECONDS = 365.25 / 12 * 86_400

SLAS: dict[str, dict[str, Any]] = {
    "reply": {"metric": "first_response_time", "within": "4h"},
    "rest": {"metric": "resolution_time", "within": "1d"},
}
"""What support is taken to have promised."""


def _orders(told: Told, span: Span) -> list[Row]:
    """Return the orders of a span that were paid and kept."""
    return told.within("order", span, status="paid")


def _revenue(told: Told, span: Span) -> float:
    """Return what was paid and kept."""
    return float(sum(row["total"] for row in _orders(told, span)))


def _customers(told: Told, span: Span) -> int:
    """Return how many people bought."""
    return len(told.people(_orders(told, span)))


def _first(told: Told, rows: list[Row], moment: str) -> dict[str | None, datetime]:
    """Return the first moment of each person in records."""
    found: dict[str | None, datetime] = {}
    for row in sorted(rows, key=lambda row: row[moment]):
        found.setdefault(told.person(row), row[moment])
    return found


def _new_customers(told: Told, span: Span) -> int:
    """Return whose first kept order of all time lies in a span, or, of those without any, whose first contract."""
    bought = _first(told, [row for row in told.of("order") if row["status"] == "paid"], "time")
    signed = _first(told, told.of("subscription"), "started_at")
    return sum(span.holds(moment) for moment in {**signed, **bought}.values())


def _cost(told: Told, span: Span) -> float | None:
    """Return what a new customer cost."""
    spent = sum(row["amount"] for row in told.of("spend") if span.first <= row["day"] <= span.last)
    return rate(("spend", spent), ("new_customers", _new_customers(told, span)))["value"]


def _worth_of_a_month(told: Told, span: Span) -> float | None:
    """Return what a customer brought in a month."""
    customers = _customers(told, span)
    return _revenue(told, span) / customers / span.months() if customers else None


def _worth_over_cost(told: Told, span: Span) -> Numbers:
    """Divide what a customer brings in three years by what a new one costs."""
    worth, cost = _worth_of_a_month(told, span), _cost(told, span)
    return {"value": None if worth is None or not cost else worth * 12 * 3 / cost}


def _payback(told: Told, span: Span) -> Numbers:
    """Divide what a new customer costs by what a customer brings in a second."""
    worth, cost = _worth_of_a_month(told, span), _cost(told, span)
    return {"value": None if not worth or cost is None else cost / worth * MONTH_SECONDS}


def _rated(told: Told, span: Span, **fields: Any) -> list[float]:
    """Return the scores of satisfaction from 1 to 5."""
    rows = told.within("answer", span, kind="csat", scale_min=1, scale_max=5, **fields)
    return [row["score"] for row in rows if is_answered(row) and row["score"] is not None]


def _good_and_bad(told: Told, span: Span) -> Numbers:
    """Divide scores of 4 and 5 by all."""
    scores = _rated(told, span)
    good = sum(score >= 4 for score in scores)
    return {"value": good / len(scores) if scores else None, "good": good, "bad": len(scores) - good}


def _served(told: Told, span: Span) -> Numbers:
    """Divide scores of 4 and 5 by all scores that were given to support."""
    scores = _rated(told, span, touchpoint="support")
    return rate(("satisfied", sum(score >= 4 for score in scores)), ("answers", len(scores)))


def _comments(told: Told, span: Span, *actors: str) -> Numbers:
    """Count public messages by some."""
    said = told.within("ticket_event", span, kind="comment", public=True)
    return {"value": sum(row["actor"] in actors for row in said)}


def _openings(told: Told) -> Iterator[list[tuple[datetime, datetime | None]]]:
    """Return when each ticket was opened and came to rest, each time; the last time it may not have."""
    for ticket, rows in told.conversations:
        found: list[tuple[datetime, datetime | None]] = [(ticket["created_at"], None)]
        for row in rows:
            rests = row["kind"] == "status" and row["value"] == "solved"
            opens = row["kind"] == "status" and row["value"] == "open"
            if rests and found[-1][1] is None:
                found[-1] = (found[-1][0], row["time"])
            elif opens and found[-1][1] is not None:
                found.append((row["time"], None))
        yield found


def _resolutions(told: Told, span: Span) -> Numbers:
    """Count each time that a ticket came to rest."""
    return {"value": sum(span.holds(rest) for openings in _openings(told) for _, rest in openings)}


def _resolved(told: Told, span: Span) -> Numbers:
    """Count tickets that came to rest in a span and rest when it is over."""
    return {"value": sum(_rests_since(openings, span) for openings in _openings(told))}


def _rests_since(openings: list[tuple[datetime, datetime | None]], span: Span) -> bool:
    """Return whether the last rest before the end of a span lies in it, and no opening follows by then."""
    past = [(opened, rest) for opened, rest in openings if opened < span.closes]
    return bool(past) and span.holds(past[-1][1])


def _reopens(told: Told, span: Span) -> Numbers:
    """Count each time but the first that a ticket was opened and came to rest after."""
    again = [one for openings in _openings(told) for one in openings[1:]]
    return {"value": sum(rest is not None and span.holds(opened) for opened, rest in again)}


def _backlog(told: Told, span: Span) -> Numbers:
    """Count tickets that are open when a span ends."""
    past = ([one for one in openings if one[0] < span.closes] for openings in _openings(told))
    rests = (openings[-1][1] for openings in past if openings)
    return {"value": sum(rest is None or rest >= span.closes for rest in rests)}


def _kept_promises(told: Told, span: Span) -> Numbers:
    """Divide promises kept by all that were decided in a span: by the act in time, or else when the time was over."""
    met = missed = 0
    for ticket, rows in told.conversations:
        replies = [row["time"] for row in rows if _is_reply(row)]
        rests = [row["time"] for row in rows if row["kind"] == "status" and row["value"] == "solved"]
        created = ticket["created_at"]
        for done, limit in ((replies[:1], timedelta(hours=4)), (rests[-1:], timedelta(days=1))):
            is_met = bool(done) and done[0] - created <= limit
            met += is_met and span.holds(done[0])
            missed += not is_met and span.holds(created + limit)
    return {**rate(("met", met), ("tickets", met + missed)), "missed": missed}


def _is_reply(row: Row) -> bool:
    """Return whether a human wrote to the customer."""
    return bool(row["kind"] == "comment" and row["actor"] == "agent" and row["public"])


RECOUNTS: tuple[Recount, ...] = (
    Recount("orders", lambda told, span: {"value": len(_orders(told, span))}),
    Recount("revenue", lambda told, span: {"value": _revenue(told, span)}),
    Recount("customers", lambda told, span: {"value": _customers(told, span)}),
    Recount("clv_to_cac", _worth_over_cost, {"lifespan": "3 years"}),
    Recount("payback_time", _payback, every="week"),
    Recount("answers", lambda told, span: {"value": sum(map(is_answered, told.within("answer", span)))}),
    Recount("csat_good_bad", _good_and_bad),
    Recount("service_satisfaction", _served),
    Recount("tickets", lambda told, span: {"value": len(told.within("ticket", span, "created_at"))}),
    Recount("ticket_messages", lambda told, span: _comments(told, span, "customer", "agent", "bot")),
    Recount("replies", lambda told, span: _comments(told, span, "agent")),
    Recount("resolutions", _resolutions),
    Recount("resolved_tickets", _resolved, every="week"),
    Recount("reopens", _reopens),
    Recount("backlog", _backlog, every="week"),
    Recount("sla_met_share", _kept_promises, every="week"),
    Recount("posts", lambda told, span: {"value": len(told.within("post", span))}),
)
