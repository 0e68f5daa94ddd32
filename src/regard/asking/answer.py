"""What was found into a reply: series, breakdown, comparison, band, warnings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from regard.asking.buckets import Bucket
from regard.asking.estimates import Estimate, How, estimate, is_share_like, over_everybody
from regard.asking.passes import Found, Group
from regard.asking.periods import Clock, months_in
from regard.asking.plan import Asked, Timeline
from regard.asking.reply import JSON
from regard.errors import RegardError
from regard.inference.change import Change
from regard.inference.differences import mean_change, points_change, share_change
from regard.inference.quotients import interval_change
from regard.inference.relative import ratio_change, total_change
from regard.metrics.compile.buckets import TOTAL
from regard.metrics.compile.scope import Span
from regard.metrics.kinds import Count, Distinct, Metric, Quantile


@dataclass(frozen=True)
class Side:
    """One period of a comparison: its time and what was found in it."""

    timeline: Timeline
    found: Found


class Answer:
    """Makes one metric's estimates from what its pass found."""

    def __init__(self, asked: Asked, now: Side, before: Side | None, how: How) -> None:
        """Choose the metric that answers: where the first has no data at all, the one that stands in for it."""
        self.asked = asked
        self.how = how
        self.now = now
        self.before = before
        self.metric, self.label = self._answering()

    @property
    def stands_in(self) -> bool:
        """Return whether the fallback answers."""
        return self.metric is self.asked.fallback

    def statements(self) -> list[str]:
        """Return the SQL that was run."""
        return [side.found.sql for side in (self.now, self.before) if side is not None]

    def groups(self, side: Side) -> list[Group]:
        """Return the groups of a period with anything to count."""
        if self.metric.counts_rows:
            return side.found.groups(self.label, ("s",))
        return side.found.groups(self.label, ("n", "x") if self.metric.is_fixed else ("n",))

    def watched(self) -> list[int]:
        """Return how many rows there are of each kind that the metric watches for."""
        row = self.now.found.at() or {}
        return [int(row.get(f"{self.label} watch {index}") or 0) for index in range(len(self.metric.watch))]

    def total(self, side: Side) -> Estimate:
        """Return the estimate of a period as a whole."""
        return self._at(side, side.timeline.scope.span, TOTAL, ())

    def point(self, side: Side, bucket: Bucket, group: Group = ()) -> Estimate:
        """Return the estimate of one bucket, of one group where that is given."""
        return self._at(side, bucket.span, bucket.span.label, group)

    def group(self, side: Side, group: Group) -> Estimate:
        """Return the estimate of one group."""
        return self._at(side, side.timeline.scope.span, TOTAL, group)

    def change(self, now: Estimate, before: Estimate) -> Change | None:
        """Return how an estimate moved, `None` where a side has no value."""
        if now.value is None or before.value is None or now.moments is None or before.moments is None:
            return None
        level = self.how.level
        if isinstance(self.metric, Quantile):
            return interval_change(now.value, before.value, now.interval, before.interval)
        if isinstance(self.metric, Count | Distinct) or self.how.is_sum:
            return total_change(now.moments, before.moments, level)
        if not is_share_like(self.metric):
            return ratio_change(now.moments, before.moments, level)
        if self.metric.interval == "delta":
            return mean_change(now.moments, before.moments, level)
        way: Callable[..., Change | None] = share_change if self.metric.interval == "wilson" else points_change
        return way(now.value, before.value, now.interval, before.interval)

    def _answering(self) -> tuple[Metric[Any], str]:
        """Return the metric that answers and the label of its sums."""
        label, other = self.asked.label, self.asked.fallback
        if other is not None:
            first, second = (self._seen(name) for name in (label, f"{label} other"))
            if not first and second:
                return other, f"{label} other"
        return self.asked.metric, label

    def _seen(self, label: str) -> float:
        """Return how many rows of the period have the number under a label."""
        row = self.now.found.at()
        return float(row[f"{label} n"] or 0) if row else 0.0

    def _at(self, side: Side, span: Span, bucket: str, group: Group) -> Estimate:
        """Return the estimate of a bucket and group, without its value where too few rows are behind it."""
        found = self._made(side, span, bucket, group)
        if found.n >= self.asked.arguments.get("minimum_base", 0):
            return found
        return Estimate(None, found.n, same=found.same)

    def _made(self, side: Side, span: Span, bucket: str, group: Group) -> Estimate:
        """Return the estimate of a bucket and group."""
        found = estimate(side.found.at(bucket, group), self.label, self.metric, self.how, self._spread(span))
        if group and self.asked.question.base == "total":
            whole = estimate(side.found.at(bucket, ()), self.label, self.metric, self.how, self._spread(span))
            return over_everybody(found, whole, self.metric, self.how)
        if self.metric.derived is None:
            return found
        return replace(found, parts={**found.parts, **self.metric.derived(found.parts, self._length(span))})

    def _spread(self, span: Span) -> float:
        """Return what the metric's number is divided by: the length of the time, and its scale upside down."""
        scale = self.metric.scale(self.now.timeline.scope.options) if self.metric.scale else 1.0
        return self._length(span) / scale if scale else float("inf")

    def _length(self, span: Span) -> float:
        """Return how many days, weeks, months or years a time has, 1 where that does not matter."""
        lengths: dict[str | None, Callable[[], float]] = {
            "days": lambda: float(span.days),
            "weeks": lambda: span.days / 7,
            "months": lambda: months_in(span),
            "years": lambda: months_in(span) / 12,
            None: lambda: 1.0,
        }
        return lengths[self.metric.spread]()


