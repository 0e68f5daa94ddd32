"""The sums that are kept beside the rows of events: totals, return gaps, pairs of days and cohorts.

All are sums over visits or over people. They are added for what is made, and taken away again, by adding them with the
other sign, for what is made anew; rows of one key are put together from time to time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import ibis

from regard.rows import active_days, page_visits, people, touches, visits
from regard.rows import return_gaps as gaps
from regard.rows.cohorts import TABLE as COHORTS
from regard.rows.cohorts import cohorts
from regard.rows.day_pairs import TABLE as DAY_PAIRS
from regard.rows.day_pairs import day_pairs
from regard.rows.days import Days
from regard.rows.dimensions import DIMENSIONS
from regard.rows.log import kept_sql, records_of, to_sql
from regard.rows.totals import (
    GRAINS,
    VIEWS_INSIDE,
    Measures,
    by_dimension,
    dated_origins,
    dated_pages,
    dated_touches,
    dated_visits,
    visitor_days,
)
from regard.rows.visits import ORIGIN
from regard.warehouses.warehouse import Warehouse

_MOST_VALUES = 1_000
"""A dimension with more values than this is not kept: its totals would be as many as its rows."""

_TABLES = {"touches": touches.TABLE, "visits": visits.TABLE, "page_visits": page_visits.TABLE}
_OF_PEOPLE: Mapping[str, ibis.Table] = {
    table.get_name(): table for table in (gaps.TABLE, gaps.GROUPS, DAY_PAIRS, COHORTS)
}
_TEMPORARY = {part: f"dated_{part}" for part in ("own", "origin", "visits", "pages", "visitors", "near")}
_GATHERED = "gathered_"
NAMES = (*GRAINS, *_OF_PEOPLE)
"""The tables of sums."""


@dataclass(frozen=True)
class _Told:
    """What tells statements apart: by which names the rows go, whether their share is added or taken, their days."""

    renamed: Mapping[str, str]
    sign: int = 1
    days: Days | None = None


class KeptSums:
    """The sums that one workspace keeps."""

    def __init__(
        self, warehouse: Warehouse, measures: Mapping[str, Measures], dimensions: Sequence[str], week_start: str
    ) -> None:
        """Keep those of so many dimensions, among the standard ones; `measures` are by grain."""
        self._warehouse = warehouse
        self._measures = measures
        self._week_start = week_start
        self._settled = repr((sorted(dimensions), week_start))
        self._gathered: set[str] | None = None
        self.dimensions = {
            table: tuple(name for name in DIMENSIONS[grain] if name in dimensions)
            for table, grain in {**GRAINS, gaps.TABLE.get_name(): "visitors"}.items()
        }

    def begin(self) -> None:
        """Empty the tables of sums."""
        for name in NAMES:
            self._warehouse.drop(name)

    def add_rows(self, days: Days, renamed: Mapping[str, str], sign: int = 1) -> None:
        """Add the totals of touches, visits and pages of visits, which go by other names."""
        self.add_touches(days, renamed, sign)
        self.add_visits(renamed, sign)

    def add_touches(self, days: Days, renamed: Mapping[str, str], sign: int = 1) -> None:
        """Add the totals of touches."""
        measures, dimensions = self._measures["touches"], self.dimensions["touch_totals"]
        own = [name for name in dimensions if name not in ORIGIN]
        origin = [name for name in dimensions if name in ORIGIN]
        told = _Told(renamed, sign, days)
        self._add_part(
            ("touch_totals", "own"), lambda: dated_touches(dimensions, measures, days.of), (None, *own), told
        )
        self._add_part(("touch_totals", "origin"), lambda: dated_origins(dimensions, measures, days.of), origin, told)

    def add_visits(self, renamed: Mapping[str, str], sign: int = 1) -> None:
        """Add the totals of visits and of pages of visits."""
        of_visits, of_pages = (self.dimensions[table] for table in ("visit_totals", "page_totals"))
        visits_as, pages_as = (self._measures[grain] for grain in ("visits", "page_visits"))
        told = _Told(renamed, sign)
        self._add_part(("visit_totals", "visits"), lambda: dated_visits(of_visits, visits_as), (None, *of_visits), told)
        self._add_part(("page_totals", "pages"), lambda: dated_pages(of_pages, pages_as), (None, *of_pages), told)

    def add_people(self, renamed: Mapping[str, str], sign: int = 1, near: ibis.Table | None = None) -> None:
        """Add the return gaps, pairs of days and cohorts of people with all their days.

        `near` gives by `person` a `first` and a `last` day: visits outside of these are as they were.
        """
        told = _Told(renamed, sign)
        active, known = active_days.TABLE, people.TABLE
        dimensions = self.dimensions[gaps.TABLE.get_name()]
        part = "visitors" if near is None else "near"

        def visitors() -> ibis.Table:
            days = visitor_days(dimensions)
            return days if near is None else days.join(near.select("person", "first", "last"), "person")

        self._derive(part, visitors, told)
        edges = {} if near is None else {"first": "date", "last": "date"}
        columns = {"person": "string", "day": "date", **dict.fromkeys(dimensions, "string"), **edges}
        visited = ibis.table(columns, name=_TEMPORARY[part])
        every_day = visited if near is None else visitor_days(dimensions)
        parts: tuple[tuple[str, str, Callable[[], ibis.Table]], ...] = (
            ("active", "return_gaps", lambda: gaps.active_gaps(active, known)),
            (part, "return_gaps", lambda: gaps.visitor_gaps(visited, known, dimensions)),
            ("active", "group_gaps", lambda: gaps.group_gaps(active, known, gaps.ACTIVE)),
            (part, "group_gaps", lambda: gaps.group_gaps(every_day, known, gaps.VISITORS)),
            ("active", "day_pairs", lambda: day_pairs(active)),
            ("active", "cohorts", lambda: cohorts(active, self._week_start)),
        )
        for place, table, make in parts:
            self._append(table, place, make, told)
        self._warehouse.drop(_TEMPORARY[part])

    def compact(self, name: str) -> None:
        """Put rows of one key together in a table of sums."""
        self._warehouse.derive(name, to_sql(_together(self._kept(name)), self._warehouse.dialect))

    def _add_part(
        self,
        place: tuple[str, str],
        make: Callable[[], ibis.Table],
        dimensions: Sequence[str | None],
        told: "_Told",
    ) -> None:
        """Add the totals by dimension of dated rows, which are made once for all dimensions; `place` is table, part."""
        if dimensions:
            table, part = place
            self._derive(part, make, told)
            made = partial(self._by_dimension, place, make, dimensions)
            self._append(table, part, made, replace(told, renamed={}))
            self._warehouse.drop(_TEMPORARY[part])

    def _by_dimension(
        self, place: tuple[str, str], make: Callable[[], ibis.Table], dimensions: Sequence[str | None]
    ) -> ibis.Table:
        """Return the totals by dimension of the dated rows of a part."""
        table, part = place
        grain = GRAINS[table]
        sums = [*([VIEWS_INSIDE] if grain != "touches" else []), *self._measures[grain](_TABLES[grain])]
        return by_dimension(ibis.table(make().schema(), name=_TEMPORARY[part]), dimensions, sums)

    def _append(self, table: str, part: str, make: Callable[[], ibis.Table], told: "_Told") -> None:
        """Add rows to a table of sums, made where it is not there yet."""

        def signed() -> ibis.Table:
            rows = make()
            sums = [column for column in rows.columns if column not in _KEYS]
            return rows.mutate(**{column: -rows[column] for column in sums}) if told.sign < 0 else rows

        query = self._sql(("add", table, part), signed, told)
        if self._gathered is not None:
            self._gather(self._gathered, table, query)
        elif self._warehouse.has(table):
            self._warehouse.append(table, query)
        else:
            self._warehouse.derive(table, query)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Put what the block adds and takes away together before it is added: most of it cancels out."""
        self._gathered = set()
        yield
        for table in sorted(self._gathered):
            name = _GATHERED + table
            query = kept_sql(("together", self._settled, table), partial(self._net, table), self._warehouse.dialect)
            self._warehouse.append(table, query)
            self._warehouse.drop(name)
        self._gathered = None

    def _gather(self, gathered: set[str], table: str, query: str) -> None:
        """Put rows beside those that were gathered for a table."""
        if table in gathered:
            self._warehouse.append(_GATHERED + table, query)
        else:
            self._warehouse.derive(_GATHERED + table, query, temporary=True)
        gathered.add(table)

    def _net(self, name: str) -> ibis.Table:
        """Return what was gathered for a table, without what cancels out."""
        return _together(ibis.table(self._kept(name).schema(), name=_GATHERED + name))

    def _derive(self, part: str, make: Callable[[], ibis.Table], told: "_Told") -> None:
        """Make the temporary table of a part."""
        self._warehouse.derive(_TEMPORARY[part], self._sql(("dated", part), make, told), temporary=True)

    def _sql(self, name: object, make: Callable[[], ibis.Table], told: "_Told") -> str:
        """Return the SQL of what `make` makes, compiled once."""
        key = (name, told.sign, told.days, self._settled)
        return kept_sql(key, make, self._warehouse.dialect, told.renamed)

    def _kept(self, name: str) -> ibis.Table:
        """Return a table of sums as an expression."""
        if name in _OF_PEOPLE:
            return _OF_PEOPLE[name]
        grain = GRAINS[name]
        of_visits = {"back": "int32", VIEWS_INSIDE: "int64"} if grain != "touches" else {}
        measured = self._measures[grain](_TABLES[grain])
        kinds = {column: value.type() for column, value in measured.items()}
        keys = {"dimension": "string", "value": "string", "day": "date", "person_group": "int32"}
        return ibis.table({**keys, **of_visits, **kinds}, name=name)


