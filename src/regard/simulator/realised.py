"""What a world came to, counted before any of it is a record: an independent check of loading and of rows."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from regard.simulator import steps, sums
from regard.simulator.answers import KINDS, NPS, RATING
from regard.simulator.arrays import Flags, Floats, Ints
from regard.simulator.baskets import TOTALS
from regard.simulator.lives import Lives
from regard.simulator.people import People
from regard.simulator.shop import Shop
from regard.simulator.sums import Counts
from regard.simulator.surveys import COMPLETED
from regard.simulator.traits import JOINING
from regard.simulator.visits import Visits

_ENGAGED_MS = 10_000
SCORED = KINDS[: RATING + 1]
"""Kinds of question whose answers are numbers."""


@dataclass
class Realised:
    """Counts and sums of all people so far. Sums of seconds and money are floats, all else whole numbers."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, lives: Lives) -> None:
        """Count the lives of further people."""
        for count in _OF_LIVES:
            self._add(count(lives))

    def add_shop(self, shop: Shop) -> None:
        """Count what the shop did."""
        self._add(sums.of_shop(shop))

    def to_dict(self) -> dict[str, int | float]:
        """Return all counts by name."""
        return {name: round(amount, 6) for name, amount in sorted(self.counts.items())}

    def _add(self, found: Counts) -> None:
        """Add counts to those of the same name."""
        for name, amount in found.items():
            self.counts[name] += amount  # type: ignore[assignment]


def _of_visits(lives: Lives) -> Counts:
    """Return what attention is made of."""
    visits, clicks, script = lives.visits, lives.clicks, lives.visits.script
    attention = _per_visit(clicks.attention_ms, visits, clicks.visit)
    is_bounce = steps.IS_BOUNCE[script]
    is_engaged = (attention >= _ENGAGED_MS) | (steps.PAGE_VIEWS[script] > 1) | steps.BUYS[script]
    on_page = steps.PAGE[clicks.row] >= 0
    best = steps.SCROLLED[clicks.row] == steps.FULL
    return {
        "visits": len(visits),
        "web_visits": int(steps.IS_WEB[script].sum()),
        "app_visits": int(visits.is_app.sum()),
        "bounces": int(is_bounce.sum()),
        "engaged_visits": int(is_engaged.sum()),
        "page_views": int(steps.PAGE_VIEWS[script].sum()),
        "page_visits": int(steps.DISTINCT_PAGES[script].sum()),
        "visit_seconds": float(_durations(lives)[~is_bounce].sum()) / 1e6,
        "engaged_seconds": int(clicks.attention_ms.sum()) / 1000,
        "page_seconds": int(clicks.attention_ms[on_page].sum()) / 1000,
        "scroll_pages": int(best.sum()),
        "scroll_sum": float(clicks.scroll[best].sum()) / 100,
    }


def _per_visit(values: Ints, visits: Visits, visit: Ints) -> Floats:
    """Return the sum of values by visit."""
    return np.asarray(np.bincount(visit, weights=values, minlength=len(visits)), dtype=np.float64)


def _durations(lives: Lives) -> Ints:
    """Return microseconds from the first to the last page, screen or track event of each visit."""
    opening = np.flatnonzero(steps.OPENS[lives.clicks.row])
    visit, time = lives.clicks.visit[opening], lives.clicks.time[opening]
    places = np.arange(len(lives.visits))
    first, last = (np.searchsorted(visit, places, side=side) for side in ("left", "right"))
    return np.asarray(time[last - 1] - time[first])


def _of_people(lives: Lives) -> Counts:
    """Return how many people did something, and how many events there are of each origin."""
    people, visits = lives.people, lives.visits
    came = _some(people, visits.person)
    sign_ups = came & (people.standing == JOINING)
    return {
        "people": len(people),
        "visitors": int(came.sum()),
        "new_visitors": int((came & (people.known_since == 0)).sum()),
        "buyers": int(_some(people, visits.person[steps.BUYS[visits.script]]).sum()),
        "exporters": int(_some(people, visits.person[steps.EXPORTS[visits.script]]).sum()),
        "visit_events": len(lives.clicks.row),
        "events_before": int((people.known_since > 0).sum()),
        "sign_ups": int(sign_ups.sum()),
        "events": len(lives.clicks.row)
        + int((people.known_since > 0).sum() + sign_ups.sum() + (lives.orders.shipped > 0).sum()),
    }


def _some(people: People, person: Ints) -> Flags:
    """Return whether each person is among those."""
    return np.isin(np.arange(len(people)), person)


def _of_orders(lives: Lives) -> Counts:
    """Return what value is made of; kept orders are those paid, and neither refunded nor cancelled."""
    orders = lives.orders
    kept = orders.is_kept
    per_person = np.bincount(lives.visits.person[orders.visit[kept]], minlength=1)
    return {
        "orders": len(orders),
        "kept_orders": int(kept.sum()),
        "revenue": float(TOTALS[orders.is_reduced, orders.basket][kept].sum()),
        "kept_buyers": int((per_person > 0).sum()),
        "repeat_buyers": int((per_person > 1).sum()),
        "shipped": int((orders.shipped > 0).sum()),
    }


def _of_tickets(lives: Lives) -> Counts:
    """Return what care is made of; seconds are of tickets replied to, or resolved, within the period."""
    tickets = lives.tickets
    replied, resolved = tickets.is_replied, tickets.is_resolved
    return {
        "tickets": len(tickets),
        "replied_tickets": int(replied.sum()),
        "reply_seconds": int((tickets.reply - tickets.created)[replied].sum()) / 1e6,
        "resolved_tickets": int(resolved.sum()),
        "resolution_seconds": int((tickets.last_resolved - tickets.created)[resolved].sum()) / 1e6,
        "first_resolution_seconds": int((tickets.resolved - tickets.created)[resolved].sum()) / 1e6,
        "reopened_tickets": int(tickets.came_back.sum()),
    }


def _of_answers(lives: Lives) -> Counts:
    """Return showings, answers and scores of each kind of question."""
    answers = lives.answers
    answered, score = answers.is_answered, answers.score
    counts: Counts = {
        "shown": len(answered),
        "answered": int(answered.sum()),
        "completed": int((answered & (answers.status == COMPLETED)).sum()),
        "promoters": int(((answers.kind == NPS) & (score >= 9)).sum()),  # noqa: PLR2004 - the definition's own number
        "detractors": int(((answers.kind == NPS) & (score <= 6)).sum()),  # noqa: PLR2004 - as above
    }
    for place, kind in enumerate(SCORED):
        of_kind = score[answered & (answers.kind == place) & ~np.isnan(score)]
        counts[f"{kind}_answers"] = len(of_kind)
        for value in np.unique(of_kind):
            counts[f"{kind}_scored_{int(value)}"] = int((of_kind == value).sum())
    return counts


_OF_LIVES = (
    _of_visits,
    _of_people,
    _of_orders,
    _of_tickets,
    _of_answers,
    sums.of_replies,
    sums.of_members,
    sums.of_contracts,
    sums.of_letters,
    sums.of_voices,
)
