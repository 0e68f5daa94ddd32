"""What the metrics of answers, orders and tickets mean, said again over plain dicts: no tables, no SQL."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]

SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
RESTING = ("solved", "resolved", "closed", "done")


@dataclass(frozen=True)
class Plain:
    """A value with what it rests on; mixed where the rows must not be put together."""

    value: float | None
    n: int
    parts: dict[str, float] = field(default_factory=dict)
    is_mixed: bool = False
    is_shown: bool = False
    """Whether a group of a breakdown has anything to count though its n is 0, such as money spent."""


@dataclass(frozen=True)
class Statement:
    """A metric in plain Python: the moment that dates a record, and the answer of some records."""

    moment: str
    of: Callable[[Sequence[Record]], Plain]


def counted(records: Sequence[object]) -> Plain:
    """Return how many there are."""
    return Plain(len(records), len(records))


def share(part: Iterable[object], whole: Sequence[object], names: tuple[str, str], **parts: float) -> Plain:
    """Return the part's share of the whole, nothing where there is no whole."""
    hits = len(list(part))
    return Plain(hits / len(whole) if whole else None, len(whole), {names[0]: hits, names[1]: len(whole), **parts})


def mean(numbers: Sequence[float], names: tuple[str, str] = ("total", "n")) -> Plain:
    """Return the average, nothing where there are no numbers."""
    total = sum(numbers)
    return Plain(total / len(numbers) if numbers else None, len(numbers), {names[0]: total, names[1]: len(numbers)})


def unless_mixed(plain: Plain, kinds: Iterable[object]) -> Plain:
    """Return the answer, without its value where the records are of several kinds."""
    return Plain(None, plain.n, plain.parts, is_mixed=True) if len(set(kinds)) > 1 else plain


def is_answered(answer: Record) -> bool:
    """Return whether somebody said something; what was shown or dismissed is no answer."""
    said = answer.get("score") is not None or answer.get("choices") or (answer.get("text") or "").strip()
    return answer.get("status", "completed") in ("partial", "completed") and bool(said)


def scale(answer: Record) -> tuple[float | None, float | None, bool]:
    """Return the ends of an answer's scale and whether high is good, those of its kind where it says none."""
    low, high = SCALES.get(answer["kind"], (None, None))
    said_low, said_high, direction = (answer.get(name) for name in ("scale_min", "scale_max", "higher_is_better"))
    return (
        low if said_low is None else said_low,
        high if said_high is None else said_high,
        True if direction is None else bool(direction),
    )


def scored(answers: Sequence[Record], kind: str) -> list[Record]:
    """Return the answers of a kind that have a score."""
    return [
        answer
        for answer in answers
        if is_answered(answer) and answer["kind"] == kind and answer.get("score") is not None
    ]


def _nps(answers: Sequence[Record]) -> Plain:
    scores = [answer["score"] for answer in scored(answers, "nps")]
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    parts = {"promoters": promoters, "passives": len(scores) - promoters - detractors, "detractors": detractors}
    return Plain(100 * (promoters - detractors) / len(scores) if scores else None, len(scores), parts)


def _satisfaction(answers: Sequence[Record]) -> list[Record]:
    return [answer for answer in scored(answers, "csat") if scale(answer)[:2] in ((1, 5), (0, 5))]


def _csat_parts(answers: Sequence[Record]) -> dict[str, float]:
    scores = [answer["score"] for answer in _satisfaction(answers)]
    satisfied, dissatisfied = sum(score >= 4 for score in scores), sum(score <= 2 for score in scores)
    neutral = len(scores) - satisfied - dissatisfied
    return {"satisfied": satisfied, "neutral": neutral, "dissatisfied": dissatisfied}


def _csat(answers: Sequence[Record]) -> Plain:
    parts, n = _csat_parts(answers), len(_satisfaction(answers))
    return Plain(parts["satisfied"] / n if n else None, n, parts)


def _csat_net(answers: Sequence[Record]) -> Plain:
    parts, n = _csat_parts(answers), len(_satisfaction(answers))
    return Plain((parts["satisfied"] - parts["dissatisfied"]) / n if n else None, n, parts)


def _csat_good_bad(answers: Sequence[Record]) -> Plain:
    good = _csat_parts(answers)["satisfied"]
    n = len(_satisfaction(answers))
    return Plain(good / n if n else None, n, {"good": good, "bad": n - good})


def _csat_mean(answers: Sequence[Record]) -> Plain:
    rated = _satisfaction(answers)
    return unless_mixed(mean([answer["score"] for answer in rated]), map(scale, rated))


def _ces(answers: Sequence[Record]) -> Plain:
    rated = scored(answers, "ces")
    plain = unless_mixed(mean([answer["score"] for answer in rated]), map(scale, rated))
    if plain.value is None or scale(rated[0])[2]:
        return plain
    low, high, _ = scale(rated[0])
    return Plain(plain.value, plain.n, {**plain.parts, "ease": (low or 0) + (high or 0) - plain.value})


def _ces_top_box(answers: Sequence[Record]) -> Plain:
    rated = [answer for answer in scored(answers, "ces") if scale(answer) == (1, 7, True)]
    return share([answer for answer in rated if answer["score"] >= 5], rated, ("easy", "answers"))


