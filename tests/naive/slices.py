"""What a question looks at: the touches of some time and of some filter, and what they are part of."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.naive.local_time import local_day
from tests.naive.people import Node
from tests.naive.visits import Touch, Visit, total

Fits = Callable[[Touch], bool]


def _any(touch: Touch) -> bool:
    return touch.counts


def named(name: str) -> Fits:
    """Return whether a touch is an event of that name."""
    return lambda touch: touch.counts and touch.event.get("name") == name


@dataclass(frozen=True)
class Asked:
    """What the words of a question stand for: `event` counts as being active, `goals` are all that are declared."""

    event: Fits = _any
    feature: Fits = _any
    start: Fits = _any
    end: Fits = _any
    goals: tuple[Fits, ...] = ()

    def is_goal(self, touch: Touch) -> bool:
        """Return whether a touch reaches any goal."""
        return any(goal(touch) for goal in self.goals)


@dataclass(frozen=True)
class PageVisit:
    """One page of one visit, with everything that the visit did there."""

    visit: Visit
    page: str

    @property
    def touches(self) -> list[Touch]:
        """Return what happened on the page, by its path or else by the page view that it names."""
        views = {touch.event.get("page_view_id"): touch.page for touch in self.visit.pages}
        views.pop(None, None)
        return [
            touch
            for touch in self.visit.touches
            if (touch.page or views.get(touch.event.get("page_view_id"))) == self.page
        ]

    @property
    def engaged(self) -> float | None:
        """Return the measured seconds of attention."""
        return total([touch.event.get("engaged_ms") for touch in self.touches])

    @property
    def scroll(self) -> float | None:
        """Return the furthest point, as a share of the page."""
        known = [touch.event["scroll_percent"] for touch in self.touches if "scroll_percent" in touch.event]
        return max(known) / 100 if known else None

    @property
    def stay(self) -> float | None:
        """Return the seconds until other pages were opened, each at most 1800; nothing for the visit's last page."""
        stays = []
        since: Touch | None = None
        for touch in self.visit.pages:
            if touch.page == self.page:
                since = since or touch
            elif since is not None:
                stays.append(min((touch.time - since.time).total_seconds(), 1800.0))
                since = None
        return sum(stays) if stays else None


@dataclass(frozen=True)
class Slice:
    """Some touches of a log, the time that they are of, and what the question's words stand for."""

    log: list[Touch]
    touches: list[Touch]
    holds: Callable[[datetime], bool]
    zone: ZoneInfo
    days: list[date]
    asked: Asked = field(default_factory=Asked)
    payers: frozenset[Node] = frozenset()

    @property
    def months(self) -> float:
        """Return how many months the days are, each a part of its own month."""
        return sum(1 / monthrange(day.year, day.month)[1] for day in self.days)

    @property
    def visits(self) -> list[Visit]:
        """Return the visits of the page, screen and track events."""
        return list(dict.fromkeys(touch.visit for touch in self.touches if touch.opens and touch.visit is not None))

    @property
    def visitors(self) -> set[Node]:
        """Return the people of the visits."""
        return {visit.person for visit in self.visits if visit.person is not None}

    @property
    def page_visits(self) -> list[PageVisit]:
        """Return the pages that the visits viewed."""
        views = [touch for touch in self.touches if touch.event["type"] == "page"]
        pages = [(touch.visit, touch.page) for touch in views]
        return [PageVisit(visit, page) for visit, page in dict.fromkeys(pages) if visit is not None and page]

    @property
    def active_days(self) -> set[tuple[Node, date]]:
        """Return the people and their local days with an event that counts as being active."""
        fitting = [touch for touch in self.touches if self.asked.event(touch)]
        return {(touch.person, local_day(touch.time, self.zone)) for touch in fitting if touch.person is not None}

    @property
    def active(self) -> set[Node]:
        """Return the people with such a day."""
        return {person for person, _ in self.active_days}

    def people_who(self, fits: Fits) -> set[Node]:
        """Return the people with a touch that fits."""
        return {touch.person for touch in self.touches if fits(touch) and touch.person is not None}

    def identified(self, people: set[Node]) -> int:
        """Return how many of the people were ever linked to a user id, or used one, in the time."""
        return len({touch.person for touch in self.touches if touch.person in people and is_identified(touch)})

    def is_new(self, person: Node) -> bool:
        """Return whether the first event of a person, over the whole log, lies in the time."""
        return self.holds(min(touch.time for touch in self.log if touch.person == person))


def is_identified(touch: Touch) -> bool:
    """Return whether the event names a user, or an anonymous id that a user was linked to."""
    return touch.event.get("user_id") is not None or (touch.person is not None and touch.person[0] == "user")
