"""The local days of visits, and those of the pages of visits: most have one, the few over midnight have more."""

from collections.abc import Sequence

import ibis

from regard.rows.days import DayOf

LATER_VISIT_DAYS = ibis.table(
    {"visit_id": "string", "day": "date", "back": "int32", "views": "int64"}, name="later_visit_days"
)
"""The days of visits after their first: `views` of pages, `back` how many days before it the day before it was."""

LATER_PAGE_DAYS = ibis.table(
    {"visit_id": "string", "page": "string", "day": "date", "back": "int32", "views": "int64"}, name="later_page_days"
)
"""The same of pages of visits."""


UNOPENED = ibis.table(
    {"visit_id": "string", "person": "string", **dict.fromkeys(("first_day", "last_day"), "date")}, name="unopened"
)
"""Sessions of people with attention alone, which are no visits until an event opens them."""


def unopened(touches: ibis.Table, visits: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return the sessions of touches that are no visits."""
    inside = touches.filter(touches.visit_id.notnull() & touches.person.notnull())
    waiting = inside.anti_join(visits, "visit_id")
    grouped = waiting.group_by(["visit_id", "person"]).agg(first=waiting.time.min(), last=waiting.time.max())
    return grouped.select("visit_id", "person", first_day=day_of(grouped["first"]), last_day=day_of(grouped["last"]))


def later_visit_days(touches: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return the days of each visit with an event that can open one, but for the first."""
    return _later(touches.filter(touches.opens & touches.visit_id.notnull()), ["visit_id"], day_of)


def later_page_days(touches: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return the days of each page of a visit on which it was viewed, but for the first."""
    viewed = touches.filter((touches.type == "page") & touches.visit_id.notnull() & touches.page.notnull())
    return _later(viewed, ["visit_id", "page"], day_of)


def _later(rows: ibis.Table, keys: Sequence[str], day_of: DayOf) -> ibis.Table:
    """Return the days of rows by their keys, but for the first of each, with the page views of each."""
    dated = rows.mutate(day=day_of(rows.time))
    days = dated.group_by([*keys, "day"]).agg(views=(dated.type == "page").sum())
    before = days.day.lag().over(ibis.window(group_by=keys, order_by="day"))
    days = days.mutate(before=before)
    days = days.select(*keys, "day", back=days.day.delta(days.before, unit="day").cast("int32"), views="views")
    return days.filter(days.back.notnull())