def _high_effort_share(answers: Sequence[Record]) -> Plain:
    rated = scored(answers, "ces")
    hard = []
    for answer in rated:
        low, high, high_is_easy = scale(answer)
        effort = (low or 0) + (high or 0) - answer["score"] if high_is_easy else answer["score"]
        hard += [answer] if effort >= (high or 0) - 1 else []
    return unless_mixed(share(hard, rated, ("high_effort", "answers")), map(scale, rated))


def _rating(answers: Sequence[Record]) -> Plain:
    rated = scored(answers, "rating")
    return unless_mixed(mean([answer["score"] for answer in rated], ("total", "answers")), map(scale, rated))


def _response_rate(answers: Sequence[Record]) -> Plain:
    dismissed = sum(answer.get("status") == "dismissed" for answer in answers)
    return share(
        [answer for answer in answers if is_answered(answer)], answers, ("answered", "shown"), dismissed=dismissed
    )


def _completion_rate(answers: Sequence[Record]) -> Plain:
    said = [answer for answer in answers if is_answered(answer)]
    done = [answer for answer in said if answer.get("status", "completed") == "completed"]
    return share(done, said, ("completed", "answered"))


ANSWERS: dict[str, Statement] = {
    name: Statement("time", of)
    for name, of in {
        "answers": lambda answers: counted([answer for answer in answers if is_answered(answer)]),
        "nps": _nps,
        "csat": _csat,
        "csat_mean": _csat_mean,
        "csat_net": _csat_net,
        "csat_good_bad": _csat_good_bad,
        "ces": _ces,
        "ces_top_box": _ces_top_box,
        "high_effort_share": _high_effort_share,
        "rating": _rating,
        "response_rate": _response_rate,
        "completion_rate": _completion_rate,
    }.items()
}


def kept(orders: Sequence[Record]) -> list[Record]:
    """Return the orders that were neither refunded nor cancelled."""
    return [order for order in orders if order.get("status", "paid") == "paid"]


def purchases(orders: Sequence[Record]) -> dict[str, int]:
    """Return how many kept orders each known person has."""
    bought: dict[str, int] = {}
    for order in kept(orders):
        if order.get("user_id") is not None:
            bought[order["user_id"]] = bought.get(order["user_id"], 0) + 1
    return bought


def _revenue(orders: Sequence[Record]) -> Plain:
    sold = kept(orders)
    plain = Plain(sum(order["total"] for order in sold), len(sold))
    return unless_mixed(plain, [order.get("currency") for order in sold])


def _average_order_value(orders: Sequence[Record]) -> Plain:
    sold = kept(orders)
    plain = mean([order["total"] for order in sold], ("revenue", "orders"))
    return unless_mixed(plain, [order.get("currency") for order in sold])


def _repeat_purchase_rate(orders: Sequence[Record]) -> Plain:
    bought = list(purchases(orders).values())
    return share([times for times in bought if times >= 2], bought, ("repeat_customers", "customers"))


ORDERS: dict[str, Statement] = {
    name: Statement("time", of)
    for name, of in {
        "orders": lambda orders: counted(kept(orders)),
        "revenue": _revenue,
        "average_order_value": _average_order_value,
        "customers": lambda orders: counted(list(purchases(orders))),
        "repeat_purchase_rate": _repeat_purchase_rate,
        "purchase_frequency": lambda orders: mean(list(purchases(orders).values()), ("orders", "customers")),
    }.items()
}


def conversations(tickets: Sequence[Record], happened: Sequence[Record]) -> list[dict[str, Any]]:
    """Return tickets with when they were first answered, first and last resolved: as their events say, if any do."""
    return [{**ticket, **_told(ticket, happened)} for ticket in tickets]


def _told(ticket: Record, happened: Sequence[Record]) -> dict[str, Any]:
    """Return the moments of one ticket."""
    mine = [event for event in happened if event["ticket_id"] == ticket["id"]]
    mine.sort(key=lambda event: (event["time"].timestamp(), event["received_at"].timestamp(), event["id"]))
    comments = [event for event in mine if event["kind"] == "comment"]
    moves = [event for event in mine if event["kind"] == "status" and event.get("value") is not None]
    answered, solved = [ticket.get("first_response_at")], [ticket.get("resolved_at")]
    if comments:
        answered = [
            event["time"] for event in comments if event.get("actor") == "agent" and event.get("public") in (True, None)
        ] or [None]
    if moves:
        solved, rests = [], False
        for event in moves:
            rested, rests = rests, event["value"].lower() in RESTING
            solved += [event["time"]] if rests and not rested else []
    solved = solved or [None]
    return {"first_response_at": answered[0], "first_resolved_at": solved[0], "resolved_at": solved[-1]}


def _waited(moment: str) -> Statement:
    """Return the mean time from creation to a moment, of the tickets that have it."""

    def of(tickets: Sequence[Record]) -> Plain:
        return mean([ticket[moment].timestamp() - ticket["created_at"].timestamp() for ticket in tickets])

    return Statement(moment, of)


CONVERSATIONS: dict[str, Statement] = {
    "tickets": Statement("created_at", counted),
    "first_response_time": _waited("first_response_at"),
    "resolution_time": _waited("resolved_at"),
    "resolution_time first": _waited("first_resolved_at"),
}
