"""The sums that are kept beside the rows of events: totals, return gaps, pairs of days and cohorts.

All are sums over visits or over people, made anew here from all rows; what a batch changes is added to them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

import ibis

from regard.rows import active_days, all_totals, combinations, people, touches, visits
from regard.rows import return_gaps as gaps
from regard.rows.cohorts import TABLE as COHORTS
from regard.rows.cohorts import cohorts
from regard.rows.combinations import Combinations
from regard.rows.day_pairs import TABLE as DAY_PAIRS
from regard.rows.day_pairs import day_pairs
from regard.rows.days import Days
from regard.rows.declared_dimensions import NOTHING, Declared
from regard.rows.dimensions import ACTIVE, DIMENSIONS, VISITORS, by_table, column_of
from regard.rows.grains.visits import ORIGIN
from regard.rows.log import kept_sql, records_of, to_sql
from regard.rows.logged import WHOLE, Log
from regard.rows.page_visits import TABLE as PAGE_VISITS
from regard.rows.totals import GRAINS, Measures
from regard.warehouses.warehouse import Warehouse

_MOST_VALUES = 1_000
"""A dimension with more values than this is not kept: its totals would be as many as its rows."""

_LOOKED_AT = 1_000_000
"""In about so many events of a longer log the values of dimensions are counted."""

_TABLES = {"touches": touches.TABLE, "visits": visits.TABLE, "page_visits": PAGE_VISITS}
_KEYS = ("activity", "dimension", "value", "day", "back", "seen", "person_group", "lag", "first_day")
"""The columns of tables of sums that are no sums."""

NAMES = (*GRAINS, *(table.get_name() for table in (gaps.TABLE, gaps.GROUPS, DAY_PAIRS, COHORTS)))
"""The tables of sums."""

_Made = dict[str, Callable[[], ibis.Table]]


class KeptSums:
    """The sums that one workspace keeps."""

    def __init__(
        self,
        warehouse: Warehouse,
        measures: Mapping[str, Measures],
        dimensions: Sequence[str],
        week_start: str,
        log: Log = WHOLE,
    ) -> None:
        """Keep those of so many dimensions, among the standard and the declared ones; `measures` are by grain."""
        self._warehouse = warehouse
        self.measures = measures
        self.week_start = week_start
        declared = {name: field for name, field in log.declared.items() if column_of(name) in dimensions}
        self.log = Log(declared, log.is_short)
        self.settled = repr((sorted(dimensions), week_start, self.log))
        self.dimensions = by_table(dimensions)
        self._combinations = Combinations(self.dimensions["visit_totals"], self.log)

    def begin(self) -> None:
        """Drop the tables of sums."""
        for name in NAMES:
            self._warehouse.drop(name)

    def rebuild(self, days: Days) -> None:
        """Make all sums from the rows that are kept.

        Each table is written once, in the order of its keys: it takes less room, and a question reads less.
        """
        known, events = self._combinations, self.measures["touches"]
        outside = partial(all_totals.outside_visits, events, known, days.of)
        temporary: _Made = {
            all_totals.OUTSIDE: outside,
            combinations.COMBINATIONS: lambda: known.found(
                visits.table(known.dimensions), ibis.table(outside().schema(), name=all_totals.OUTSIDE)
            ),
            combinations.NAMED: known.named,
            all_totals.DATED_VISITS: partial(all_totals.dated_visits, self.measures["visits"], known),
        }
        for name, make in temporary.items():
            self._warehouse.derive(name, self._sql(name, make, days), temporary=True)
        for name, make in {**self._totals(days), **self._sums_of_people()}.items():
            self._warehouse.derive(name, self._sql(name, partial(_something, make), days))
        for name in temporary:
            self._warehouse.drop(name)

    def _totals(self, days: Days) -> _Made:
        """Return what makes the totals, by table."""
        known, measures = self._combinations, self.measures
        pages, events = (self._own(table) for table in ("page_totals", "touch_totals"))
        return {
            "touch_totals": lambda: all_totals.touch_totals(
                self._dated_visits, measures["touches"], known, events, days.of
            ),
            "visit_totals": lambda: all_totals.visit_totals(self._dated_visits, measures["visits"], known),
            "page_totals": lambda: all_totals.page_totals(self._dated_visits, measures["page_visits"], known, pages),
        }

    def _sums_of_people(self) -> _Made:
        """Return what makes the sums over people, by table."""
        active, known = active_days.TABLE, people.TABLE
        places = {name: self._combinations.places(name) for name in self.dimensions[gaps.TABLE.get_name()]}

        def visited() -> ibis.Table:
            rows = self._dated_visits
            return rows.filter(rows.number.notnull())

        def return_gaps() -> ibis.Table:
            return ibis.union(gaps.active_gaps(active, known), gaps.visitor_gaps(visited(), known, places))

        def group_gaps() -> ibis.Table:
            grouped = active.join(known.select("number", "person_group"), "number")
            return ibis.union(gaps.group_gaps(grouped, ACTIVE), gaps.group_gaps(visited(), VISITORS))

        return {
            gaps.TABLE.get_name(): return_gaps,
            gaps.GROUPS.get_name(): group_gaps,
            DAY_PAIRS.get_name(): lambda: day_pairs(active).order_by(["day", "lag"]),
            COHORTS.get_name(): lambda: cohorts(active, self.week_start).order_by(["first_day", "day"]),
        }

    def _own(self, table: str) -> list[str]:
        """Return the dimensions of a table that are no dimensions of visits."""
        return [name for name in self.dimensions[table] if name not in self.dimensions["visit_totals"]]

    @cached_property
    def _dated_visits(self) -> ibis.Table:
        """The temporary table of visits by day."""
        made = all_totals.dated_visits(self.measures["visits"], self._combinations)
        return ibis.table(made.schema(), name=all_totals.DATED_VISITS)

    def _sql(self, name: str, make: Callable[[], ibis.Table], days: Days) -> str:
        """Return the SQL of what `make` makes, compiled once."""
        return kept_sql(("all sums", name, days, self.settled), make, self._warehouse.dialect)


def _something(make: Callable[[], ibis.Table]) -> ibis.Table:
    """Return rows of sums, but for those of nothing."""
    rows = make()
    return rows.filter(ibis.or_(*(rows[column] != 0 for column in rows.columns if column not in _KEYS)))


def measured_names(measures: Mapping[str, Measures]) -> dict[str, list[str]]:
    """Return what is summed of each grain, by name."""
    return {grain: list(measure(_TABLES[grain])) for grain, measure in measures.items()}


def kept_dimensions(warehouse: Warehouse, events: int, declared: Declared = NOTHING) -> list[str]:
    """Return the standard and declared dimensions with few enough values in the log, which has so many events.

    Of those of visits the one with the fewest is always kept: what is summed by it is summed to everything.
    """
    log = records_of("event")
    if events > _LOOKED_AT:
        log = log.sample(_LOOKED_AT / events, method="block", seed=1)
    log = log.mutate(page=touches.page_of(log))
    fields = dict.fromkeys(name for names in DIMENSIONS.values() for name in names)
    of_event = {name: "page" if name in ("entry_page", "exit_page") else name for name in fields}
    columns = {name: log[name] for name in dict.fromkeys(of_event.values())} | touches.values_of(log, declared)
    of_event |= {column: column for column in map(column_of, declared)}
    counted = log.aggregate(**{name: column.approx_nunique() for name, column in columns.items()})
    found = warehouse.run(to_sql(counted, warehouse.dialect)).to_pylist()[0]
    fewest = min(ORIGIN, key=lambda name: int(found[name]))
    return [name for name, field in of_event.items() if found[field] <= _MOST_VALUES or name == fewest]
