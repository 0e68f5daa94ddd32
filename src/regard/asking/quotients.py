"""One metric over another: an answer made of two answers."""

from regard.asking.answer import Answer, Side
from regard.asking.buckets import Bucket
from regard.asking.estimates import Estimate, is_share_like
from regard.asking.passes import Group
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

    def groups(self, side: Side) -> list[Group]:
        """Return the groups of a period with anything to count in either."""
        return list(dict.fromkeys([*self.above.groups(side), *self.below.groups(self._below(side))]))

    def watched(self) -> list[int]:
        """Return nothing: each half watches for itself."""
        return [0] * len(self.metric.watch)

    def total(self, side: Side) -> Estimate:
        """Return the quotient of a period as a whole."""
        return self._over(self.above.total(side), self.below.total(self._below(side)))

    def point(self, side: Side, bucket: Bucket, group: Group = ()) -> Estimate:
        """Return the quotient of one bucket, of one group where that is given."""
        partner = next(one for one in self._below(side).timeline.buckets if one.start == bucket.start)
        return self._over(self.above.point(side, bucket, group), self.below.point(self._below(side), partner, group))

    def group(self, side: Side, group: Group) -> Estimate:
        """Return the quotient of one group."""
        return self._over(self.above.group(side, group), self.below.group(self._below(side), group))

    def change(self, now: Estimate, before: Estimate) -> Change | None:
        """Return how a quotient moved, from the two intervals."""
        way = points_change if is_share_like(self.metric) else interval_change
        return way(now.value, before.value, now.interval, before.interval)

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
