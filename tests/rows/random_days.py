"""Random active days, and a warehouse that runs one expression over them again and again."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import strategies as st

from regard.rows.log import to_sql
from regard.warehouses.duckdb import DuckDB

BEGINS = date(2024, 12, 20)
LENGTH = 100

ACTIVE_DAYS = ibis.table({"number": "int32", "day": "date"}, name="active_days")
VISIT_DAYS = ibis.table(
    {"number": "int32", "day": "date", **dict.fromkeys(("person_group", "code"), "int32")}, name="visit_days"
)
PLACES = ibis.table({"code": "int32", "place": "int64", "value": "string"}, name="places")
"""What the codes of visit days mean: two of them one and the same country, and one that it is not set."""

PEOPLE = ibis.table(
    {
        "person": "string",
        **dict.fromkeys(("number", "person_group"), "int32"),
        "first_day": "date",
        "identified": "boolean",
    },
    name="people",
)


_COUNTRIES: dict[str | None, list[int]] = {"IT": [4, 7], "PL": [5], None: [6]}
_TYPES = {
    "string": pa.string(),
    "date": pa.date32(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "boolean": pa.bool_(),
}


@dataclass(frozen=True)
class Person:
    """One person: first seen on a day or before all their days, on each of which they were in some countries."""

    number: int
    first_day: date
    identified: bool
    countries: dict[date, set[str | None]]

    @property
    def days(self) -> list[date]:
        """Return the person's days in their order."""
        return list(self.countries)

    @property
    def name(self) -> str:
        """Return the person's id."""
        return f"person {self.number}"

    @property
    def group(self) -> int:
        """Return the person's group: every third person shares one."""
        return self.number % 3


@st.composite
def crowds(draw: st.DrawFn) -> list[Person]:
    """Return up to six people with up to twelve days each; days lie close together and far apart."""
    return [draw(_person(number)) for number in range(draw(st.integers(0, 6)))]


@st.composite
def _person(draw: st.DrawFn, number: int) -> Person:
    """Return a person who was active on a day at least."""
    offsets = draw(st.lists(st.integers(0, 20) | st.integers(0, LENGTH), min_size=1, max_size=12))
    days = [BEGINS + timedelta(days=offset) for offset in sorted(set(offsets))]
    countries = {day: draw(st.sets(st.sampled_from(["IT", "PL", None]), min_size=1)) for day in days}
    return Person(number, days[0] - timedelta(days=draw(st.integers(0, 3))), draw(st.booleans()), countries)


def fill(warehouse: DuckDB, crowd: list[Person]) -> None:
    """Make the tables of active days, visit days and people anew; visit days hold each day at least twice."""
    _put(warehouse, ACTIVE_DAYS, [(one.number, day) for one in crowd for day in one.days])
    visits = [
        (one.number, day, one.group, code)
        for one in crowd
        for day, values in one.countries.items()
        for country in [*values, *values]
        for code in _COUNTRIES[country]
    ]
    _put(warehouse, VISIT_DAYS, visits)
    _put(
        warehouse,
        PLACES,
        [(code, place, country) for place, country in enumerate(_COUNTRIES) for code in _COUNTRIES[country]],
    )
    _put(warehouse, PEOPLE, [(one.name, one.number, one.group, one.first_day, one.identified) for one in crowd])


def _schema(table: ibis.Table) -> pa.Schema:
    """Return the columns of a table as Arrow has them."""
    return pa.schema([(name, _TYPES[str(kind)]) for name, kind in table.schema().items()])


def _put(warehouse: DuckDB, table: ibis.Table, rows: list[tuple[Any, ...]]) -> None:
    """Make a table of rows."""
    schema = _schema(table)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    warehouse.put(table.get_name(), pa.Table.from_arrays(arrays, schema=schema))


class Counted:
    """An expression over the tables, compiled once."""

    def __init__(self, expression: ibis.Table) -> None:
        """Compile the expression."""
        self._sql = to_sql(expression, "duckdb")

    def check(self, table: ibis.Table) -> None:
        """Hold that the counts have the columns of a table, in their order and of their types."""
        wanted = _schema(table)
        found = self._run([]).schema
        assert found.names == wanted.names
        assert [str(kind) for kind in found.types] == [str(kind) for kind in wanted.types]

    def rows(self, crowd: list[Person]) -> dict[tuple[Any, ...], tuple[int, ...]]:
        """Return the counts of a crowd: from what is no count, which no two rows share, to the counts."""
        found = {}
        for row in self._run(crowd).to_pylist():
            counts = {name: count for name, count in row.items() if name == "people" or name.startswith("of_")}
            key = tuple(value for name, value in row.items() if name not in counts)
            assert key not in found
            found[key] = tuple(counts.values())
        return found

    def _run(self, crowd: list[Person]) -> pa.Table:
        """Return the rows of a crowd."""
        with closing(DuckDB()) as warehouse:
            fill(warehouse, crowd)
            return warehouse.run(self._sql)


def tally(rows: Sequence[tuple[tuple[Any, ...], tuple[int, ...]]]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return the sums of counts by their key."""
    found: dict[tuple[Any, ...], tuple[int, ...]] = {}
    for key, counts in rows:
        known = found.get(key, (0,) * len(counts))
        found[key] = tuple(old + new for old, new in zip(known, counts, strict=True))
    return found


def gaps(person: Person, days: list[date]) -> list[tuple[date, int | None, int | None]]:
    """Return for each day of a person how long before the day before was, and on the first when they were seen."""
    told: list[tuple[date, int | None, int | None]] = []
    for place, day in enumerate(sorted(days)):
        before = max((other for other in days if other < day), default=None)
        back = (day - before).days if before else None
        told.append((day, back, (day - person.first_day).days if place == 0 else None))
    return told