_KEYS = ("activity", "dimension", "value", "day", "back", "seen", "person_group", "lag", "first_day")
"""The columns of tables of sums that are no sums."""


def _together(table: ibis.Table) -> ibis.Table:
    """Return the rows of a table of sums with those of one key put together, and those of nothing left out."""
    keys = [column for column in table.columns if column in _KEYS]
    sums = [column for column in table.columns if column not in _KEYS]
    rows = table.group_by(keys).agg(**{column: table[column].sum() for column in sums})
    return rows.filter(ibis.or_(*(rows[column] != 0 for column in sums)))


def measured_names(measures: Mapping[str, Measures]) -> dict[str, list[str]]:
    """Return what is summed of each grain, by name."""
    return {grain: list(measure(_TABLES[grain])) for grain, measure in measures.items()}


def kept_dimensions(warehouse: Warehouse) -> list[str]:
    """Return the standard dimensions that have few enough values in the log."""
    events = records_of("event")
    pages = dict.fromkeys(("page", "entry_page", "exit_page"), touches.page_of(events))
    fields = dict.fromkeys(name for names in DIMENSIONS.values() for name in names)
    counted = events.aggregate(
        **{name: (pages[name] if name in pages else events[name]).approx_nunique() for name in fields}
    )
    found = warehouse.run(to_sql(counted, warehouse.dialect)).to_pylist()[0]
    return [name for name in fields if found[name] <= _MOST_VALUES]
