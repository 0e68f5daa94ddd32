"""The standard dimensions: the fields by which totals and return gaps of each grain are kept."""

from collections.abc import Mapping

from regard.rows.visits import ORIGIN

EVERYTHING = ""
"""The dimension of what is not split; its value is null."""

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "touches": (*ORIGIN, "name", "type", "page"),
    "visits": (*ORIGIN, "entry_page", "exit_page"),
    "page_visits": (*ORIGIN, "page", "entry_page", "exit_page"),
    "visitors": ORIGIN,
}
"""By grain; `visitors` are the people with a visit, of whom return gaps are kept."""


def dimension_of(grain: str, field: str, *, whole: bool = False) -> str:
    """Return the dimension that a field of a question means on the rows of a grain.

    A path is a page, and where a metric speaks of whole visits a page is the one on which they began.
    """
    if field not in ("page", "path"):
        return field
    return "entry_page" if whole and grain == "visits" else "page"
