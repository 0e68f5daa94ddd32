"""Visits: what a person does on a device without a long pause, or under one session id."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import ibis

from regard.rows.days import DayOf
from regard.rows.dimensions import declared_among
from regard.rows.grains.visits import ORIGIN
from regard.rows.seconds import seconds_between
from regard.rows.touches import microseconds, origins_table

ENGAGED_SECONDS = 10
ENGAGED_PAGES = 2
DAY_SECONDS = 86_400


_WIDE = "decimal(38, 0)"
"""What Ibis has for integers of 128 bits, a type of DuckDB's own."""

_MOST_PLACES = 13
"""The factorial of this is more than any place, which has 32 bits."""


TABLE = ibis.table(
    {
        "visit": "uint64",
        "number": "int32",
        **dict.fromkeys(("session_id", "entry_page", "exit_page", *ORIGIN), "string"),
        **dict.fromkeys(("start", "end"), "timestamp(6)"),
        "day": "date",
        **dict.fromkeys(("reaches_back", "reaches_on"), "int32"),
        **dict.fromkeys(("duration", "engaged_seconds"), "float64"),
        **dict.fromkeys(("page_views", "events", "interactions"), "int64"),
        **dict.fromkeys(("identified", "is_bounce", "is_engaged", "is_overlong"), "boolean"),
    },
    name="visits",
)
"""`visit` is the key of a visit in all tables, `number` that of the person.

`day` is that of the first event that can open a visit; attention may reach some days back before it and on after.
"""


def table(dimensions: Iterable[str] = ()) -> ibis.Table:
    """Return the table of visits with the columns of those among some dimensions that were declared."""
    declared = declared_among(dimensions)
    if not declared:
        return TABLE
    return ibis.table({**dict(TABLE.schema().items()), **dict.fromkeys(declared, "string")}, name=TABLE.get_name())


def visits(
    touches: ibis.Table, goals: Sequence[ibis.Table], day_of: DayOf, dimensions: Sequence[str] = ()
) -> ibis.Table:
    """Return one row per visit, from touches and, for each declared goal, the events that reach it.

    `day_of` gives the local day of an instant; `dimensions` are the columns of declared ones.
    """
    inside = touches.filter(touches.visit.notnull())
    key = _in_order(inside)
    is_page = inside.type == "page"
    grouped = inside.group_by("visit").agg(
        number=inside.number.arbitrary(),
        session_id=inside.session_id.arbitrary(),
        identified=inside.identified.any(),
        start=inside.time.min(where=inside.opens),
        end=inside.time.max(where=inside.opens),
        engaged_seconds=inside.engaged_ms.sum() / 1000.0,
        page_views=is_page.sum(),
        events=inside.opens.sum(),
        interactions=((inside.type == "track") & inside.interactive.fill_null(True)).sum(),
        entry_page=_page_of_first(inside.page, key, where=is_page),
        exit_page=_page_of_last(inside.page, key, where=is_page),
        origin=_origin_of_first(inside.origin, key, where=inside.opens),
        first_touch=inside.time.min(),
        last_touch=inside.time.max(),
    )
    opened = grouped.filter(grouped.events > 0)
    counted = _with_verdicts(_with_conversion(opened, inside, goals))
    told = counted.join(origins_table(dimensions), "origin")
    day = day_of(told.start)
    return told.mutate(
        day=day,
        reaches_back=day.delta(day_of(told.first_touch), unit="day").cast("int32"),
        reaches_on=day_of(told.last_touch).delta(day, unit="day").cast("int32"),
    ).select(*table(dimensions).columns)


def visit_id(visits: ibis.Table) -> ibis.expr.types.StringValue:
    """Return the name of each visit, of those with their `person`, outside of the tables.

    It says whose the visit is, and tells it by its session id or else its start.

    The length stands before the person, so that no two visits have one name: ids may hold any character.
    """
    person = visits.person.length().cast("string") + ":" + visits.person
    by_gap = "@" + microseconds(visits.start).cast("string")
    within = ibis.ifelse(visits.session_id.isnull(), by_gap, "|" + visits.session_id)
    return ibis.ifelse(visits.person.isnull(), "-", person) + within


def _in_order(touches: ibis.Table) -> ibis.expr.types.DecimalValue:
    """Return a number for each touch that puts those of a visit in order: by time, then by place.

    DuckDB compares integers as they are, up to 128 bits; of two columns it makes a text for each row, which is slow.
    """
    place_value: ibis.expr.types.DecimalScalar = _factorial(ibis.literal(_MOST_PLACES, "int32"))
    return microseconds(touches.time) * place_value + touches.place


@ibis.udf.scalar.builtin(name="factorial", signature=(("int32",), _WIDE))  # type: ignore[untyped-decorator]
def _factorial(number: int) -> Decimal:  # type: ignore[empty-body]
    """Return a factorial: of the functions of DuckDB the one that makes an integer of 128 bits."""


@ibis.udf.agg.builtin(name="arg_min_null", signature=(("string", _WIDE), "string"))  # type: ignore[untyped-decorator]
def _page_of_first(page: str, key: Decimal) -> str:  # type: ignore[empty-body]
    """Return the page, or that there is none, where the key is least."""


@ibis.udf.agg.builtin(name="arg_max_null", signature=(("string", _WIDE), "string"))  # type: ignore[untyped-decorator]
def _page_of_last(page: str, key: Decimal) -> str:  # type: ignore[empty-body]
    """Return the page, or that there is none, where the key is greatest."""


@ibis.udf.agg.builtin(name="arg_min_null", signature=(("int64", _WIDE), "int64"))  # type: ignore[untyped-decorator]
def _origin_of_first(origin: int, key: Decimal) -> int:  # type: ignore[empty-body]
    """Return the origin where the key is least."""


def _with_conversion(opened: ibis.Table, inside: ibis.Table, goals: Sequence[ibis.Table]) -> ibis.Table:
    """Return visits with whether they reached any declared goal."""
    if not goals:
        return opened.mutate(converts=ibis.literal(False))
    reached = ibis.union(*goals, distinct=True) if len(goals) > 1 else goals[0].distinct()
    converting = inside.semi_join(reached, "event").select("visit").distinct().mutate(reached=True)
    joined = opened.left_join(converting, "visit")
    return joined.select(opened, converts=converting.reached.fill_null(False))


def _with_verdicts(opened: ibis.Table) -> ibis.Table:
    """Return visits with their duration and whether they bounced, engaged, lasted too long."""
    length = seconds_between(opened.start, opened.end)
    is_bounce = (opened.page_views == 1) & (opened.interactions == 0)
    is_engaged = (
        (opened.engaged_seconds.fill_null(0) >= ENGAGED_SECONDS)
        | (opened.page_views >= ENGAGED_PAGES)
        | opened.converts
    )
    return opened.mutate(
        duration=ibis.ifelse(is_bounce, 0.0, length),
        is_bounce=is_bounce,
        is_engaged=is_engaged,
        is_overlong=length > DAY_SECONDS,
    )
