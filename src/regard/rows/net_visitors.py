"""What some visits, put in the place of others, change in the gaps between days with a visit."""

from collections.abc import Callable, Sequence

import ibis

from regard.rows import visits
from regard.rows.changed import LATER_DAYS, PEOPLE, visits_in_scope
from regard.rows.dimensions import EVERYTHING, VISITORS
from regard.rows.net_people import OTHERS, SIDE, WHO, by_group, gap, side_of
from regard.rows.repeated import repeated
from regard.rows.return_gaps import TABLE
from regard.rows.visit_days import LATER_VISIT_DAYS

COUNTED = ibis.table(
    {
        "dimension": "int8",
        "value": "string",
        "day": "date",
        **dict.fromkeys(("back", "seen", "person_group"), "int32"),
        **dict.fromkeys(("people", "of_identified"), "int64"),
    },
    name="net_counted",
)
"""The change of the gaps between days with a visit; with `person_group` for everything alone.

A `dimension` is its place among those that are kept, 0 for everything.
"""


class Visited:
    """The days with a visit of people in scope, with where each came from, in the form that gaps are counted from."""

    def __init__(self, dimensions: Sequence[str]) -> None:
        """Know the dimensions, and the tables that are made."""
        self._dimensions = dimensions
        told = {"number": "int32", "day": "date", **dict.fromkeys(dimensions, "string")}
        sides = {"was": "boolean", "is_now": "boolean"}
        self._days = ibis.table({**told, **SIDE}, name="net_visit_days")
        self._near = ibis.table({**told, **sides, "is_only": "boolean", "place": "int64"}, name="net_near_days")
        ends = {f"{end} {name}": "date" for name in (EVERYTHING, *dimensions) for end in ("before", "after")}
        self._neighbours = ibis.table({"place": "int64", **ends}, name="net_neighbours")
        keys = {"number": "int32", "dimension": "int8", "value": "string", "day": "date"}
        self._changed = ibis.table(
            {**keys, **sides, "is_only": "boolean", "before": "date", "after": "date"}, name="net_changed_values"
        )
        self._gaps = ibis.table({**keys, **SIDE}, name="net_values")

    def tables(self) -> tuple[tuple[ibis.Table, Callable[[], ibis.Table]], ...]:
        """Return the temporary tables in the order in which they are made, and what they are made of."""
        return (
            (self._days, self._visit_days),
            (self._near, self._near_days),
            (self._neighbours, self._neighbouring),
            (self._changed, self._changed_values),
            (self._gaps, self._values),
            (COUNTED, self._counted),
        )

    def _visit_days(self) -> ibis.Table:
        """Return the days of the visits that are looked at, by side."""
        columns = ("visit", "number", "day", *self._dimensions)
        sides = []
        for name, side in (("old", -1), ("made", 1)):
            rows, later = (
                ibis.table(table.schema(), name=f"{name}_{table.get_name()}")
                for table in (visits.table(self._dimensions), LATER_VISIT_DAYS)
            )
            days = _each_day(rows.filter(rows.number.notnull()).select(*columns), later)
            sides.append(days.select(*columns[1:], side=side_of(side)))
        return ibis.union(*sides)

    def _near_days(self) -> ibis.Table:
        """Return what stands on days on which something came or went; people who are told otherwise apart."""
        inside = self._days.anti_join(OTHERS, "number")
        keys = ["number", "day", *self._dimensions]
        told = inside.group_by(keys).agg(was=(inside.side < 0).any(), is_now=(inside.side > 0).any())
        changed = told.filter(told.was != told.is_now).select("number", "day").distinct()
        counted = changed.group_by("number").agg(changed_days=changed.count())
        near = told.semi_join(changed, ["number", "day"]).join(counted, "number")
        return near.select(*keys, "was", "is_now", is_only=near.changed_days == 1, place=ibis.row_number().over())

    def _neighbouring(self) -> ibis.Table:
        """Return for each of these the last day before and the first after it that was there, by dimension."""
        known = visits_in_scope(self._dimensions)
        was = _each_day(known.select("visit", "number", "day", *self._dimensions), LATER_DAYS)
        was = was.select("number", **{f"known {name}": was[name] for name in ("day", *self._dimensions)})
        rows = self._near.join(was, "number")
        same = {name: rows[name].identical_to(rows[f"known {name}"]) for name in self._dimensions}
        same = {EVERYTHING: ibis.literal(True), **same}
        day = rows["known day"]
        ends = {}
        for name, is_same in same.items():
            ends[f"before {name}"] = day.max(where=(day < rows.day) & is_same)
            ends[f"after {name}"] = day.min(where=(day > rows.day) & is_same)
        return rows.group_by("place").agg(**ends)

    def _changed_values(self) -> ibis.Table:
        """Return the days that come or go within a value of a dimension, with the days beside them."""
        rows = self._near.left_join(self._neighbours, "place")
        told = [
            {**value, **{end: rows[f"{end} {name}"] for end in ("before", "after")}}
            for name, value in zip((EVERYTHING, *self._dimensions), self._each_value(rows), strict=True)
        ]
        every = repeated(rows, ["number", "day", "was", "is_now", "is_only"], told)
        told = every.group_by(["number", "dimension", "value", "day"]).agg(
            was=every.was.any(),
            is_now=every.is_now.any(),
            is_only=every.is_only.any(),
            before=every.before.max(),
            after=every.after.max(),
        )
        return told.filter(told.was != told.is_now)

    def _values(self) -> ibis.Table:
        """Return by side the days between which gaps are counted, each once, of people with several that changed."""
        keys = ["number", "dimension", "value", "day"]
        several = self._changed.filter(~self._changed.is_only)
        beside = [
            several.filter(several[end].notnull()).select(
                "number",
                "dimension",
                "value",
                day=several[end],
                was=ibis.literal(True),
                is_now=ibis.literal(True),
            )
            for end in ("before", "after")
        ]
        every = ibis.union(several.select(*keys, "was", "is_now"), *beside)
        told = every.group_by(keys).agg(was=every.was.all(), is_now=every.is_now.all())
        sides = [
            told.filter(told[name]).select(*keys, side=side_of(side)) for name, side in (("was", -1), ("is_now", 1))
        ]
        return ibis.union(*sides, self._all_values())

    def _all_values(self) -> ibis.Table:
        """Return the same of people who are told otherwise now: all their days."""
        was = visits_in_scope(self._dimensions).semi_join(OTHERS, "number")
        was = was.join(PEOPLE.select("number", "first", "last"), "number")
        outside = was.filter((was.day < was["first"]) | (was.day > was["last"]))
        columns = ("number", "day", *self._dimensions)
        both = (rows.select("visit", *columns) for rows in (was, outside))
        sides = zip((_each_day(rows, LATER_DAYS) for rows in both), (-1, 1), strict=True)
        come = self._days.filter(self._days.side > 0).semi_join(OTHERS, "number")
        both = ibis.union(*(rows.select(*columns, side=side_of(side)) for rows, side in sides), come)
        every = repeated(both, ["number", "day", "side"], self._each_value(both))
        return every.select(*self._gaps.columns).distinct()

    def _each_value(self, rows: ibis.Table) -> list[dict[str, ibis.Value]]:
        """Return each dimension by its place, with the value that rows have."""
        values = [rows[name] if name else ibis.null("string") for name in (EVERYTHING, *self._dimensions)]
        return [{"dimension": ibis.literal(place, "int8"), "value": value} for place, value in enumerate(values)]

    def _counted(self) -> ibis.Table:
        """Return the change of the gaps."""
        # By the hash of a value it is quicker, and no two values of one person and dimension have the same.
        values = self._gaps.mutate(hashed=self._gaps.value.hash())
        in_order = ibis.window(group_by=["number", "side", "dimension", "hashed"], order_by="day")
        columns = ("number", "dimension", "value", "day", "side", "before")
        rows = values.mutate(before=values.day.lag().over(in_order)).select(*columns)
        rows = ibis.union(rows, self._plain_gaps().select(*columns)).join(WHO, ["number", "side"])
        rows = rows.select(
            "dimension",
            "value",
            "day",
            "side",
            "identified",
            **gap(rows),
            person_group=ibis.ifelse(rows.dimension == 0, rows.person_group, ibis.null("int32")),
        )
        told = rows.group_by(["dimension", "value", "day", "back", "seen", "person_group"]).agg(
            people=rows.side.cast("int64").sum(), of_identified=rows.side.cast("int64").sum(where=rows.identified)
        )
        told = told.mutate(of_identified=told.of_identified.fill_null(0))
        return told.filter((told.people != 0) | (told.of_identified != 0)).select(*COUNTED.columns)

    def _plain_gaps(self) -> ibis.Table:
        """Return by side the gaps that end on the one day of a person that changed, and on the day after it.

        The days beside it stay as they were, so that no order has to be looked for.
        """
        rows = self._changed.filter(self._changed.is_only)
        told = ("number", "dimension", "value")
        comes = ibis.ifelse(rows.is_now, 1, -1).cast("int8")
        beside = rows.filter(rows.after.notnull())
        apart = ibis.ifelse(beside.is_now, 1, -1).cast("int8")
        return ibis.union(
            rows.select(*told, "day", "before", side=comes),
            beside.select(*told, day="after", before="day", side=apart),
            beside.select(*told, day="after", before="before", side=-apart),
        )


def _each_day(made: ibis.Table, later: ibis.Table) -> ibis.Table:
    """Return visits once for each of their days."""
    columns = made.columns
    afterwards = made.drop("day").join(later.select("visit", "day"), "visit")
    return ibis.union(made, afterwards.select(*columns))


def visitor_gaps(dimensions: Sequence[str]) -> ibis.Table:
    """Return the change of the gaps between days with a visit."""
    told = COUNTED.group_by(["dimension", "value", "day", "back", "seen"]).agg(
        people=COUNTED.people.sum(), of_identified=COUNTED.of_identified.sum()
    )
    told = told.filter((told.people != 0) | (told.of_identified != 0))
    names = [(told.dimension == place, ibis.literal(name)) for place, name in enumerate(dimensions, 1)]
    dimension = ibis.cases(*names, else_=EVERYTHING) if names else ibis.literal(EVERYTHING)
    return told.mutate(activity=ibis.literal(VISITORS), dimension=dimension).select(*TABLE.columns)


def visitor_groups() -> ibis.Table:
    """Return the same of everything by person group."""
    return by_group(COUNTED.filter(COUNTED.dimension == 0), VISITORS)
