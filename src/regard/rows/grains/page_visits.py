"""Page visits: one page within one visit, however often it was seen there."""

from regard.rows.columns import Flag, Number, Text
from regard.rows.row import Rows


class PageVisit:
    """One page of one visit."""

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
