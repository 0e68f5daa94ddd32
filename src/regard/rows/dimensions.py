"""What totals and return gaps are kept by: standard and declared dimensions, groups of people, activities."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from regard.rows.grains.visits import ORIGIN

EVERYTHING = ""
"""The dimension of what is not split; its value is null."""

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "touches": (*ORIGIN, "name", "type", "page"),
    "visits": (*ORIGIN, "entry_page", "exit_page"),
    "page_visits": (*ORIGIN, "page", "entry_page", "exit_page"),
    "visitors": ORIGIN,
}
"""By grain; `visitors` are the people with a visit, of whom return gaps are kept."""

_DECLARED = "declared_"
"""What the columns of declared dimensions begin with, so that they meet no other column of any table."""

_TOGETHER = (
    ("channel", "referrer", "utm_source", "utm_medium", "utm_campaign"),
    ("country", "language"),
    ("device", "browser", "os"),
    ("entry_page", "exit_page"),
    ("name", "type"),
)


def bundles(dimensions: Sequence[str]) -> list[tuple[str, ...]]:
    """Return dimensions in bundles of those whose values hang together: they occur in few combinations.

    Rows are summed by combination first, and then by value; a dimension that hangs together with none is a bundle.
    """
    found = [tuple(name for name in together if name in dimensions) for together in _TOGETHER]
    bundled = {name for bundle in found for name in bundle}
    return [bundle for bundle in found if bundle] + [(name,) for name in dimensions if name not in bundled]


GROUPS = 64
"""Into how many groups people fall, by a hash of who they are that every engine computes alike."""

ACTIVE, VISITORS = "active", "visitors"
"""The two activities of return gaps: that of active days, and that of visits."""

LONGEST = 92
"""The most days that the days of a pair lie apart: all pairs within a quarter."""

TOTALS_OF: Mapping[str, str] = {
    "touch_totals": "touches",
    "visit_totals": "visits",
    "page_totals": "page_visits",
    "return_gaps": "visitors",
}
"""The tables that are split by dimensions, and by those of which rows."""


def by_table(kept: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return by which of the kept dimensions each table is split; by those that were declared all of them are."""
    declared = declared_among(sorted(kept))
    return {table: (*(name for name in DIMENSIONS[of] if name in kept), *declared) for table, of in TOTALS_OF.items()}


def column_of(name: str) -> str:
    """Return the column of a declared dimension in the table of visits, which is its name in totals and gaps too."""
    return f"{_DECLARED}{name}"


def name_of(dimension: str) -> str:
    """Return the name of a dimension of totals and gaps as questions have it."""
    return dimension.removeprefix(_DECLARED)


def declared_among(dimensions: Iterable[str]) -> tuple[str, ...]:
    """Return those of some dimensions that were declared."""
    return tuple(name for name in dimensions if name.startswith(_DECLARED))


def is_origin(dimension: str) -> bool:
    """Return whether a dimension tells where a visit came from: what its first event has holds for all of it."""
    return dimension in ORIGIN or dimension.startswith(_DECLARED)


def dimension_of(grain: str, field: str, declared: Collection[str] = (), *, whole: bool = False) -> str:
    """Return the dimension that a field of a question means on the rows of a grain; `declared` are names.

    A path is a page, and where a metric speaks of whole visits a page is the one on which they began.
    """
    if field in declared:
        return column_of(field)
    if field not in ("page", "path"):
        return field
    return "entry_page" if whole and grain == "visits" else "page"
