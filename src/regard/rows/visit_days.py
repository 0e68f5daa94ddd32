"""The local days of visits, and those of the pages of visits: most have one, the few over midnight have more."""

from collections.abc import Sequence

import ibis

from regard.rows.days import DayOf

LATER_VISIT_DAYS = ibis.table(
    {"visit": "uint64", "day": "date", "back": "int32", "views": "int64"}, name="later_visit_days"
)
"""The days of visits after their first: `views` of pages, `back` how many days before it the day before it was."""

LATER_PAGE_DAYS = ibis.table(
    {"visit": "uint64", "page": "string", "day": "date", "back": "int32", "views": "int64"}, name="later_page_days"
)
"""The same of pages of visits."""


UNOPENED = ibis.table(
    {
        "visit": "uint64",
        **dict.fromkeys(("person", "session_id"), "string"),
        **dict.fromkeys(("first_day", "last_day"), "date"),
    },
    name="unopened",
)
"""Sessions with attention alone, which are no visits until an event opens them."""


def unopened(touches: ibis.Table, visits: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return the sessions of touches that are no visits."""
    inside = touches.filter(touches.visit.notnull())
    waiting = inside.anti_join(visits, "visit")
    grouped = waiting.group_by("visit").agg(
        person=waiting.person.arbitrary(),
        session_id=waiting.session_id.arbitrary(),
        first=waiting.time.min(),
        last=waiting.time.max(),
    )
    return grouped.select(
        "visit",
        "person",
        "session_id",
        first_day=day_of(grouped["first"]),
        last_day=day_of(grouped["last"]),
    )


def later_visit_days(touches: ibis.Table, visits: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return the days of each visit with an event that can open one, but for the first."""
    return _later(_over_midnight(touches.filter(touches.opens), visits, day_of), ["visit"], day_of)


def later_page_days(touches: ibis.Table, visits: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return the days of each page of a visit on which it was viewed, but for the first."""
    viewed = touches.filter((touches.type == "page") & touches.page.notnull())
    return _later(_over_midnight(viewed, visits, day_of), ["visit", "page"], day_of)


def _over_midnight(touches: ibis.Table, visits: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return the touches of the few visits that did not end on the day on which they began."""
    return touches.semi_join(visits.filter(day_of(visits.end) != visits.day), "visit")


def _later(rows: ibis.Table, keys: Sequence[str], day_of: DayOf) -> ibis.Table:
    """Return the days of rows by their keys, but for the first of each, with the page views of each."""
    dated = rows.mutate(day=day_of(rows.time))
    days = dated.group_by([*keys, "day"]).agg(views=(dated.type == "page").sum())
    before = days.day.lag().over(ibis.window(group_by=keys, order_by="day"))
    days = days.mutate(before=before)
    days = days.select(*keys, "day", back=days.day.delta(days.before, unit="day").cast("int32"), views="views")
    return days.filter(days.back.notnull())
