"""One metric over another: an answer made of two answers."""

from collections.abc import Sequence

from regard.asking.answer import Answer, Side
from regard.asking.estimates import Estimate, Estimates, gathered, is_share_like
from regard.asking.places import Group
from regard.asking.plan import Asked
from regard.inference.change import Change
from regard.inference.differences import points_change
from regard.inference.quotients import interval_change, quotient


class QuotientAnswer(Answer):
    """Makes the estimates of a quotient from those of the metric above and of the metric below."""

    def __init__(self, asked: Asked, above: Answer, below: Answer) -> None:
        """Keep both answers; where one side of a comparison is, both have it."""
        self.above = above
        self.below = below
        super().__init__(asked, above.now, above.before, above.how)

    def statements(self) -> list[str]:
        """Return the SQL that was run for both."""
        return [*self.above.statements(), *self.below.statements()]

    def watched(self) -> list[int]:
        """Return nothing: each half watches for itself."""
        return [0] * len(self.metric.watch)

    def estimates(self, side: Side, groups: Sequence[Group]) -> Estimates:
        """Return the quotients of groups: of the period, then of its buckets, each over the one of the same start."""
        other = self._below(side)
        above, below = self.above.estimates(side, groups), self.below.estimates(other, groups)
        starts = {bucket.start: place for place, bucket in enumerate(other.timeline.buckets, 1)}
        partners = [0, *(starts[bucket.start] for bucket in side.timeline.buckets)]
        size = len(starts) + 1
        return gathered(
            [
                self._over(above.at(index * len(partners) + place), below.at(index * size + partner))
                for index in range(len(groups))
                for place, partner in enumerate(partners)
            ]
        )

    def change(self, now: Estimate, before: Estimate) -> Change | None:
        """Return how a quotient moved, from the two intervals."""
        way = points_change if is_share_like(self.metric) else interval_change
        return way(now.value, before.value, now.interval, before.interval)

    def _counting(self, side: Side) -> list[Group]:
        """Return the groups of a period with anything to count in either."""
        return list(dict.fromkeys([*self.above.groups(side), *self.below.groups(self._below(side))]))

    def _below(self, side: Side) -> Side:
        """Return the side of the metric below that is the same time as one of the metric above."""
        if side is self.above.now or self.below.before is None:
            return self.below.now
        return self.below.before

    def _over(self, above: Estimate, below: Estimate) -> Estimate:
        """Return one estimate over the other; null where there is nothing below, or different currencies meet."""
        parts = {self.above.asked.name: above.value, self.below.asked.name: below.value}
        same = above.same | below.same
        for name in above.same.keys() & below.same.keys():
            same[name] = above.same[name] if above.same[name] == below.same[name] else None
        if above.value is None or not below.value or None in same.values():
            return Estimate(None, below.n, parts, None, None, same)
        scale = self.metric.scale(self.now.timeline.scope.options) if self.metric.scale else 1.0
        value = above.value / below.value
        interval = quotient(above.value, below.value, above.interval, below.interval)
        return Estimate(value * scale, below.n, parts, interval.times(scale) if interval else None, None, same)
