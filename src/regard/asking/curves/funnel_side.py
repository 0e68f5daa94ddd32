"""One period of a funnel: its events read once, its attempts, its counts."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regard.asking.curves.curve import CurveAsked
from regard.asking.curves.funnel_options import FunnelOptions
from regard.asking.curves.statements import Statements
from regard.asking.passes import Group, shown_group
from regard.asking.plan import Timeline
from regard.metrics.compile.curves.funnel import Wanted, active_people, funnel_events
from regard.metrics.compile.scope import Span, group_label
from regard.metrics.curves.funnel import Funnel
from regard.metrics.curves.funnel_chains import Chains, Ints, Log, chosen
from regard.metrics.curves.funnel_tally import StepTally, attributed, best_of_units, tally

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


class FunnelSide:
    """A funnel over one timeline."""

    def __init__(self, asked: CurveAsked, timeline: Timeline, options: FunnelOptions) -> None:
        """Read the events and put them in order."""
        self.timeline = timeline
        self._asked = asked
        self._options = options
        wanted = Wanted(
            specs=(*options.steps, *options.excluded),
            unit=options.unit,
            hold=options.hold,
            all_events=options.rules.order == "strict",
            in_order=options.rules.order == "strict" or bool(timeline.scope.by),
            until=_read_until(timeline.scope.span, asked.clock.instant, options.rules.window),
        )
        self._statements = Statements(asked.warehouse)
        key = (timeline.scope, wanted)
        table = self._statements.table("funnel events", key, lambda: funnel_events(timeline.scope, wanted))
        self.sql = self._statements.sql
        attempts = _numbers(table, "attempt")
        self._unit_of = np.zeros(int(attempts[-1]) + 1 if len(attempts) else 0, np.int64)
        self._unit_of[attempts] = _numbers(table, "unit")
        self._values = [_coded(table.column(group_label(index))) for index in range(len(timeline.scope.by))]
        self._funnel = Funnel(Log(attempts, _instants(table), _numbers(table, "fits")), options.rules)
        self._whole, self._excluded = self._best(timeline.scope.span)

    def counted(self) -> Counted:
        """Return the period as a whole."""
        return self._counted(self._whole, self._excluded)

    def counted_in(self, span: Span) -> Counted:
        """Return the attempts that begin in a part of the period."""
        return self._counted(*self._best(span))

    def groups(self) -> Mapping[Group, Counted]:
        """Return the counts of each group of the period; nobody who was excluded has one."""
        if not self._values or not len(self._whole.unit):
            return {}
        found, rows = attributed(self._whole, [codes for codes, _ in self._values], self._options.attribution)
        keys, member = np.unique(found, axis=0, return_inverse=True)
        member = member.reshape(-1)
        return {
            self._shown(key): self._counted(chosen(self._whole, rows[member == place]), 0)
            for place, key in enumerate(keys.tolist())
        }

    def active(self) -> int | None:
        """Return how many people were active in the period, `None` where something else than people is counted."""
        if self._options.unit != "person":
            return None
        scope = self.timeline.scope
        (row,) = self._statements.rows("active people", scope, lambda: active_people(scope))
        return int(row["people"] or 0)

    def _best(self, span: Span) -> tuple[Chains, int]:
        """Return the best attempt of each unit that begins in a span, and how many units have spoiled ones only."""
        chains = self._funnel.attempts(microseconds(span.starts), microseconds(span.ends))
        return best_of_units(chains, self._unit_of)

    def _counted(self, chains: Chains, excluded: int) -> Counted:
        """Return what became of each step of some chains."""
        return Counted(tally(chains, self._options.rules, microseconds(self._asked.clock.instant)), excluded)

    def _shown(self, codes: list[int]) -> Group:
        """Return the values of a group as JSON has them."""
        pairs = zip(codes, self._values, strict=True)
        return shown_group([known[code] if code >= 0 else None for code, (_, known) in pairs], self.timeline.scope)


def microseconds(instant: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _read_until(span: Span, now: datetime, window: int) -> datetime:
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
