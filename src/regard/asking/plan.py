"""A question into passes: which rows are read once for which metrics, over which spans."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from regard.asking.arguments import read_options
from regard.asking.bins import read_edges, with_bins
from regard.asking.buckets import Bucket, make_buckets, reach_back
from regard.asking.compared import compared_days, days_around
from regard.asking.hours import check_hours
from regard.asking.periods import Clock, floor_day, make_span, read_period
from regard.asking.question import Question, read_trailing
from regard.errors import RegardError, unknown
from regard.metrics.compile.grains import GRAINS
from regard.metrics.compile.scope import Scope, Span
from regard.metrics.kinds import Curve, Metric, Quotient
from regard.rows.filters import Filter, fields_of, parse_filters
from regard.rows.logged import WHOLE, Log
from regard.rows.rates import read_rates
from regard.rows.specs import AnyOf, EventSpec, Spec, parse_spec, qualifying_spec
from regard.workspace.durations import Duration
from regard.workspace.settings import Settings
from regard.workspace.zones import find_zone

_NEEDED = {
    "own": ("the filters that tell what is about you", 'Write own=[["contains", "text", ["our name"]]].'),
    "lifespan": ("how long a customer stays one", 'Write lifespan="3 years".'),
    "anchor": ("what journeys are looked at from", 'Write anchor="order", or an event such as anchor="signup".'),
    "steps": ("the events in their order", 'Write steps=["view", "cart", "buy"].'),
}
"""What an argument is that is no event, and how to give it."""

_SPECS = ("event", "goal", "start", "end")
_BEGINNING = date(1970, 1, 1)


@dataclass(frozen=True)
class Timeline:
    """A period with its buckets, as the reply shows them."""

    scope: Scope
    buckets: tuple[Bucket, ...]
    first: date
    last: date


@dataclass(frozen=True)
class Asked:
    """One metric of a question: what it reads now, and what it is compared with."""

    name: str
    label: str
    metric: Metric[Any]
    question: Question
    now: Timeline
    before: Timeline | None = None
    fallback: Metric[Any] | None = None
    """The metric that answers where this one has no data at all."""

    is_cut: bool = False
    edges: tuple[float, ...] = ()
    arguments: dict[str, Any] = field(default_factory=dict)

    halves: tuple["Asked", ...] = ()
    """What a quotient is made of: what is above and what is below."""

    def labelled(self) -> list[tuple[str, Metric[Any]]]:
        """Return the metrics that are summed up for it, with their labels."""
        further = [(f"{self.label} other", self.fallback)] if self.fallback else []
        return [(self.label, self.metric), *further]


class Planner:
    """Turns a checked question into scopes, with the settings of a workspace."""

    def __init__(
        self, settings: Settings, clock: Clock, earliest: Callable[[str], date | None], *, log: Log = WHOLE
    ) -> None:
        """Keep what every question needs; `earliest` gives the first local day of the rows of a grain.

        `log` is what is known of the log of events.
        """
        self._log = log
        self._settings = settings
        self.clock = clock
        self._earliest = earliest

    def plan(self, name: str, label: str, metric: Metric[Any], question: Question) -> Asked:
        """Return what one metric of a question reads."""
        check_needs(metric, question, self._settings)
        check_hours(metric, question.own, self._settings)
        edges = read_edges(question.bins, metric) if question.bins is not None else ()
        metric = with_bins(metric, edges) if edges else metric
        now, before, is_cut = self.timelines(metric, question)
        return Asked(
            name=name,
            label=label,
            metric=metric,
            question=question,
            now=now,
            before=before,
            fallback=metric.variants.get("next_page") if question.variant is None else None,
            is_cut=is_cut,
            arguments=self._arguments(metric, question),
            edges=edges,
            halves=self._halves(label, metric, question),
        )

    def timelines(self, metric: Metric[Any], question: Question) -> tuple[Timeline, Timeline | None, bool]:
        """Return the period of a question, what it is compared with, and whether the period was cut at the clock."""
        base = self._scope(metric, question)
        days = read_period(question.period, self.clock, lambda: self._earliest(metric.of.name))
        cut = (days[0], min(days[1], self.clock.today)) if days[0] <= self.clock.today else days
        compare = question.compare
        if isinstance(compare, dict) and set(compare) == {"date"}:
            after, before = days_around(compare, cut)
            sides = [self._timeline(base, side, side[1], metric, question) for side in (after, before)]
            return sides[0], sides[1], cut != days
        now = self._timeline(base, cut, days[1], metric, question)
        return now, self._before(base, cut, metric, question), cut != days

    def _halves(self, label: str, metric: Metric[Any], question: Question) -> tuple[Asked, ...]:
        """Return what a quotient is made of, as questions of the same days; nothing for other metrics."""
        if not isinstance(metric, Quotient):
            return ()
        days = read_period(question.period, self.clock, lambda: self._earliest(metric.of.name))
        question = replace(question, period=days)
        return tuple(
            self.plan(half.name, f"{label} {place}", half, question)
            for place, half in (("above", metric.above), ("below", metric.below))
        )

    def _arguments(self, metric: Metric[Any], question: Question) -> dict[str, Any]:
        """Return the arguments of a metric as they were given, with the rates by which its amounts are told."""
        given = {name: value for name, value in question.own.items() if name in metric.takes}
        members = (metric.above, metric.below) if isinstance(metric, Quotient) else (metric,)
        rates = read_rates(self._settings.rates)
        if not rates or not any("currency" in member.uniform for member in members):
            return given
        return {**given, "rates": {code: {"to": to, "value": value} for code, (to, value) in sorted(rates.items())}}

    def _scope(self, metric: Metric[Any], question: Question) -> Scope:
        """Return the scope of a metric without its time."""
        settings = self._settings
        zone = find_zone(question.zone) if question.zone else settings.zone
        takes = () if isinstance(metric, Curve) else metric.takes
        named = [name for name in _SPECS if name in takes and name in question.own]
        specs = {name: self._spec(name, question.own[name]) for name in named}
        qualifying: Spec = qualifying_spec(settings)
        if "goal" in takes and "goal" not in specs:
            specs["goal"] = self._goals(list(settings.goals))
        if "event" in takes and "event" not in metric.needs and metric.of.name != "participants":
            event = specs.pop("event", None)
            if metric.of.name == "touches":
                specs["event"] = event or EventSpec()
            qualifying = event or qualifying
        if "event" in metric.needs:
            specs.setdefault("event", EventSpec())
        by_clock = metric.of.name in GRAINS and GRAINS[metric.of.name].by_clock
        nowhere = make_span(self.clock.today, self.clock.today, zone)
        return Scope(
            zone=zone,
            week_start=question.week_start or settings.week_start,  # type: ignore[arg-type]
            span=nowhere,
            every=question.every,  # type: ignore[arg-type]
            by=question.by,
            where=(*parse_filters(question.where), *metric.filters),
            specs=specs,
            qualifying=qualifying,
            options=read_options(question.own, takes),
            rates=read_rates(settings.rates),
            log=self._log,
            as_of=self.clock.instant if by_clock else None,
        )

    def _spec(self, option: str, written: Any) -> Spec:
        """Return the spec of an argument; goals are named as they were declared."""
        if option != "goal":
            return parse_spec(written)
        return self._goals([written] if isinstance(written, str) else list(written))

    def _goals(self, names: Sequence[str]) -> Spec:
        """Return the spec of any of several declared goals."""
        for name in names:
            if name not in self._settings.goals:
                raise unknown("goal", name, self._settings.goals)
        return AnyOf(tuple(parse_spec(self._settings.goals[name]) for name in names))

    def _timeline(
        self, base: Scope, days: tuple[date, date], uncut_last: date, metric: Metric[Any], question: Question
    ) -> Timeline:
        """Return a period with its buckets, reaching back where its points cover more than themselves."""
        first, last = days
        plain = replace(base, span=make_span(first, last, base.zone))
        trailing = read_trailing(metric, question)
        lasting = trailing if isinstance(trailing, Duration) else None
        buckets = make_buckets(plain, self.clock, uncut_last=uncut_last, trailing=lasting)
        if trailing is None and question.to_date is None:
            return Timeline(replace(plain, buckets=tuple(bucket.span for bucket in buckets)), buckets, first, last)

        def reached(span: Span) -> Span:
            since = None
            if question.to_date:
                since = floor_day(span.last, question.to_date, base.week_start)
            elif trailing == "all":
                since = min(self._earliest(metric.of.name) or _BEGINNING, span.last)
            return reach_back(span, base.zone, lasting, since)

        total = reached(plain.span)
        if metric.spread and question.trailing is None and question.to_date is None:
            total = make_span(max(total.first, first), last, base.zone)
        if lasting is None:
            buckets = tuple(replace(bucket, span=reached(bucket.span)) for bucket in buckets)
        scope = replace(plain, span=total, buckets=tuple(bucket.span for bucket in buckets), windowed=True)
        return Timeline(scope, buckets, first, last)

    def _before(self, base: Scope, days: tuple[date, date], metric: Metric[Any], question: Question) -> Timeline | None:
        """Return what the period is compared with."""
        compare = question.compare
        if compare is None:
            return None
        if isinstance(compare, dict):
            if set(compare) != {"where"}:
                raise RegardError(
                    "bad_value",
                    "compare names neither a segment nor a date.",
                    'Write {"where": [["is", "plan", ["pro"]]]} or {"date": "2025-03-15"}.',
                )
            base = replace(base, where=_segment(base.where, parse_filters(compare["where"])))
            return self._timeline(base, days, days[1], metric, question)
        earlier = compared_days(compare, days, align=question.align)
        return self._timeline(base, earlier, earlier[1], metric, question)


def _segment(where: Sequence[Filter], segment: Sequence[Filter]) -> tuple[Filter, ...]:
    """Return the filters of another segment: those of the question hold too, but on fields that the segment names."""
    named = set(fields_of(segment))
    return (*(item for item in where if not named & set(fields_of([item]))), *segment)


def check_needs(metric: Metric[Any], question: Question, settings: Settings) -> None:
    """Refuse a question without an argument that the metric cannot do without."""
    for name in metric.needs:
        if name in question.own or (name == "event" and "name" in question.by):
            continue
        if name == "goal":
            if settings.goals:
                continue
            raise RegardError(
                "missing_argument",
                f"{metric.name} needs a goal, and none is declared.",
                'Declare one, such as ws.declare("goal", "signup", event="Signed up"), then ask with goal="signup".',
            )
        if name in _NEEDED:
            sentence, way_out = _NEEDED[name]
            raise RegardError("missing_argument", f'{metric.name} needs "{name}", {sentence}.', way_out)
        raise RegardError(
            "missing_argument",
            f'{metric.name} needs "{name}", the event that it counts.',
            f'Write {name}="checkout" or {name}={{"page": "/checkout/**"}}.',
        )
