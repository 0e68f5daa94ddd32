"""Reading from what is kept: totals, return gaps, pairs of days."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from regard.asking.found import Found, Group, Reading, Sums
from regard.asking.plan import Asked, Timeline
from regard.asking.totals.additive import additive, columns_of
from regard.asking.totals.covering import Cover, cover
from regard.asking.totals.people import PeopleSums
from regard.asking.totals.slices import Slices
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.slices import GAPS, Wanted, total_columns
from regard.metrics.compile.totals import kept_columns
from regard.rows.derive import DerivedTables, Kept
from regard.rows.dimensions import EVERYTHING
from regard.rows.people_in_period import ACTIVITY
from regard.warehouses.warehouse import Warehouse

OfRows = Callable[[Sequence[Asked], Scope], Found]
"""From metrics that share rows, and a scope, to what is found in the rows."""

_SAID = {"touch_totals": "totals of events", "visit_totals": "totals of visits", "page_totals": "totals of pages"}


class TotalsReader:
    """Answers from what is kept beside the rows, where that covers the question."""

    def __init__(self, warehouse: Warehouse, rows: DerivedTables) -> None:
        """Start with nothing read."""
        self._slices = Slices(warehouse, rows)
        self._rows = rows
        self._kept = Kept()

    def kept(self, version: object) -> Kept:
        """Return what is kept; what was read of another state of the data is forgotten."""
        if not self._slices.is_at(version):
            self._kept = self._rows.kept()
        return self._kept

    def read(
        self, asked: Sequence[tuple[Asked, Timeline]], kept: Kept | None, of_rows: OfRows
    ) -> tuple[dict[str, Found], dict[str, Reading]]:
        """Return what is found for the metrics that are covered, and why the others are not, by label.

        `of_rows` gives what is found in rows, for what is counted in part from totals and in part from them.
        """
        settings = self._rows.settings
        covers = {one.label: cover(one, timeline.scope, kept, settings) for one, timeline in asked}
        found: dict[str, Found] = {}
        shared: dict[str, tuple[Cover, Scope, list[Asked]]] = {}
        for one, timeline in asked:
            covered = covers[one.label]
            if isinstance(covered, Reading):
                continue
            if one.metric.of == ACTIVITY:
                found[one.label] = self._activity(one, timeline.scope, covered, of_rows)
            elif covered.table == GAPS:
                found[one.label] = self._people(one, timeline.scope, covered)
            else:
                shared.setdefault(repr((covered, timeline.scope)), (covered, timeline.scope, []))[2].append(one)
        for covered, scope, members in shared.values():
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
        part = self._slices.read(wanted)
        sums, rows = additive(part, members, scope)
        return Found(sums, part.sql, Reading("totals", _said(_SAID[covered.table], covered), rows))

    def _people(self, one: Asked, scope: Scope, covered: Cover) -> Found:
        """Return the sums of a metric of people."""
        made = PeopleSums(one, scope, covered, self._slices.read)
        sums = made.places()
        sql = ";\n".join(dict.fromkeys(part.sql for part in made.read))
        activity = "active people" if covered.activity == "active" else "visitors"
        return Found(sums, sql, Reading("totals", _said(f"return gaps of {activity}", covered), made.rows))

    def _activity(self, one: Asked, scope: Scope, covered: Cover, of_rows: OfRows) -> Found:
        """Return the sums of active people over customers: of those who pay from rows, of the others from gaps."""
        made = PeopleSums(one, scope, covered, self._slices.read)
        paying = of_rows([one], replace(scope, only_paying=True))
        sums: dict[tuple[str, Group], Sums] = {}
        for span, active in zip(scope.spans, made.active(), strict=True):
            sums[span.label, ()] = _with_others(paying.at(span.label), one.label, active)
        sql = ";\n".join((*(part.sql for part in made.read), paying.sql))
        return Found(sums, sql, Reading("totals", "return gaps of active people, days of those who pay", made.rows))


def _with_others(paying: Sums | None, label: str, active: int) -> Sums:
    """Return the sums of those who pay with the active people who do not, each of whom is active and no customer."""
    told = {name: (paying or {}).get(f"{label} {name}") or 0 for name in ("x", "n", "s", "xx", "nn", "xn", "groups")}
    others = active - told["x"]
    told |= {name: told[name] + others for name in ("x", "s", "xx", "groups")}
    return {f"{label} {name}": number for name, number in told.items()}


def _said(what: str, covered: Cover) -> str:
    """Return what was read, as a person would say it."""
    return f"{what} by {covered.dimension}" if covered.dimension else what
