"""Customers who pay, and those of them who are active, in any span: counted in runs of days that never meet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from regard.asking.totals.arrays import array_of
from regard.asking.totals.spans import NEVER, Days, sums_in_each
from regard.metrics.compile.paying import days_of_payers, paying_times
from regard.rows.log import kept_sql
from regard.warehouses.warehouse import Warehouse
from regard.workspace.zones import day_pieces

_ALWAYS = 1_000_000
"""As the last day of those who go on paying: there is none."""

_ROOM, _BITS = 2**20, 2**21
"""More than any day, and twice that: three days fit into 63 bits."""

_DAY = 86_400_000_000
"""Microseconds of a day."""

_EARLIEST, _LATEST = ((date(year, 1, 1).toordinal() - date(1970, 1, 1).toordinal()) * _DAY for year in (1899, 2202))
"""What is over before, or begins after, no question can be about: see `periods.YEARS`."""


@dataclass(frozen=True)
class Runs:
    """Runs of days of people, of which those of one person never meet; as many people have each."""

    days: Days
    """The first days, the last day of the run before, and the last days."""
    people: Any

    def within(self, spans: Any) -> Any:
        """Return for each span, the period first, how many people have a run that meets it."""
        import numpy as np

        keys = np.zeros(len(self.people), dtype=np.int64)
        return sums_in_each(self.days, spans, keys, 1, [self.people])[0][:, 0]


@dataclass(frozen=True)
class Paying:
    """Who pays, who of those that ever pay is active, and who is one of both."""

    paying: Runs
    active: Runs
    either: Runs
    sql: str

    def numbers(self, spans: Any) -> tuple[Any, Any]:
        """Return for each span, the period first, how many people pay, and how many of those are active in it too."""
        paying, active, either = (one.within(spans) for one in (self.paying, self.active, self.either))
        return paying, active + paying - either


def read_paying(warehouse: Warehouse, zone: ZoneInfo, *, is_any: bool) -> Paying:
    """Return who pays; nothing is read where `is_any` says that nobody does."""
    import numpy as np

    if not is_any:
        nobody = make_runs(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
        return Paying(nobody, nobody, nobody, "")
    queries = [
        kept_sql(name, make, warehouse.dialect)
        for name, make in (("paying times", paying_times), ("days of payers", days_of_payers))
    ]
    times, days = (warehouse.run(query) for query in queries)
    who, since, until = _identities(times), _instants(times, "since"), _instants(times, "until") - 1
    is_open = (array_of(times.column("is_open")) == 1) | (until >= _LATEST)
    can_count = (since < _LATEST) & (is_open | (until >= _EARLIEST))
    who, since, until, is_open = (one[can_count] for one in (who, np.maximum(since, _EARLIEST), until, is_open))
    day_of = _days_in(zone, since, until[~is_open])
    first, last = day_of(since), np.where(is_open, _ALWAYS, day_of(np.where(is_open, since, until)))
    number = array_of(days.column("number")).astype(np.int64)
    day = array_of(days.column("day"), pa.int32()).astype(np.int64)
    return Paying(
        make_runs(who, first, last),
        make_runs(number, day, day),
        make_runs(*(np.concatenate(pair) for pair in ((who, number), (first, day), (last, day)))),
        ";\n".join(queries),
    )


def make_runs(who: Any, first: Any, last: Any) -> Runs:
    """Return runs of days that meet or lie in each other, of one person each, as runs that never do."""
    import numpy as np

    if not len(who):
        return Runs(Days(first, first, last), first)
    order = np.lexsort((first, who))
    who, first, last = who[order], first[order], last[order]
    begins_person = np.append(True, who[1:] != who[:-1])
    # The furthest day so far of each person: persons are lifted far above those ahead of them.
    lift = np.cumsum(begins_person) * (4 * _ALWAYS)
    furthest = np.maximum.accumulate(last + lift) - lift
    begins = begins_person | np.append(True, first[1:] > furthest[:-1])
    places = np.flatnonzero(begins)
    ends = furthest[np.append(places[1:], len(who)) - 1]
    before = np.where(begins_person[places], NEVER, np.append(NEVER, ends[:-1]))
    packed = ((first[places] + _ROOM) * _BITS + before + _ROOM) * _BITS + ends + _ROOM
    distinct, people = np.unique(packed, return_counts=True)
    first, before, ends = (distinct // by % _BITS - _ROOM for by in (_BITS * _BITS, _BITS, 1))
    return Runs(Days(first, before, ends), people)


def _identities(times: pa.Table) -> Any:
    """Return a number for each person: their own, below 0 where they have none."""
    import numpy as np

    names = times.column("who").combine_chunks().dictionary_encode()
    numbers = array_of(times.column("number")).astype(np.int64)
    return np.where(numbers == 0, -1 - array_of(names.indices).astype(np.int64), numbers)


def _instants(times: pa.Table, name: str) -> Any:
    """Return a column of instants as microseconds since 1970."""
    return array_of(times.column(name).cast(pa.timestamp("us")), pa.int64())


def _days_in(zone: ZoneInfo, *instants: Any) -> Callable[[Any], Any]:
    """Return what gives the local days, as numbers since 1970, of instants no further apart than some are."""
    import numpy as np

    every = np.concatenate(instants)
    if not len(every):
        return lambda moments: moments
    start, end = (_moment(int(one)) for one in (every.min(), every.max()))
    pieces = day_pieces(zone, start, end + timedelta(days=1))
    since = np.array([_microseconds(piece.since) for piece in pieces[1:]], dtype=np.int64)
    offsets = np.array([piece.offset_seconds * 1_000_000 for piece in pieces], dtype=np.int64)
    return lambda moments: (moments + offsets[np.searchsorted(since, moments, side="right")]) // _DAY


def _moment(microseconds: int) -> datetime:
    """Return the instant so many microseconds after 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)


def _microseconds(moment: datetime) -> int:
    """Return how many microseconds after 1970 an instant is."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
