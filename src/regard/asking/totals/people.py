"""Sums of people: counted from return gaps, each once in every span, whatever the spans."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from regard.asking.found import shown_group
from regard.asking.plan import Asked
from regard.asking.totals.additive import Places, by_group, days_of, labels_of, listed, moments_of
from regard.asking.totals.covering import IDENTIFIED, Cover
from regard.asking.totals.slices import Slice, envelope
from regard.asking.totals.spans import (
    LONGEST_TABLE,
    NEVER,
    Days,
    Table,
    make_table,
    spans_counting,
    sums_in_spans,
)
from regard.metrics.compile.scope import Scope
from regard.metrics.compile.slices import GAPS, GROUP_GAPS, PAIRS, TOTALS, Wanted
from regard.metrics.compile.totals import OF_PEOPLE, person_column
from regard.metrics.kinds import Metric
from regard.rows.people import GROUPS

Read = Callable[[Wanted], Slice]


class PeopleSums:
    """The sums of one metric of people."""

    def __init__(self, asked: Asked, scope: Scope, cover: Cover, read: Read) -> None:
        """Read nothing yet."""
        self._asked = asked
        self._scope = scope
        self._cover = cover
        self._read = read
        self.read: list[Slice] = []
        self.rows = 0

    def places(self) -> Places:
        """Return the sums by bucket and group."""
        splits = [False, True] if self._scope.by else [False]
        places: Places = {}
        for is_split in splits:
            for label, metric in self._asked.labelled():
                numbers, values = self._numbers(metric, is_split=is_split)
                groups = [shown_group([value], self._scope) if is_split else () for value in values]
                keys = [(bucket, group) for bucket in labels_of(self._scope) for group in groups]
                named = {f"{label} {name}": column for name, column in numbers.items()}
                rows = [dict(zip(named, row, strict=True)) for row in zip(*named.values(), strict=True)]
                counting = numbers.get("n", numbers["x"])
                places |= {
                    key: {**places.get(key, {}), **row}
                    for key, row, people in zip(keys, rows, counting, strict=True)
                    if people
                }
        return places

    def active(self) -> list[int]:
        """Return how many people are active in the period and in each of its buckets."""
        found: list[int] = listed(self._count(self._gaps(is_split=False)), is_whole=True)
        return found

    def _numbers(self, metric: Metric[Any], *, is_split: bool) -> tuple[dict[str, list[Any]], Sequence[str | None]]:
        """Return the sums of a metric by name, over spans and values, and the values."""
        column = person_column(metric)
        gaps = self._gaps(is_split=is_split)
        people = self._count(gaps)
        if column == "":
            parts = {f"part {part}": listed(self._identified(gaps), is_whole=True) for part in metric.parts}
            counted = listed(people, is_whole=True)
            return {"x": counted, "xx": counted, "groups": counted, **parts}, gaps.values
        if column == "is_new":
            return _of_flags(self._new(gaps), people), gaps.values
        if column == "active_days":
            return self._of_days(gaps, people), gaps.values
        return self._of_visits(people), gaps.values

    def _gaps(self, *, is_split: bool) -> Slice:
        """Return the gaps that count here: of everybody, of one value, or of each value of a dimension."""
        named = self._cover.dimension if is_split or self._scope.where else ""
        columns = ("back", "seen", "people", IDENTIFIED)
        return self._slice(Wanted(GAPS, columns, named, self._cover.activity, self._cover.where, is_split=is_split))

    def _slice(self, wanted: Wanted) -> Slice:
        """Return the rows of a slice that may count."""
        rows = self._read(wanted).between(*envelope([span for spans in days_of(self._scope) for span in spans]))
        self.read.append(rows)
        self.rows += len(rows.day)
        return rows

    def _count(self, rows: Slice, column: str = "people", days: Days | None = None) -> Any:
        """Return how many people count in each span, the period first, for each value."""
        import numpy as np

        run = envelope([span for spans in days_of(self._scope) for span in spans])
        if days is None and len(rows.values) == 1 and run[1] - run[0] < LONGEST_TABLE:
            key = ("table", column)
            if key not in rows.memo:
                rows.memo[key] = make_table(rows.days(), rows.columns[column], run)
            table: Table = rows.memo[key]
            return np.concatenate([table.within(spans) for spans in days_of(self._scope) if spans])[:, np.newaxis]
        width = len(rows.values)
        known = days or rows.days()
        parts = [
            sums_in_spans(spans_counting(known, spans), len(spans), rows.place, width, [rows.columns[column]])[0]
            for spans in days_of(self._scope)
            if spans
        ]
        return np.concatenate(parts)

    def _identified(self, gaps: Slice) -> Any:
        """Return how many of the people are identified."""
        return self._count(gaps, IDENTIFIED)

    def _new(self, gaps: Slice) -> Any:
        """Return how many of the people were first seen in each span."""
        import numpy as np

        first = gaps.columns["back"] < 0
        rows = _only(gaps, first)
        days = Days(rows.day, np.full(len(rows.day), NEVER), rows.day - rows.columns["seen"])
        return self._count(rows, days=days)

    def _of_days(self, gaps: Slice, people: Any) -> dict[str, list[Any]]:
        """Return the sums of how many days people were active, and of those squared, from pairs of days."""
        import numpy as np

        person_days = self._count(gaps, days=Days(gaps.day, np.full(len(gaps.day), NEVER)))
        pairs = self._slice(Wanted(PAIRS, ("lag", "people")))
        apart = self._count(pairs, days=Days(pairs.day, pairs.day - pairs.columns["lag"]))
        together = self._count(pairs, days=Days(pairs.day, np.full(len(pairs.day), NEVER))) - apart
        n, x = listed(people, is_whole=True), listed(person_days, is_whole=True)
        squares = listed(person_days + 2 * together, is_whole=True)
        return {"x": x, "n": n, "xx": squares, "nn": n, "xn": x, "groups": n}

    def _of_visits(self, people: Any) -> dict[str, list[Any]]:
        """Return the sums of visits and of people, by person group."""
        made = self._slice(Wanted(TOTALS["visits"], ("back", "person_group", OF_PEOPLE)))
        visits = by_group(made, [OF_PEOPLE], self._scope)[OF_PEOPLE][:, 0]
        wanted = Wanted(GROUP_GAPS, ("back", "person_group", "people"), activity=self._cover.activity)
        groups = self._slice(wanted)
        key = ("groups", repr(days_of(self._scope)))
        if key not in groups.memo:
            who = replace(groups, values=(None,) * GROUPS, place=groups.columns["person_group"])
            groups.memo[key] = self._count(who)
        by_person_group = groups.memo[key]
        moments = {name: listed(one) for name, one in moments_of(visits, by_person_group).items()}
        x, n = listed(visits.sum(axis=-1), is_whole=True), listed(people, is_whole=True)
        return {"x": x, "n": n, **moments, "by_groups": [True] * len(n)}


def _of_flags(flags: Any, people: Any) -> dict[str, list[Any]]:
    """Return the sums of a flag of people, each of whom is one row."""
    x, n = listed(flags, is_whole=True), listed(people, is_whole=True)
    return {"x": x, "n": n, "xx": x, "nn": n, "xn": x, "groups": n}


def _only(rows: Slice, chosen: Any) -> Slice:
    """Return the rows that are chosen."""
    columns: Mapping[str, Any] = {name: one[chosen] for name, one in rows.columns.items()}
    return Slice(rows.day[chosen], dict(columns), rows.whole, rows.values, rows.place[chosen], rows.sql)
