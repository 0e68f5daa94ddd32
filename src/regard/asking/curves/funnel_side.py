"""One period of a funnel: its events read part by part, its attempts, its counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regard.asking.curves.curve import CurveAsked
from regard.asking.curves.funnel_options import FunnelOptions
from regard.asking.curves.statements import Statements
from regard.asking.found import shown_group
from regard.asking.places import Group
from regard.asking.plan import Timeline
from regard.metrics.compile.curves.funnel import (
    Wanted,
    active_people,
    coded_events,
    fitting_events,
    funnel_events,
    kept_active_people,
    read_of,
)
from regard.metrics.compile.curves.looked_up import bits_of_codes, fitted_by
from regard.metrics.compile.scope import Scope, Span, group_label
from regard.metrics.curves.funnel import Funnel
from regard.metrics.curves.funnel_chains import Chains, Ints, Log, chosen, dense
from regard.metrics.curves.funnel_plain import MOST_BITS, Packed, plain_steps
from regard.metrics.curves.funnel_tally import (
    Reached,
    StepTally,
    attributed,
    best_of_units,
    only_clean,
    put_together,
    tally,
)
from regard.rows.days import naive
from regard.rows.specs import qualifying_spec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_EVENTS = 1 << 26
"""How many events of the log are read at once: their steps take up to 1.6 GB."""


class Counted:
    """The units of a span of time, or of one group of them: what became of each step."""

    def __init__(self, steps: list[StepTally], excluded: int) -> None:
        """Keep what was counted."""
        self.steps = steps
        self.excluded = excluded

    @property
    def parts(self) -> dict[str, int]:
        """Return how many were excluded, how many started, how many finished."""
        ends = {"started": self.steps[0].people, "finished": self.steps[-1].people}
        return {"excluded": self.excluded, **ends}


class _Sum:
    """What became of the steps of units that are counted part by part."""

    def __init__(self, steps: int) -> None:
        """Start with nobody."""
        self._parts: list[Sequence[Reached]] = [[Reached(0, 0, ())] * steps]
        self._excluded = 0

    def add(self, part: Sequence[Reached], excluded: int = 0) -> None:
        """Count further units."""
        self._parts.append(part)
        self._excluded += excluded

    def counted(self) -> Counted:
        """Return what became of all of them."""
        return Counted(put_together(self._parts), self._excluded)


class FunnelSide:
    """A funnel over one timeline."""

    def __init__(self, asked: CurveAsked, timeline: Timeline, options: FunnelOptions) -> None:
        """Read the events part by part, and count the whole period, its buckets and its groups."""
        self.timeline = timeline
        self._asked = asked
        self._options = options
        self._now = microseconds(asked.clock.instant)
        self._wanted = Wanted(
            specs=(*options.steps, *options.excluded),
            unit=options.unit,
            hold=options.hold,
            all_events=options.rules.order == "strict",
            in_order=options.rules.order == "strict" or bool(timeline.scope.by),
        )
        span = timeline.scope.span
        until = read_until(span, asked.clock.instant, options.rules.window)
        self._blanks = {"since": naive(span.starts), "until": naive(until)}
        self._spans = [timeline.scope.span, *(bucket.span for bucket in timeline.buckets)]
        self._sums = [_Sum(options.rules.steps) for _ in self._spans]
        self._groups: dict[Group, _Sum] = {}
        self._statements = Statements(asked.warehouse)
        read = self._read_plain if is_plain(options, timeline.scope) else self._read_any
        parts = self._statements.parts(_MOST_EVENTS)
        for part in range(parts):
            read(replace(self._wanted, part=part, parts=parts))

    @property
    def sql(self) -> str:
        """Return the SQL that was run."""
        return self._statements.sql

    def counted(self) -> Counted:
        """Return the period as a whole."""
        return self._sums[0].counted()

    def counted_in(self, span: Span) -> Counted:
        """Return the attempts that begin in a bucket of the period."""
        return self._sums[self._spans.index(span, 1)].counted()

    def groups(self) -> Mapping[Group, Counted]:
        """Return the counts of each group of the period; nobody who was excluded has one."""
        return {group: found.counted() for group, found in self._groups.items()}

    def active(self) -> int | None:
        """Return how many people were active in the period, `None` where something else than people is counted."""
        return active_in(self._asked, self.timeline, self._statements) if self._options.unit == "person" else None

    def _table(self, name: str, wanted: Wanted, make: Callable[..., Any]) -> pa.Table:
        """Return the events of a part."""
        scope = read_of(self.timeline.scope, wanted)
        return self._statements.table(name, (scope, wanted), lambda: make(scope, wanted), self._blanks)

    def _read_plain(self, wanted: Wanted) -> None:
        """Count the units of a part whose funnel asks for nothing but steps and a window."""
        fitted = fitted_by(wanted.specs)
        make = partial(coded_events, fitted=fitted) if fitted else fitting_events
        bits = bits_of_codes(fitted) if fitted else range(1 << len(wanted.specs))
        table = self._table("coded events" if fitted else "fitting events", wanted, make)
        codes = table.column("code").to_numpy()
        log = Packed(table.column("unit").to_numpy(), _instants(table), codes, np.array(bits, np.uint16))
        spans = [(microseconds(span.starts), microseconds(span.ends)) for span in self._spans]
        for part in plain_steps(log, self._options.rules, spans, self._now):
            for found, steps in zip(self._sums, part, strict=True):
                found.add(steps)

    def _read_any(self, wanted: Wanted) -> None:
        """Count the units of a part."""
        rules = self._options.rules
        table = self._table("funnel events", wanted, funnel_events)
        attempts, units = dense(_numbers(table, "attempt")), _numbers(table, "unit")
        funnel = Funnel(Log(attempts, _instants(table), _numbers(table, "fits")), rules)
        unit_of = np.zeros(int(attempts[-1]) + 1 if len(attempts) else 0, np.int64)
        unit_of[attempts] = units
        for place, (span, found) in enumerate(zip(self._spans, self._sums, strict=True)):
            chains = funnel.attempts(microseconds(span.starts), microseconds(span.ends))
            best, excluded = best_of_units(chains, unit_of) if self._options.hold else only_clean(chains)
            found.add(tally(best, rules, self._now), excluded)
            if place == 0 and self.timeline.scope.by:
                self._add_groups(best, table)

    def _add_groups(self, best: Chains, table: pa.Table) -> None:
        """Count the units of a part by their groups."""
        if not len(best.unit):
            return
        values = [_coded(table.column(group_label(index))) for index in range(len(self.timeline.scope.by))]
        found, rows = attributed(best, [codes for codes, _ in values], self._options.attribution)
        keys, member = np.unique(found, axis=0, return_inverse=True)
        member = member.reshape(-1)
        for place, key in enumerate(keys.tolist()):
            own = [known[code] if code >= 0 else None for code, (_, known) in zip(key, values, strict=True)]
            group = self._groups.setdefault(shown_group(own, self.timeline.scope), _Sum(self._options.rules.steps))
            group.add(tally(chosen(best, rows[member == place]), self._options.rules, self._now))


def is_plain(options: FunnelOptions, scope: Scope) -> bool:
    """Return whether people do the steps in their order within one window, and nothing else is asked for."""
    rules = options.rules
    more = rules.within or rules.exclusions or options.hold or scope.by
    return rules.order == "ordered" and options.unit == "person" and rules.steps <= MOST_BITS and not more


def active_in(asked: CurveAsked, timeline: Timeline, statements: Statements) -> int:
    """Return how many people were active in the period."""
    settings, scope = asked.settings, timeline.scope
    keeps = scope.zone.key == settings.zone.key and scope.qualifying == qualifying_spec(settings)
    if keeps and not scope.where:
        gaps, days = asked.has_totals, {"first": scope.span.first, "last": scope.span.last}
        (row,) = statements.rows("kept active people", gaps, lambda: kept_active_people(has_gaps=gaps), days)
    else:
        (row,) = statements.rows("active people", scope, lambda: active_people(scope))
    return int(row["people"] or 0)


def microseconds(instant: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def read_until(span: Span, now: datetime, window: int) -> datetime:
    """Return the instant before which events are read: the clock's, or the end of the last window before it.

    The period itself is always read whole: the clock hides no record of it.
    """
    after = max((now - span.ends) // timedelta(microseconds=1), 0)
    return span.ends + timedelta(microseconds=min(after, window))


def _numbers(table: pa.Table, name: str) -> Ints:
    """Return a column of whole numbers."""
    numbers: Ints = table.column(name).to_numpy().astype(np.int64, copy=False)
    return numbers


def _instants(table: pa.Table) -> Ints:
    """Return the times of events in microseconds since 1970."""
    instants: Ints = table.column("time").cast(pa.timestamp("us")).to_numpy().view(np.int64)
    return instants


def _coded(column: pa.ChunkedArray) -> tuple[Ints, list[Any]]:
    """Return a code for each value, -1 where it is not set, and the values by their codes."""
    coded = column.combine_chunks().dictionary_encode()
    codes: Ints = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, coded.dictionary.to_pylist()
