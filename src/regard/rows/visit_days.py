"""The local days of visits, and those of the pages of visits: most have one, the few over midnight have more.

The days to which attention reaches that is no visit yet, too.
"""

from collections.abc import Sequence

import ibis

from regard.rows.days import DayOf
from regard.rows.specs import ATTENTION
from regard.rows.touches import visit_of_start

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
        "number": "int32",
        "session_id": "string",
        **dict.fromkeys(("first_day", "last_day"), "date"),
    },
    name="unopened",
)
"""Sessions with attention alone, which are no visits until an event opens them.

Attention outside of sessions and visits too, which the next visit may reach to: from the first day to the last on which
an event could be that a visit joins it to. Its `visit` is the one that would begin with it.
"""

_MOMENT = ibis.interval(microseconds=1)
"""Two events of one visit may lie as far apart as the timeout, to the microsecond."""


def unopened(touches: ibis.Table, visits: ibis.Table, day_of: DayOf, timeout_seconds: float) -> ibis.Table:
    """Return the sessions of touches that are no visits, and attention outside of visits."""
    return ibis.union(_sessions(touches, visits, day_of), _alone(touches, day_of, timeout_seconds))


def place_alone(touches: ibis.Table) -> ibis.expr.types.IntegerValue:
    """Return the `visit` under which touches stand in `UNOPENED` where they are attention outside of visits."""
    is_alone = touches.visit.isnull() & (touches.type == ATTENTION) & touches.number.notnull()
    return ibis.ifelse(is_alone, visit_of_start(touches.number, touches.time), ibis.null("uint64"))


def _alone(touches: ibis.Table, day_of: DayOf, timeout_seconds: float) -> ibis.Table:
    """Return attention of known people outside of visits."""
    rows = touches.mutate(alone=place_alone(touches))
    rows = rows.filter(rows.alone.notnull())
    reach = ibis.interval(microseconds=round(timeout_seconds * 1_000_000))
    rows = rows.group_by("alone").agg(number=rows.number.arbitrary(), time=rows.time.arbitrary())
    return rows.select(
        "number",
        visit="alone",
        session_id=ibis.null("string"),
        first_day=day_of(rows.time - reach - _MOMENT),
        last_day=day_of(rows.time + reach),
    ).select(*UNOPENED.columns)


def _sessions(touches: ibis.Table, visits: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return the sessions of touches that are no visits."""
    # Nothing in them opens a visit: what does need not be looked up among the visits.
    attention = touches.filter(touches.visit.notnull() & ~touches.opens)
    waiting = attention.anti_join(visits, "visit")
    grouped = waiting.group_by("visit").agg(
        number=waiting.number.arbitrary(),
        session_id=waiting.session_id.arbitrary(),
        first=waiting.time.min(),
        last=waiting.time.max(),
    )
    return grouped.select(
        "visit",
        "number",
        "session_id",
        first_day=day_of(grouped["first"]),
        last_day=day_of(grouped["last"]),
    ).select(*UNOPENED.columns)


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
