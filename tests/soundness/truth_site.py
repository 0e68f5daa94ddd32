"""Web site, product and messages, counted once more from their definitions."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from tests.simulator.naive_log import Row
from tests.soundness.truth_told import Numbers, Recount, Span, Told, has, rate

PURCHASE = "purchase"
_NETWORKS = ("social", "paid_social", "organic_social")


def _events(told: Told, span: Span, **fields: Any) -> list[Row]:
    """Return the events in a span that have these values."""
    return [row for row in told.seen if span.holds(row["time"]) and has(row, **fields)]


def _counted(**fields: Any) -> Callable[[Told, Span], Numbers]:
    """Return the count of events with these values."""
    return lambda told, span: {"value": len(_events(told, span, **fields))}


def _visitors(told: Told, span: Span) -> set[str]:
    """Return who has a visit."""
    return {visit[0]["person"] for visit in told.visits_in(span)}


def _unique_visitors(told: Told, span: Span) -> Numbers:
    """Count people with a visit, and those of them who ever told who they are."""
    return _people(told, _visitors(told, span))


def _people(told: Told, people: set[str]) -> Numbers:
    """Count people, and those of them whose name is that of an account."""
    accounts = {row["user_id"] for record in ("event", "link") for row in told.of(record)}
    return {"value": len(people), "identified": len(people & accounts)}


def _exits(told: Told, span: Span) -> Numbers:
    """Count last pages of visits over page views."""
    viewed = [[row for row in visit if row["type"] == "page"] for visit in told.visits]
    exits = sum(span.holds(pages[-1]["time"]) for pages in viewed if pages)
    return rate(("exits", exits), ("page_views", len(_events(told, span, type="page"))))


def _converting(told: Told, span: Span) -> Numbers:
    """Count visitors who bought."""
    return {"value": len(_visitors(told, span) & told.people(_events(told, span, name=PURCHASE)))}


def _abandoned(told: Told, span: Span) -> Numbers:
    """Count people who began to pay, and those of them who did not buy then or later."""
    begun: dict[str, Any] = {}
    for row in _events(told, span, name="checkout_started"):
        begun.setdefault(row["person"], row["time"])
    bought = _events(told, span, name=PURCHASE)
    done = {row["person"] for row in bought if row["person"] in begun and row["time"] >= begun[row["person"]]}
    return rate(("abandoned", len(begun) - len(done)), ("started", len(begun)))


def _social_conversions(told: Told, span: Span) -> Numbers:
    """Count what was bought in visits that a network sent."""
    sent = [visit for visit in told.visits if {visit[0]["channel"], visit[0]["utm_medium"]} & set(_NETWORKS)]
    return {"value": sum(span.holds(row["time"]) and row["name"] == PURCHASE for visit in sent for row in visit)}


def _active(days: int | None = None) -> Callable[[Told, Span], Numbers]:
    """Return the count of people active in the span, or in so many days that end with it."""

    def count(told: Told, span: Span) -> Numbers:
        """Count people with any event."""
        return _people(told, told.people(_events(told, span.trailing(days) if days else span)))

    return count


def _stickiness(told: Told, span: Span) -> Numbers:
    """Divide the mean number of people active on a day by those active at all, in the last 28 days."""
    days = {(row["person"], row["day"]) for row in _events(told, span.trailing(28))}
    return rate(("person_days", len(days)), ("people", len({person for person, _ in days})), 1 / 28)


def _paying(told: Told, span: Span) -> set[str]:
    """Return who paid at some moment: in the shop whoever pays has a contract."""
    return told.people(
        row
        for row in told.of("subscription")
        if row["started_at"] < span.closes and (row["ended_at"] is None or row["ended_at"] > span.opens)
    )


def _activity(told: Told, span: Span) -> Numbers:
    """Divide active people by those who pay."""
    active = told.people(_events(told, span))
    return rate(("active_people", len(active)), ("paying_customers", len(_paying(told, span))))


def _daily_activity(told: Told, span: Span) -> Numbers:
    """Divide the people active on a typical day by those who pay."""
    days = {(row["person"], row["day"]) for row in _events(told, span)}
    paying = ("paying_customers", len(_paying(told, span)))
    return rate(("person_days", len(days)), paying, 1 / len([*span.days()]))


def _visit_frequency(told: Told, span: Span) -> Numbers:
    """Divide visits by visitors and months."""
    visits, visitors = ("visits", len(told.visits_in(span))), ("visitors", len(_visitors(told, span)))
    return rate(visits, visitors, 1 / span.months())


def _interactions(told: Told, span: Span) -> Numbers:
    """Divide visits, opens, clicks, answers, tickets and mentions by the people who had any, and by months."""
    met = [visit[0] for visit in told.visits_in(span)]
    met += [row for row in told.within("delivery", span) if row["kind"] in ("opened", "clicked")]
    met += [row for row in told.within("answer", span) if is_answered(row)]
    met += told.within("ticket", span, "created_at") + told.within("mention", span)
    known = [row for row in met if told.person(row) is not None]
    return rate(("interactions", len(known)), ("people", len(told.people(known))), 1 / span.months())


def is_answered(row: Row) -> bool:
    """Return whether a question was answered, with a score, a choice or a text."""
    is_said = row["score"] is not None or row["choices"] != "[]" or bool(row["text"])
    return row["status"] not in ("shown", "dismissed") and is_said


def _messages(told: Told, span: Span) -> list[set[str]]:
    """Return what became of each message to a person that began in a span."""
    became: dict[Any, list[Row]] = defaultdict(list)
    for row in told.of("delivery"):
        if row["kind"]:
            became[row["channel"], row["campaign"], row["message"], told.person(row)].append(row)
    return [{row["kind"] for row in rows} for rows in became.values() if span.holds(min(row["time"] for row in rows))]


def _has_arrived(kinds: set[str]) -> bool:
    """Return whether a message was delivered: it says so, somebody read it, or it was sent and did not bounce."""
    return bool(kinds & {"delivered", "opened", "clicked"}) or ("sent" in kinds and "bounced" not in kinds)


def _deliveries(told: Told, span: Span) -> Numbers:
    """Count messages that arrived, and impressions."""
    arrived = sum(_has_arrived(kinds) for kinds in _messages(told, span))
    return {"value": arrived + sum(row["impressions"] or 0 for row in told.within("delivery", span, kind=None))}


def _unique_clicks(told: Told, span: Span) -> Numbers:
    """Divide messages clicked at least once, and unique clicks, by what arrived or was shown."""
    messages, tallies = _messages(told, span), told.within("delivery", span, kind=None)
    clicked = sum("clicked" in kinds for kinds in messages) + sum(row["unique_clicks"] for row in tallies)
    shown = sum(map(_has_arrived, messages)) + sum(row["impressions"] for row in tallies)
    return rate(("unique_clicks", clicked), ("impressions", shown))


GOAL = {"goal": PURCHASE}

RECOUNTS: tuple[Recount, ...] = (
    Recount("page_views", _counted(type="page")),
    Recount("events", _counted()),
    Recount("events", _counted(name="export"), {"event": "export"}),
    Recount("unique_visitors", _unique_visitors),
    Recount("visits", lambda told, span: {"value": len(told.visits_in(span))}, every="week"),
    Recount("exit_rate", _exits),
    Recount("conversions", _counted(name=PURCHASE), GOAL),
    Recount("converting_visitors", _converting, GOAL),
    Recount("checkout_abandonment", _abandoned, {"start": "checkout_started", "end": PURCHASE}),
    Recount("social_conversions", _social_conversions, GOAL),
    Recount("deliveries", _deliveries),
    Recount("unique_click_through_rate", _unique_clicks),
    Recount("active_people", _active()),
    Recount("daily_active", _active(1)),
    Recount("weekly_active", _active(7)),
    Recount("monthly_active", _active(28)),
    Recount("stickiness", _stickiness),
    Recount("activity_rate", _activity),
    Recount("activity_rate", _daily_activity, {"variant": "daily"}),
    Recount("interaction_frequency", _visit_frequency),
    Recount("interaction_frequency", _interactions, {"variant": "interactions"}),
)
