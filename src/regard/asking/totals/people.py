"""Sums of people: counted from return gaps, each once in every span, whatever the spans."""

from collections.abc import Sequence
from typing import Any

from regard.asking.found import shown_group
from regard.asking.places import Columns, Group
from regard.asking.plan import Asked
from regard.asking.totals.additive import moments_of
from regard.asking.totals.arrays import Slice
from regard.asking.totals.by_group import people_by_group, sums_by_group
from regard.asking.totals.counting import Counting
from regard.asking.totals.covering import IDENTIFIED, Cover
from regard.asking.totals.slices import Slices
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.slices import GAPS, GROUP_GAPS, OF_PEOPLE, PAIRS, TOTALS, Wanted, total_columns
from regard.metrics.compile.stored import kept_columns, person_column
from regard.metrics.kinds import Metric


class PeopleSums:
    """The sums of one metric of people."""

    def __init__(self, asked: Asked, scope: Scope, cover: Cover, slices: Slices) -> None:
        """Read nothing yet."""
        self._asked = asked
        self._scope = scope
        self._cover = cover
        self._slices = slices
        self.sql: list[str] = []
        self.rows = 0

    def places(self) -> Columns:
        """Return the sums by group and span."""
        import numpy as np

        groups: list[Group] = [()]
        told = [self._told(is_split=False)[0]]
        if self._scope.by:
            split, values = self._told(is_split=True)
            told.append(split)
            groups += [shown_group([value], self._scope) for value in values]
        return Columns({name: np.concatenate([each[name] for each in told]) for name in told[0]}, groups)

    def active(self) -> Any:
        """Return how many people are active in the period and in each of its buckets, as an array."""
        return self._gaps(is_split=False).within()[:, 0]

    def _told(self, *, is_split: bool) -> tuple[dict[str, Any], Sequence[str | None]]:
        """Return the sums by value and span, under the names that estimates know, and the values."""
        gaps = self._gaps(is_split=is_split)
        people = gaps.within()
        told: dict[str, Any] = {}
        for label, metric in self._asked.labelled():
            told |= {f"{label} {name}": numbers.T for name, numbers in self._numbers(metric, gaps, people).items()}
        return told, gaps.part.values

    def _numbers(self, metric: Metric[Any], gaps: Counting, people: Any) -> dict[str, Any]:
        """Return the sums of a metric by name, over spans and values."""
        column = person_column(metric)
        if column == "":
            parts = {f"part {part}": gaps.within(IDENTIFIED) for part in metric.parts}
            return {"x": people, "xx": people, "groups": people, **parts}
        if column == "is_new":
            new = gaps.inside()
            return {"x": new, "n": people, "xx": new, "nn": people, "xn": new, "groups": people}
        if column == "active_days":
            return self._of_days(gaps, people)
        return self._of_visits(people)

    def _gaps(self, *, is_split: bool) -> Counting:
        """Return what counts the gaps of everybody, of one value, or of each value of a dimension."""
        named = self._cover.dimension if is_split or self._scope.where else ""
        columns = ("back", "seen", "people", IDENTIFIED)
        wanted = Wanted(GAPS, columns, named, self._cover.activity, self._cover.where, is_split=is_split)
        return self._counting(self._slice(wanted))

    def _counting(self, part: Slice) -> Counting:
        """Return what counts the rows of a slice in the spans of the question."""
        return Counting(part, self._scope.days)

    def _slice(self, wanted: Wanted) -> Slice:
        """Return a slice, noting that its rows of these days are read."""
        part = self._slices.read(wanted)
        self.sql.append(part.sql)
        self.rows += len(part.between(self._scope.days).day)
        return part

    def _of_days(self, gaps: Counting, people: Any) -> dict[str, Any]:
        """Return the sums of how many days people were active, and of those squared, from pairs of days."""
        days = gaps.on_days()
        together = self._counting(self._slice(Wanted(PAIRS, ("lag", "people")))).inside("people", "lag")
        squares = days + 2 * together
        return {"x": days, "n": people, "xx": squares, "nn": people, "xn": days, "groups": people}

    def _of_visits(self, people: Any) -> dict[str, Any]:
        """Return the sums of visits and of people, by person group."""
        import numpy as np

        spans = self._scope.days
        made = self._slices.totals(Wanted(TOTALS["visits"], total_columns("visits", kept_columns("visits"))))
        visits = sums_by_group(made, [OF_PEOPLE], self._scope, range(1))[OF_PEOPLE]
        wanted = Wanted(GROUP_GAPS, ("back", "person_group", "people"), activity=self._cover.activity)
        groups = people_by_group(self._slice(wanted), spans)
        self.sql.append(made.once.sql)
        self.rows += made.rows(spans)
        moments = moments_of(visits, groups[:, np.newaxis])
        return {"x": visits.sum(axis=2), "n": people, **moments, "by_groups": np.ones_like(people)}
