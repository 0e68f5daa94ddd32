"""A funnel from the attempts that are kept of a declared path: the same counts, without reading events."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from regard.asking.curves.curve import CurveAsked
from regard.asking.curves.funnel_options import FunnelOptions
from regard.asking.curves.funnel_side import Counted, FunnelSide, active_in, is_plain, read_until
from regard.asking.curves.statements import Statements
from regard.asking.places import Group
from regard.asking.plan import Timeline
from regard.asking.reply import JSON
from regard.metrics.compile.curves.goal_path import PathWanted, path_levels, path_times
from regard.metrics.compile.curves.numbered import number_of
from regard.metrics.compile.scope import Span
from regard.metrics.curves.funnel_rules import FOREVER
from regard.metrics.curves.funnel_tally import StepTally
from regard.rows.goal_paths import declared_paths

_MICROSECONDS = 1_000_000


class KeptSide:
    """A funnel over one timeline, from kept attempts."""

    def __init__(self, asked: CurveAsked, timeline: Timeline, options: FunnelOptions, path: str) -> None:
        """Read the counts of the period and its buckets."""
        self.timeline = timeline
        self._asked = asked
        self._steps = len(options.steps)
        self._statements = Statements(asked.warehouse)
        window, now, scope = options.rules.window, asked.clock.instant, timeline.scope
        self._numbers_of = scope.every or "day", scope.week_start
        wanted = PathWanted(path, scope.every if scope.buckets else None, scope.week_start)
        days = {"first": scope.span.first, "last": scope.span.last, "open_since": _open_since(now, window)}
        self._levels: dict[int | None, list[JSON]] = {}
        for row in self._statements.rows("path levels", wanted, lambda: path_levels(wanted), days):
            self._levels.setdefault(row["bucket"], []).append(row)
        until = read_until(scope.span, now, window)
        whole = self._levels.get(None, [])
        self.holds = not any(row["is_shared"] or row["ends"].replace(tzinfo=UTC) >= until for row in whole)
        self._times: dict[tuple[int | None, int], JSON] = {}
        if self.holds:
            times = self._statements.rows("path times", wanted, lambda: path_times(wanted), days)
            self._times = {(row["bucket"], row["step"]): row for row in times}

    @property
    def sql(self) -> str:
        """Return the SQL that was run."""
        return self._statements.sql

    def counted(self) -> Counted:
        """Return the period as a whole."""
        return self._counted(None)

    def counted_in(self, span: Span) -> Counted:
        """Return the attempts that begin in a bucket of the period."""
        return self._counted(number_of(span.first, *self._numbers_of))

    def groups(self) -> Mapping[Group, Counted]:
        """Return nothing: kept attempts are not split."""
        return {}

    def active(self) -> int | None:
        """Return how many people were active in the period."""
        return active_in(self._asked, self.timeline, self._statements)

    def _counted(self, bucket: int | None) -> Counted:
        """Return what became of each step."""
        return Counted([self._step(bucket, step) for step in range(1, self._steps + 1)], 0)

    def _step(self, bucket: int | None, step: int) -> StepTally:
        """Return what became of one step."""
        levels, times = self._levels.get(bucket, []), self._times.get((bucket, step))
        return StepTally(
            people=sum(row["people"] for row in levels if row["level"] >= step),
            in_progress=sum(row["open"] for row in levels if row["level"] == step - 1),
            median_seconds=times["median"] / _MICROSECONDS if times else None,
            mean_seconds=times["mean"] / _MICROSECONDS if times else None,
        )


Side = FunnelSide | KeptSide


def _open_since(now: datetime, window: int) -> datetime:
    """Return the instant in UTC from which on attempts that began may still go on, the earliest without a window."""
    since = datetime.min.replace(tzinfo=UTC) if window == FOREVER else now - timedelta(microseconds=window)
    return since.astimezone(UTC).replace(tzinfo=None)


def side_of(asked: CurveAsked, timeline: Timeline, options: FunnelOptions) -> Side:
    """Return a funnel over one timeline, from kept attempts where these say all that is asked."""
    path = _path_of(asked, timeline, options)
    if path is not None:
        kept = KeptSide(asked, timeline, options, path)
        if kept.holds:
            return kept
    return FunnelSide(asked, timeline, options)


def _path_of(asked: CurveAsked, timeline: Timeline, options: FunnelOptions) -> str | None:
    """Return the declared path that a funnel is about, `None` where it is about something else."""
    scope, settings = timeline.scope, asked.settings
    if scope.where or scope.every == "hour" or scope.zone.key != settings.zone.key or not is_plain(options, scope):
        return None
    for name, path in declared_paths(settings.paths).items():
        if path.steps == options.steps and (FOREVER if path.window is None else path.window) == options.rules.window:
            return name
    return None