def refuse_mixed(answer: Answer) -> None:
    """Raise where the rows of a period hold what must not be put together and no split takes it apart."""
    for side in (answer.now, answer.before):
        if side is None or not answer.total(side).is_mixed or answer.asked.question.by:
            continue
        total = answer.total(side)
        column = next(name for name, held in total.same.items() if held is None)
        if column == "currency":
            raise RegardError(
                "mixed_currencies",
                f"The amounts behind {answer.asked.name} are in several currencies, or some say none.",
                'Split by="currency", filter with where=[["is", "currency", ["EUR"]]], or declare rates: '
                'ws.declare("rate", "USD", to="EUR", value=0.92).',
            )
        raise RegardError(
            "mixed_scales",
            f"The answers behind {answer.asked.name} were given on several scales or directions.",
            'Split by="question", or filter with where=[["is", "question", ["..."]]].',
        )


def refuse_off_scale(answer: Answer) -> None:
    """Raise where the threshold of the question lies outside a scale on which the answers were given."""
    threshold = answer.asked.arguments.get("threshold")
    if threshold is None:
        return
    for side in (answer.now, answer.before):
        for group in ((), *answer.groups(side)) if side else ():
            same = answer.group(side, group).same if side else {}
            low, high = same.get("scale_min"), same.get("scale_max")
            if low and high and not float(low) <= threshold <= float(high):
                ends = f"{float(low):g} to {float(high):g}"
                raise RegardError(
                    "bad_value", f"The threshold {threshold:g} is off the scale {ends}.", f"Give one from {ends}."
                )


def period_json(timeline: Timeline, clock: Clock, every: str | None) -> JSON:
    """Return the period of a reply."""
    scope = timeline.scope
    return {
        "from": timeline.first.isoformat(),
        "to": timeline.last.isoformat(),
        "zone": scope.zone.key,
        "week_start": scope.week_start,
        "every": every,
        "as_of": clock.instant.astimezone(scope.zone).isoformat(),
    }


def ordered_groups(answer: Answer) -> list[Group]:
    """Return the groups with anything to count in either period, the largest first."""
    sides = [side for side in (answer.now, answer.before) if side is not None]
    groups = dict.fromkeys(group for side in sides for group in answer.groups(side))
    sizes = {group: tuple(answer.group(side, group).n for side in sides) for group in groups}
    return sorted(groups, key=lambda group: ([-n for n in sizes[group]], [str(value) for value in group]))
