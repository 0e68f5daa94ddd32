"""The answer of a funnel: its cells, its value, its groups, and what it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regard.asking.curves.curve import CurveAsked, CurveReply
from regard.asking.curves.funnel_options import FunnelOptions, read_funnel
from regard.asking.curves.telling import SHARES, check_method, interval_json, share_interval, small_base
from regard.asking.places import Group
from regard.asking.plan import Timeline
from regard.asking.reply import JSON
from regard.asking.warnings import nothing_matches
from regard.errors import suggest
from regard.inference.change import Change
from regard.inference.comparisons import mark_stand_outs, share_change
from regard.inference.interval import Interval
from regard.inference.moments import from_counts
from regard.metrics.compile.names import event_names
from regard.rows.log import to_sql

if TYPE_CHECKING:
    from regard.asking.curves.funnel_kept import Side
    from regard.asking.curves.funnel_side import Counted


@dataclass(frozen=True)
class Share:
    """Who did the last step of those who did the first, or a step of them."""

    value: float | None
    n: int
    parts: JSON
    interval: Interval | None

    def shown(self) -> JSON:
        """Return it under the keys of a reply."""
        return {"value": self.value, "n": self.n, "parts": self.parts, "interval": interval_json(self.interval)}


def answer_funnel(asked: CurveAsked) -> CurveReply:
    """Return the answer of a funnel.

    Raises `RegardError` where an argument is missing, means nothing, or contradicts another.
    """
    from regard.asking.curves.funnel_kept import KeptSide, side_of

    options = read_funnel(asked.options, asked.question.by, asked.settings.paths)
    how = _How(asked)
    now = side_of(asked, asked.now, options)
    before = side_of(asked, asked.before, options) if asked.before else None
    is_kept = all(isinstance(side, KeptSide) for side in (now, before) if side)
    counted = now.counted()
    whole, whole_before = how.share(counted), how.share(before.counted()) if before else None
    (change,) = mark_stand_outs([_moved(whole, whole_before)], how.level)
    active = now.active()
    cells = how.cells(counted, options, active)
    for group, members in _ordered(now.groups()):
        cells += [{**cell, "group": how.named(group)} for cell in how.cells(members, options, active)]
    return CurveReply(
        value=whole.value,
        n=whole.n,
        parts=whole.parts,
        interval=whole.shown()["interval"],
        cells=cells,
        series=_series(how, now, before),
        breakdown=_breakdown(how, now, before),
        previous=_previous(how, before, whole_before) if before and whole_before else None,
        change=change.to_dict() if change else None,
        warnings=_warnings(asked, options, counted),
        sql=";\n".join(dict.fromkeys(side.sql for side in (now, before) if side)),
        arguments=options.written,
        path="totals" if is_kept else "rows",
        reading="attempts that are kept of a declared path" if is_kept else None,
    )


class _How:
    """How shares are made: the level and the method of their intervals, the names of the dimensions."""

    def __init__(self, asked: CurveAsked) -> None:
        """Read it from the question."""
        self.level = asked.question.level
        self._by = asked.question.by
        self._asked = asked
        check_method(asked, tuple(SHARES))

    def named(self, group: Group) -> JSON:
        """Return a group under the names of its dimensions."""
        return dict(zip(self._by, group, strict=True))

    def share(self, counted: "Counted") -> Share:
        """Return the share that did the last step."""
        return self._of_first(counted, len(counted.steps))

    def cells(self, counted: "Counted", options: FunnelOptions, active: int | None) -> list[JSON]:
        """Return a cell for each step."""
        cells = []
        people = [step.people for step in counted.steps]
        for number, (step, spec) in enumerate(zip(counted.steps, options.steps, strict=True), 1):
            of_first = self._of_first(counted, number)
            cells.append(
                {
                    "step": number,
                    "event": str(spec),
                    "people": step.people,
                    "in_progress": step.in_progress,
                    "of_first": of_first.value,
                    "of_previous": _ratio(step.people, people[max(number - 2, 0)]),
                    "of_active": _ratio(step.people, active),
                    "median_seconds": step.median_seconds,
                    "mean_seconds": step.mean_seconds,
                    "interval": of_first.shown()["interval"],
                }
            )
        return cells

    def _of_first(self, counted: "Counted", step: int) -> Share:
        """Return the share of those who did step 1 that did a step."""
        n, did = counted.steps[0].people, counted.steps[step - 1].people
        interval = share_interval(from_counts(did, n), self._asked) if n else None
        return Share(_ratio(did, n), n, counted.parts, interval)


def _ratio(part: int, whole: int | None) -> float | None:
    """Return a part of a whole, `None` where there is nothing under it."""
    return part / whole if whole else None


def _moved(now: Share, before: Share | None) -> Change | None:
    """Return how a share moved."""
    return share_change(now.value, before.value, now.interval, before.interval) if before else None


def _series(how: _How, now: "Side", before: "Side | None") -> list[JSON]:
    """Return a point for each bucket: the attempts that begin in it, with those of its partner."""
    partners = before.timeline.buckets if before else ()
    points = []
    for index, bucket in enumerate(now.timeline.buckets):
        partner = partners[index] if index < len(partners) else None
        counted = now.counted_in(bucket.span)
        share = how.share(counted)
        other = how.share(before.counted_in(partner.span)) if before and partner else None
        moved = _moved(share, other)
        points.append(
            {
                "start": bucket.start,
                "end": bucket.end,
                **share.shown(),
                "is_complete": bucket.is_complete and not any(step.in_progress for step in counted.steps),
                "previous": other.value if other else None,
                "previous_start": partner.start if partner else None,
                "change": {"value": moved.value, "unit": moved.unit} if moved else None,
            }
        )
    return points


def _ordered(groups: "Mapping[Group, Counted]") -> "list[tuple[Group, Counted]]":
    """Return groups with the largest first."""
    return sorted(groups.items(), key=lambda item: (-item[1].steps[0].people, [str(value) for value in item[0]]))


def _breakdown(how: _How, now: "Side", before: "Side | None") -> list[JSON]:
    """Return a row for each group of either period, the largest first."""
    shares = {group: how.share(counted) for group, counted in _ordered(now.groups())}
    earlier = {group: how.share(counted) for group, counted in _ordered(before.groups())} if before else {}
    nobody = Share(None, 0, {"excluded": 0, "started": 0, "finished": 0}, None)
    groups = list(dict.fromkeys([*shares, *earlier]))
    pairs = [(shares.get(group, nobody), earlier.get(group, nobody) if before else None) for group in groups]
    changes = mark_stand_outs([_moved(share, other) for share, other in pairs], how.level)
    return [
        {
            "group": how.named(group),
            **share.shown(),
            "share": None,
            "previous": other.value if other else None,
            "change": change.to_dict() if change else None,
            "series": [],
        }
        for group, (share, other), change in zip(groups, pairs, changes, strict=True)
    ]


def _previous(how: _How, side: "Side", share: Share) -> JSON:
    """Return the compared period whole."""
    timeline: Timeline = side.timeline
    points = [
        {"start": bucket.start, "end": bucket.end, **how.share(side.counted_in(bucket.span)).shown()}
        | {"is_complete": bucket.is_complete}
        for bucket in timeline.buckets
    ]
    period = {"from": timeline.first.isoformat(), "to": timeline.last.isoformat()}
    return {"period": period, **share.shown(), "series": points}


def _warnings(asked: CurveAsked, options: FunnelOptions, counted: "Counted") -> list[JSON]:
    """Return what a reader should know: a small base, open windows, names that never occur."""
    started, waiting = counted.steps[0].people, sum(step.in_progress for step in counted.steps)
    one, several = ("person", "people") if options.unit == "person" else ("unit", "units")
    found = small_base(started, one, several)
    if waiting:
        said = f"1 {one} is" if waiting == 1 else f"{waiting} {several} are"
        message = f"{said} still inside the window, counted as not having gone on so far."
        found.append({"code": "immature", "message": message})
    return found if counted.steps[-1].people else [*found, *_unmatched(asked, options)]


def _unmatched(asked: CurveAsked, options: FunnelOptions) -> list[JSON]:
    """Return a warning for each step whose event never occurs."""
    wanted = _names(options.steps)
    table = asked.warehouse.run(to_sql(event_names(), asked.warehouse.dialect)) if wanted else None
    known = {str(name) for name in table.column(0).to_pylist() if name is not None} if table is not None else set()
    return [nothing_matches("event", name, suggest(name, known)) for name in wanted if name not in known]


def _names(specs: Sequence[Any]) -> list[str]:
    """Return the names of events that specs ask for, each once."""
    return list(dict.fromkeys(spec.event for spec in specs if spec.event not in (None, "any")))
