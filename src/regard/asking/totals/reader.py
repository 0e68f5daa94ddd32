"""Reading from what is kept: totals, return gaps, pairs of days."""

from collections.abc import Sequence

from regard.asking.found import Found, Reading
from regard.asking.places import Columns
from regard.asking.plan import Asked, Timeline
from regard.asking.totals.additive import additive, columns_of
from regard.asking.totals.covering import Cover, cover
from regard.asking.totals.paying import Paying, read_paying
from regard.asking.totals.people import PeopleSums
from regard.asking.totals.slices import Slices
from regard.metrics.compile.paying import KINDS
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.slices import GAPS, Wanted, total_columns
from regard.metrics.compile.stored import kept_columns
from regard.records import RECORDS
from regard.rows.dimensions import EVERYTHING, name_of
from regard.rows.grains.people_in_period import ACTIVITY
from regard.rows.upkeep import Kept, Upkeep
from regard.warehouses.warehouse import Warehouse

_SAID = {"touch_totals": "totals of events", "visit_totals": "totals of visits", "page_totals": "totals of pages"}


class TotalsReader:
    """Answers from what is kept beside the rows, where that covers the question."""

    def __init__(self, warehouse: Warehouse, rows: Upkeep) -> None:
        """Start with nothing read."""
        self._slices = Slices(warehouse, rows)
        self._warehouse = warehouse
        self._rows = rows
        self._kept = Kept()
        self._paying: Paying | None = None
        self.recorded: frozenset[str] = frozenset()
        """The kinds of record of which any was ever kept."""

    def kept(self, version: object) -> Kept:
        """Return what is kept beside the rows; what was read of another state of the data is forgotten."""
        if self._slices.is_at(version):
            return self._kept
        self._kept = self._rows.kept()
        self._paying = None
        versions = self._warehouse.versions()
        self.recorded = frozenset(record.name for record in RECORDS if versions.get(record.table))
        return self._kept

    def read(
        self, asked: Sequence[tuple[Asked, Timeline]], kept: Kept | None
    ) -> tuple[dict[str, Found], dict[str, Reading]]:
        """Return what is found for the metrics that are covered, and why the others are not, by label."""
        settings = self._rows.settings
        covers = {one.label: cover(one, timeline.scope, kept, settings) for one, timeline in asked}
        found: dict[str, Found] = {}
        shared: list[tuple[Cover, Scope, list[Asked]]] = []
        for one, timeline in asked:
            covered = covers[one.label]
            if isinstance(covered, Reading):
                continue
            if one.metric.of == ACTIVITY:
                found[one.label] = self._activity(one, timeline.scope, covered)
            elif covered.table == GAPS:
                found[one.label] = self._people(one, timeline.scope, covered)
            else:
                same = next((them for *key, them in shared if key == [covered, timeline.scope]), None)
                if same is None:
                    shared.append((covered, timeline.scope, [one]))
                else:
                    same.append(one)
        for covered, scope, members in shared:
            told = self._added(members, scope, covered)
            found.update({one.label: told for one in members})
        return found, {label: why for label, why in covers.items() if isinstance(why, Reading)}

    def _added(self, members: Sequence[Asked], scope: Scope, covered: Cover) -> Found:
        """Return the sums of metrics of one grain."""
        grain = members[0].metric.of.name
        is_everything = covered.dimension == EVERYTHING
        # What is split by nothing is small: all of it is read at once, whatever is asked first.
        columns = kept_columns(grain) if is_everything else columns_of(members)
        wanted = Wanted(
            covered.table,
            total_columns(grain, list(columns)),
            covered.dimension,
            where=covered.where,
            is_split=bool(scope.by),
        )
        halves = self._slices.totals(wanted)
        sums, rows = additive(halves, members, scope)
        return Found(sums, halves.once.sql, Reading("totals", _said(_SAID[covered.table], covered), rows))

    def _people(self, one: Asked, scope: Scope, covered: Cover) -> Found:
        """Return the sums of a metric of people."""
        made = PeopleSums(one, scope, covered, self._slices)
        sums = made.places()
        sql = ";\n".join(dict.fromkeys(made.sql))
        activity = "active people" if covered.activity == "active" else "visitors"
        return Found(sums, sql, Reading("totals", _said(f"return gaps of {activity}", covered), made.rows))

    def _activity(self, one: Asked, scope: Scope, covered: Cover) -> Found:
        """Return the sums of active people over customers who pay: of each, and of those who are both."""
        made = PeopleSums(one, scope, covered, self._slices)
        told = self._who_pays()
        x, (n, xn) = made.active(), told.numbers(scope.days)
        people = x + n - xn
        numbers = {"x": x, "n": n, "s": people, "xx": x, "nn": n, "xn": xn, "groups": people}
        sums = Columns({f"{one.label} {name}": column[None] for name, column in numbers.items()}, [()])
        sql = ";\n".join(filter(None, (*made.sql, told.sql)))
        return Found(sums, sql, Reading("totals", "return gaps of active people, days of those who pay", made.rows))

    def _who_pays(self) -> Paying:
        """Return who pays, as the data says now."""
        if self._paying is None:
            is_any = not self.recorded.isdisjoint(KINDS)
            self._paying = read_paying(self._warehouse, self._rows.settings.zone, is_any=is_any)
        return self._paying


def _said(what: str, covered: Cover) -> str:
    """Return what was read, as a person would say it."""
    return f"{what} by {name_of(covered.dimension)}" if covered.dimension else what
