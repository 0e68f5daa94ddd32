"""What was found into a reply: series, breakdown, comparison, band, warnings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from regard.asking.estimates import (
    EXACT_KINDS,
    Estimate,
    Estimates,
    How,
    estimate,
    is_share_like,
    over_everybody,
    without_few,
)
from regard.asking.found import Found
from regard.asking.periods import Clock, months_in
from regard.asking.places import Group
from regard.asking.plan import Asked, Timeline
from regard.asking.reply import JSON
from regard.errors import RegardError
from regard.inference.change import Change, ChangeUnit, difference
from regard.inference.differences import mean_change, points_change, share_change
from regard.inference.quotients import interval_change
from regard.inference.relative import ratio_change, total_change
from regard.metrics.compile.scope import TOTAL, Span
from regard.metrics.kinds import Metric, Quantile

_LENGTHS: dict[str, Callable[[Span], float]] = {
    "days": lambda span: float(span.days),
    "weeks": lambda span: span.days / 7,
    "months": months_in,
    "years": lambda span: months_in(span) / 12,
}
"""How long a time is, in each unit."""


@dataclass(frozen=True)
class Side:
    """One period of a comparison: its time and what was found in it."""

    timeline: Timeline
    found: Found


@dataclass(frozen=True)
class Told:
    """The estimates of one period: of each group, the undivided whole first, those of the period and of its buckets."""

    estimates: Estimates
    starts: dict[Group, int]
    """Where the estimates of a group begin: with that of the period, then one for each bucket."""

    bases: list[float | None]
    """What a change starts from, where that is not the value as it is shown."""

    size: int
    """How many buckets there are."""

    def whole(self, group: Group = ()) -> Estimate:
        """Return the estimate of the period, of one group where that is given."""
        return self.estimates.at(self.starts[group])

    def points(self, group: Group = ()) -> slice:
        """Return where the points of a group's series are."""
        first = self.starts[group] + 1
        return slice(first, first + self.size)


