"""Every grain by its name: what its rows are called, and what they depend on. How they are made: `grain_makers`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grain:
    """The rows of one grain."""

    one: str
    several: str
    """What a row is called in a sentence, and what several are."""

    kinds: tuple[str, ...] = ()
    """The kinds of record of which there must be some for there to be rows; none where that was not looked into."""

    by_clock: bool = False
    """Whether they depend on the clock of the question."""

    of_events: bool = False
    """Whether they are made of events alone."""


GRAINS: dict[str, Grain] = {
    "touches": Grain("event", "events", of_events=True),
    "visits": Grain("visit", "visits", of_events=True),
    "page_visits": Grain("page of a visit", "pages of visits", of_events=True),
    "people_in_period": Grain("person", "people", of_events=True),
    "activity": Grain("customer", "customers", of_events=True),
    "first_weeks": Grain("new person", "new people", by_clock=True, of_events=True),
    "conversions": Grain("starter", "starters", of_events=True),
    "touchpoints": Grain("touchpoint", "touchpoints"),
    "interactions": Grain("person", "people"),
    "answers": Grain("answer", "answers", kinds=("answer",)),
    "seen_questions": Grain("showing", "showings", kinds=("answer",)),
    "orders": Grain("order", "orders", kinds=("order",)),
    "buyers": Grain("customer", "customers", kinds=("order",)),
    "spenders": Grain("customer", "customers", kinds=("order",)),
    "memberships": Grain("customer", "customers"),
    "contractors": Grain("customer", "customers", kinds=("subscription",)),
    "member_orders": Grain("order", "orders", kinds=("order",)),
    "participants": Grain("customer", "customers"),
    "acquisitions": Grain("new customer", "new customers"),
    "returns": Grain("order or day of spend", "orders and days of spend"),
    "conversations": Grain("ticket", "tickets"),
    "waits": Grain("reply", "replies"),
    "ticket_messages": Grain("message", "messages"),
    "openings": Grain("resolution", "resolutions"),
    "open_tickets": Grain("ticket", "tickets"),
    "rested_tickets": Grain("ticket", "tickets"),
    "sla_targets": Grain("target", "targets", by_clock=True),
    "messages": Grain("message", "messages", kinds=("delivery",)),
    "posts": Grain("post", "posts", kinds=("post",)),
    "stories": Grain("view", "views", kinds=("post",)),
    "followed_posts": Grain("post", "posts", kinds=("post",)),
    "profiles": Grain("follower", "followers", kinds=("profile_day",)),
    "mentions": Grain("mention", "mentions", kinds=("mention",)),
    "social_touches": Grain("event", "events", of_events=True),
}
"""The grains by name, in the order of the families that first used them."""
