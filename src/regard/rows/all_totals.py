"""The totals of all rows at once, as they are made anew; they are those of `totals`, which tells what they are.

Rows are summed by combination first, of values of dimensions that hang together, and these sums by value of each.
"""

from collections.abc import Mapping, Sequence

import ibis

from regard.rows import page_visits, people, touches, visits
from regard.rows.closed_values import joined_outside
from regard.rows.combinations import NONE, Combinations
from regard.rows.days import DayOf
from regard.rows.dimensions import bundles, is_origin
from regard.rows.log import records_of
from regard.rows.totals import (
    PLACE,
    PLACE_OF_VISIT,
    VIEWS_INSIDE,
    Measures,
    by_day,
    fields_of,
    of_dimension,
    summed,
    with_declared,
)
from regard.rows.visit_days import LATER_PAGE_DAYS, LATER_VISIT_DAYS

DATED_VISITS, OUTSIDE = "dated_visits", "dated_outside"
"""The temporary tables of visits by day, and of events outside of visits."""

_DECIMALS = 9
"""Further digits of sums of seconds are noise of adding them up, which takes more room than the sums."""


def dated_visits(measures: Measures, combinations: Combinations) -> ibis.Table:
    """Return visits once for every day of theirs: what is measured, their person and group, their combinations."""
    rows = by_day(visits.table(combinations.dimensions), "page_views", LATER_VISIT_DAYS, ["visit"])
    needed = ["visit", "number", *fields_of(measures(visits.TABLE)), "day", "back", VIEWS_INSIDE, *combinations.codes()]
    return _grouped(combinations.coded(rows), "visit", list(dict.fromkeys(needed)))


def visit_totals(dated: ibis.Table, measures: Measures, combinations: Combinations) -> ibis.Table:
    """Return the totals of visits, which are dated."""
    sums = {**measures(dated), VIEWS_INSIDE: dated[VIEWS_INSIDE]}
    return _rounded(_by_combination(dated, combinations, PLACE_OF_VISIT, sums))


def page_totals(dated: ibis.Table, measures: Measures, combinations: Combinations, own: Sequence[str]) -> ibis.Table:
    """Return the totals of pages of visits: by what their visits have, which are dated, and by their own dimensions."""
    rows = by_day(page_visits.TABLE, "views", LATER_PAGE_DAYS, ["visit", "page"])
    needed = [*own, *fields_of(measures(page_visits.TABLE)), "day", "back", VIEWS_INSIDE]
    told = _told(dated, combinations, ["person_group"])
    rows = rows.join(told, "visit").select(*dict.fromkeys(needed), "person_group", *combinations.codes())
    sums = {**measures(rows), VIEWS_INSIDE: rows[VIEWS_INSIDE]}
    by_visit = _by_combination(rows, combinations, PLACE_OF_VISIT, sums)
    return _rounded(_with_own(by_visit, [(name, summed(rows, [name, *PLACE_OF_VISIT], sums)) for name in own]))


def touch_totals(
    dated: ibis.Table, measures: Measures, combinations: Combinations, own: Sequence[str], day_of: DayOf
) -> ibis.Table:
    """Return the totals of events: by dimensions of their own, and by where their visit came from, else themselves."""
    inside = _touches_by(["visit"], measures, day_of)
    names = [name for name in inside.columns if name not in ("visit", *PLACE)]
    origin = [bundle for bundle in combinations.bundles if is_origin(bundle[0])]
    codes = [combinations.code(bundle) for bundle in origin]
    inside = inside.left_join(_told(dated, combinations), "visit")
    inside = inside.select(*PLACE, *names, **{code: inside[code].fill_null(NONE) for code in codes})
    outside = combinations.coded(ibis.table(outside_visits(measures, combinations, day_of).schema(), name=OUTSIDE))
    rows = ibis.union(inside, outside.select(*inside.columns))
    by_visit = _by_combination(rows, combinations, PLACE, {name: rows[name] for name in names}, origin)
    parts = [
        (name, of_dimension(found, name, PLACE, names).rename({name: "value"}))
        for bundle in bundles(own)
        for found in [_touches_by(bundle, measures, day_of)]
        for name in bundle
    ]
    return _rounded(_with_own(by_visit, parts))


def outside_visits(measures: Measures, combinations: Combinations, day_of: DayOf) -> ibis.Table:
    """Return the sums of events outside of visits by their own origin; none of them has a session id."""
    origin = [name for bundle in combinations.bundles for name in bundle if is_origin(name)]
    table, log = touches.TABLE, records_of("event")
    rows = table.filter(table.visit.isnull()).mutate(day=day_of(table.time))
    events = with_declared(log.filter(log.session_id.isnull()), combinations.log.declared)
    rows = _grouped(
        joined_outside(rows, events, origin, combinations.log),
        "lone_id",
        [*dict.fromkeys([*fields_of(measures(table)), *origin]), "day"],
    )
    return summed(rows, [*origin, *PLACE], measures(rows))


def _touches_by(keys: Sequence[str], measures: Measures, day_of: DayOf) -> ibis.Table:
    """Return the sums of events, within visits where the key is the visit, by columns of their own."""
    table = touches.TABLE
    rows = table.filter(table.visit.notnull()) if "visit" in keys else table
    # Each key reads the few columns that it needs: what is read once for all keys has to be held in memory.
    rows = rows.select(*dict.fromkeys(["lone_id", "number", *fields_of(measures(table)), *keys]), day=day_of(rows.time))
    rows = _grouped(rows, "lone_id", [name for name in rows.columns if name not in ("lone_id", "number")])
    return summed(rows, [*keys, *PLACE], measures(rows))


def _told(dated: ibis.Table, combinations: Combinations, further: Sequence[str] = ()) -> ibis.Table:
    """Return what is told of each visit, once."""
    return dated.filter(dated.back.isnull()).select("visit", *further, *combinations.codes())


def _grouped(rows: ibis.Table, name: str, columns: Sequence[str]) -> ibis.Table:
    """Return some columns of rows with the group of their person; nobody's have the group of their `name`."""
    known = rows.join(people.TABLE.select("number", "person_group"), "number")
    nobody = rows.filter(rows.number.isnull())
    own = people.group_of(people.nobody(nobody[name]))
    return ibis.union(known.select(*columns, "person_group"), nobody.select(*columns, person_group=own))


def _by_combination(
    rows: ibis.Table,
    combinations: Combinations,
    place: Sequence[str],
    sums: Mapping[str, ibis.Value],
    chosen: Sequence[tuple[str, ...]] | None = None,
) -> ibis.Table:
    """Return the sums of rows by everything and the values of the dimensions in all bundles, or in those chosen."""
    parts = [
        (bundle, summed(rows, [combinations.code(bundle), *place], sums))
        for bundle in (combinations.bundles if chosen is None else chosen)
    ]
    return combinations.by_value(parts, place)


def _with_own(rows: ibis.Table, own: Sequence[tuple[str, ibis.Table]]) -> ibis.Table:
    """Return totals, which are in order, with those by further dimensions, each of which is a column of its sums."""
    place = [name for name in PLACE_OF_VISIT if name in rows.columns]
    parts = [
        found.order_by([name, *place]).mutate(dimension=ibis.literal(name), value=ibis._[name]).select(*rows.columns)
        for name, found in own
    ]
    return ibis.union(rows, *parts)


def _rounded(rows: ibis.Table) -> ibis.Table:
    """Return totals without the digits that mean nothing."""
    floats = [name for name in rows.columns if rows[name].type().is_floating()]
    return rows.mutate(**{name: rows[name].round(_DECIMALS) for name in floats})