class Answer:
    """Makes one metric's estimates from what its pass found, those of all buckets and groups at once."""

    def __init__(self, asked: Asked, now: Side, before: Side | None, how: How) -> None:
        """Choose the metric that answers: where the first has no data at all, the one that stands in for it."""
        self.asked = asked
        self.how = how
        self.now = now
        self.before = before
        self.metric, self.label = self._answering()
        self._told: dict[bool, Told] = {}
        self._groups: dict[bool, list[Group]] = {}

    @property
    def stands_in(self) -> bool:
        """Return whether the fallback answers."""
        return self.metric is self.asked.fallback

    def statements(self) -> list[str]:
        """Return the SQL that was run."""
        return [side.found.sql for side in (self.now, self.before) if side is not None]

    def groups(self, side: Side) -> list[Group]:
        """Return the groups of a period with anything to count."""
        key = side is self.now
        if key not in self._groups:
            self._groups[key] = self._counting(side)
        return self._groups[key]

    def watched(self) -> list[int]:
        """Return how many rows there are of each kind that the metric watches for."""
        sums = self.now.found.sums
        return [int(sums.of_all(f"{self.label} watch {index}")) for index in range(len(self.metric.watch))]

    def told(self, side: Side) -> Told:
        """Return the estimates of a period, for the groups of both periods."""
        key = side is self.now
        if key not in self._told:
            sides = [one for one in (self.now, self.before) if one is not None]
            groups = list(dict.fromkeys([(), *(group for one in sides for group in self.groups(one))]))
            estimates = self.estimates(side, groups)
            size = len(side.timeline.buckets)
            starts = {group: index * (size + 1) for index, group in enumerate(groups)}
            self._told[key] = Told(estimates, starts, self._bases(estimates), size)
        return self._told[key]

    def estimates(self, side: Side, groups: Sequence[Group]) -> Estimates:
        """Return the estimates of groups, the first of which is the whole: of the period, then of its buckets."""
        spans = [side.timeline.scope.span, *(bucket.span for bucket in side.timeline.buckets)]
        buckets = [TOTAL, *(span.label for span in spans[1:])]
        picked = side.found.sums.at(buckets, groups)
        lengths = self._lengths(spans)
        plain = estimate(picked, self.label, self.metric, self.how, self._spreads(lengths) * len(groups))
        found = self._with_derived(plain, lengths)
        if self.asked.question.base == "total" and len(groups) > 1:
            found = found.until(len(spans), over_everybody(plain, len(spans), self.metric, self.how))
        return without_few(found, self.asked.arguments.get("minimum_base", 0))

    def total(self, side: Side) -> Estimate:
        """Return the estimate of a period as a whole."""
        return self.told(side).whole()

    def group(self, side: Side, group: Group) -> Estimate:
        """Return the estimate of one group."""
        return self.told(side).whole(group)

    @property
    def changes_in(self) -> ChangeUnit:
        """Return whether the metric changes in points or relatively."""
        is_amount = isinstance(self.metric, (*EXACT_KINDS, Quantile)) or self.how.is_sum
        return "points" if is_share_like(self.metric) and not is_amount else "relative"

    def moves(self, side: Side, before: Side, group: Group) -> list[JSON | None]:
        """Return how each bucket of a group moved from the one in its place before, as JSON; `None` without a value."""
        unit = self.changes_in
        now, then = self.told(side), self.told(before)
        pairs = zip(now.bases[now.points(group)], then.bases[then.points(group)], strict=False)
        return [
            None if one is None or other is None else {"value": difference(one, other, unit), "unit": unit}
            for one, other in pairs
        ]

    def change(self, now: Estimate, before: Estimate) -> Change | None:
        """Return how an estimate moved, `None` where a side has no value."""
        if now.value is None or before.value is None or now.moments is None or before.moments is None:
            return None
        level = self.how.level
        if isinstance(self.metric, Quantile):
            return interval_change(now.value, before.value, now.interval, before.interval)
        if isinstance(self.metric, EXACT_KINDS) or self.how.is_sum:
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
        return self.now.found.sums.of_all(f"{label} n")

    def _counting(self, side: Side) -> list[Group]:
        """Return the groups of a period with anything to count, looked up."""
        if self.metric.counts_rows:
            return side.found.sums.groups(self.label, ("s",))
        return side.found.sums.groups(self.label, ("n", "x") if self.metric.is_fixed else ("n",))

    def _bases(self, estimates: Estimates) -> list[float | None]:
        """Return what changes are worked out from: sums before they are rounded, ratios without what is added."""
        made_from: Any = estimates.moments
        if made_from is None or isinstance(self.metric, Quantile):
            return estimates.values
        if isinstance(self.metric, EXACT_KINDS) or self.how.is_sum:
            numbers = made_from.total
        elif self.changes_in == "relative" or self.metric.interval == "delta":
            numbers = made_from.ratio
        else:
            return estimates.values
        pairs = zip(estimates.values, numbers.tolist(), strict=True)
        return [None if value is None else number for value, number in pairs]

    def _with_derived(self, found: Estimates, lengths: Sequence[float]) -> Estimates:
        """Return estimates with the parts that follow from others and from how long the time is."""
        derive = self.metric.derived
        if derive is None:
            return found
        parts = [{**one, **derive(one, lengths[index % len(lengths)])} for index, one in enumerate(found.parts)]
        return replace(found, parts=parts)

    def _spreads(self, lengths: Sequence[float]) -> list[float]:
        """Return what the metric's number is divided by: the length of the time, and its scale upside down."""
        scale = self.metric.scale(self.now.timeline.scope.options) if self.metric.scale else 1.0
        return [length / scale if scale else float("inf") for length in lengths]

    def _lengths(self, spans: Sequence[Span]) -> list[float]:
        """Return how many days, weeks, months or years each time has, 1 where that does not matter."""
        length = _LENGTHS.get(self.metric.spread) if self.metric.spread else None
        return [length(span) for span in spans] if length else [1.0] * len(spans)


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
    told = [answer.told(side) for side in sides]
    sizes = {group: tuple(one.estimates.n[one.starts[group]] for one in told) for group in groups}
    return sorted(groups, key=lambda group: ([-n for n in sizes[group]], [str(value) for value in group]))
