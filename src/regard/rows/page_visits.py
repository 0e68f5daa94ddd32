"""Page visits: one page within one visit, however often it was seen there."""

import ibis

from regard.rows.columns import Flag, Number, Text
from regard.rows.days import DayOf
from regard.rows.row import Rows
from regard.rows.seconds import seconds_between

LONGEST_STAY_SECONDS = 1800


class PageVisit:
    """One page of one visit."""

    visit_id: Text
    person: Text
    page: Text
    views: Number
    engaged_seconds: Number
    """Seconds of attention to the page; null where nothing measured it."""
    stay_seconds: Number
    """Seconds until the next page, reloads taken together, at most 1800 a time; null on the visit's last page."""
    scroll: Number
    """The furthest that was scrolled, a share of the page; null where nothing measured it."""
    is_entry: Flag
    is_exit: Flag
    views_inside: Number
    """Views within the time asked for, which for a visit over midnight are a part of them."""


PAGE_VISITS = Rows(PageVisit, "page_visits")

TABLE = ibis.table(
    {
        **dict.fromkeys(("visit_id", "person", "page"), "string"),
        "day": "date",
        "views": "int64",
        **dict.fromkeys(("engaged_seconds", "stay_seconds", "scroll"), "float64"),
        **dict.fromkeys(("is_entry", "is_exit"), "boolean"),
    },
    name="page_visits",
)


def page_visits(touches: ibis.Table, visits: ibis.Table, day_of: DayOf) -> ibis.Table:
    """Return one row per page and visit that viewed it, from touches and visits.

    `day_of` gives the local day of an instant; the `day` of a page visit is that of its first view.
    """
    inside = _on_pages(touches.filter(touches.visit_id.notnull()))
    stays = _stays(inside.filter(inside.type == "page"))
    grouped = inside.group_by(["visit_id", "page"]).agg(
        person=inside.person.max(),
        first_view=inside.time.min(where=inside.type == "page"),
        views=(inside.type == "page").sum(),
        engaged_seconds=inside.engaged_ms.sum() / 1000.0,
        scroll=inside.scroll_percent.max() / 100.0,
    )
    viewed = grouped.filter(grouped.views > 0)
    timed = viewed.left_join(stays, ["visit_id", "page"]).select(viewed, stay_seconds=stays.stay_seconds)
    ends = visits.select("visit_id", "entry_page", "exit_page")
    joined = timed.join(ends, "visit_id")
    return joined.mutate(
        day=day_of(joined.first_view),
        is_entry=joined.page == joined.entry_page,
        is_exit=joined.page == joined.exit_page,
    ).select(*TABLE.columns)


def _on_pages(inside: ibis.Table) -> ibis.Table:
    """Return touches on a page; what names only a page view is given that view's page."""
    views = (
        inside.filter((inside.type == "page") & inside.page_view_id.notnull())
        .group_by(["visit_id", "page_view_id"])
        .agg(viewed_page=lambda view: view.page.max())
    )
    unplaced = inside.filter(inside.page.isnull() & inside.page_view_id.notnull())
    placed = unplaced.join(views, ["visit_id", "page_view_id"])
    placed = placed.mutate(page=placed.viewed_page).select(*inside.columns)
    return ibis.union(inside.filter(inside.page.notnull()), placed)


def _stays(views: ibis.Table) -> ibis.Table:
    """Return the seconds that each visit stayed on each page, by when the next page was opened."""
    in_order = ibis.window(group_by="visit_id", order_by=["time", "place"])
    turns = views.mutate(turned=views.page.lag().over(in_order))
    turns = turns.filter(turns.turned.isnull() | (turns.turned != turns.page))
    turns = turns.mutate(following=turns.time.lead().over(in_order))
    stay = ibis.least(seconds_between(turns.time, turns.following), float(LONGEST_STAY_SECONDS))
    timed = turns.mutate(stay=ibis.ifelse(turns.following.isnull(), ibis.null("float64"), stay))
    return timed.group_by(["visit_id", "page"]).agg(stay_seconds=timed.stay.sum())
