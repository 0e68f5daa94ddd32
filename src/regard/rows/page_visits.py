"""Page visits: one page within one visit, however often it was seen there."""

import ibis

from regard.rows.days import DayOf
from regard.rows.seconds import seconds_between

LONGEST_STAY_SECONDS = 1800


TABLE = ibis.table(
    {
        "visit": "uint64",
        "number": "int32",
        "page": "string",
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
    in_visits = touches.filter(touches.visit.notnull())
    inside = _on_pages(in_visits)
    # Who sees one page stays until nobody knows when: such visits need not be put in order.
    views = in_visits.filter(in_visits.type == "page").semi_join(visits.filter(visits.page_views > 1), "visit")
    stays = _stays(_on_pages(views))
    grouped = inside.group_by(["visit", "page"]).agg(
        first_view=inside.time.min(where=inside.type == "page"),
        views=(inside.type == "page").sum(),
        engaged_seconds=inside.engaged_ms.sum() / 1000.0,
        scroll=inside.scroll_percent.max() / 100.0,
    )
    viewed = grouped.filter(grouped.views > 0)
    timed = viewed.left_join(stays, ["visit", "page"]).select(viewed, stay_seconds=stays.stay_seconds)
    ends = visits.select("visit", "number", "entry_page", "exit_page")
    joined = timed.join(ends, "visit")
    return joined.mutate(
        day=day_of(joined.first_view),
        is_entry=joined.page == joined.entry_page,
        is_exit=joined.page == joined.exit_page,
    ).select(*TABLE.columns)


def _on_pages(inside: ibis.Table) -> ibis.Table:
    """Return touches on a page; what names only a page view is given that view's page."""
    unplaced = inside.filter(inside.page.isnull() & inside.page_view_id.notnull())
    viewed = inside.filter(inside.type == "page").semi_join(unplaced, ["visit", "page_view_id"])
    views = viewed.group_by(["visit", "page_view_id"]).agg(viewed_page=viewed.page.max())
    placed = unplaced.join(views, ["visit", "page_view_id"])
    placed = placed.mutate(page=placed.viewed_page).select(*inside.columns)
    return ibis.union(inside.filter(inside.page.notnull()), placed)


def _stays(views: ibis.Table) -> ibis.Table:
    """Return the seconds that each visit stayed on each page, by when the next page was opened."""
    in_order = ibis.window(group_by="visit", order_by=["time", "place"])
    turns = views.mutate(turned=views.page.lag().over(in_order))
    turns = turns.filter(turns.turned.isnull() | (turns.turned != turns.page))
    turns = turns.mutate(following=turns.time.lead().over(in_order))
    stay = ibis.least(seconds_between(turns.time, turns.following), float(LONGEST_STAY_SECONDS))
    timed = turns.mutate(stay=ibis.ifelse(turns.following.isnull(), ibis.null("float64"), stay))
    return timed.group_by(["visit", "page"]).agg(stay_seconds=timed.stay.sum())
