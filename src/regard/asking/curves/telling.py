"""What the curves of habit share in telling: intervals, warnings, the compared period, arguments that none takes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from regard.asking.curves.curve import AnswerCurve, CurveAsked, CurveReply
from regard.asking.matching import unmatched_names
from regard.asking.places import Group
from regard.asking.plan import Asked
from regard.asking.reply import JSON
from regard.asking.warnings import SMALL_BASE
from regard.errors import RegardError
from regard.inference.change import Change
from regard.inference.comparisons import mark_stand_outs
from regard.inference.interval import Interval
from regard.inference.moments import Moments
from regard.inference.shares import adjusted_wald, wald, wilson
from regard.rows.specs import Spec

Changed = Callable[[CurveReply, CurveReply], Change | None]
"""From the reply for a period and for the one before to how its value moved."""

SHARES = {"wilson": wilson, "wald": wald, "adjusted_wald": adjusted_wald}
"""The intervals that a share may have, by name."""


def share_interval(moments: Moments, asked: CurveAsked) -> Interval | None:
    """Return the interval of a share by the method that was asked for, else Wilson's; `None` without rows."""
    return SHARES[asked.question.interval or "wilson"](moments, asked.question.level)


def interval_json(interval: Interval | None) -> JSON | None:
    """Return an interval as JSON."""
    return interval.to_dict() if interval else None


def interval_of(told: CurveReply) -> Interval | None:
    """Return the interval of a reply as it was before it became JSON."""
    return Interval(**told.interval) if told.interval else None


def check_common(asked: CurveAsked, methods: Sequence[str] = ()) -> None:
    """Refuse arguments of every question that a curve cannot take; `methods` are the intervals that it offers."""
    if asked.question.base != "group":
        raise RegardError("not_for_metric", f'base="total" is not for {asked.name}.', "Leave it out.")
    check_method(asked, methods)


def check_method(asked: CurveAsked, methods: Sequence[str]) -> None:
    """Refuse an interval that a curve does not offer."""
    method = asked.question.interval
    if method is not None and method not in methods:
        offered = ", ".join(f'"{one}"' for one in methods)
        way_out = f"It offers {offered}." if methods else "Leave it out: people are counted, not estimated."
        raise RegardError("not_for_metric", f'The interval "{method}" is not for {asked.name}.', way_out)


def read_whole(name: str, written: Any, least: int, most: int) -> int:
    """Return a whole number inside bounds.

    Raises `RegardError` with code `bad_value`.
    """
    if isinstance(written, bool) or not isinstance(written, int):
        raise RegardError("bad_value", f"{name}={written!r} is not a whole number.", f"Write {name}={least + 1}.")
    if not least <= written <= most:
        raise RegardError("bad_value", f"{name}={written} is out of range.", f"It is {least} to {most}.")
    return written


def with_previous(asked: CurveAsked, answer: AnswerCurve, change: Changed) -> CurveReply:
    """Return the reply for the period with what it is compared with, where the question compares."""
    told = answer(replace(asked, before=None))
    if asked.before is None:
        return told
    earlier = answer(replace(asked, now=asked.before, before=None))
    period = {"from": asked.before.first.isoformat(), "to": asked.before.last.isoformat()}
    shown = {name: getattr(earlier, name) for name in ("value", "n", "parts", "interval")}
    (moved,) = mark_stand_outs([change(told, earlier)], asked.question.level)
    return replace(
        told,
        previous={"period": period, **shown, "series": []},
        change=moved.to_dict() if moved else None,
        sql=";\n".join(dict.fromkeys(one.sql for one in (told, earlier) if one.sql)),
    )


def small_base(n: int, one: str, several: str) -> list[JSON]:
    """Return the warning that there is little to go by, where there is something and it is little."""
    if not 0 < n < SMALL_BASE:
        return []
    sentence = f"Only {n} {one if n == 1 else several} in all: read the number with care."
    return [{"code": "small_base", "message": sentence}]


def immature(cells: Sequence[JSON]) -> list[JSON]:
    """Return the warning that some cells are not over yet, where there are such."""
    open_cells = sum(not cell["is_complete"] for cell in cells)
    if not open_cells:
        return []
    sentence = f"{open_cells} of {len(cells)} cells are not over yet, and are null."
    return [{"code": "immature", "message": sentence}]


def unmatched(asked: CurveAsked, specs: Sequence[Spec], value: float | None, n: int) -> list[JSON]:
    """Return a warning for each event name or value of a filter that never occurs, where the answer is nothing."""
    named = {f"spec {index}": spec for index, spec in enumerate(specs)}
    now = replace(asked.now, scope=replace(asked.now.scope, specs=named))
    stand_in = Asked(name=asked.name, label=asked.name, metric=asked.metric, question=asked.question, now=now)
    return unmatched_names(stand_in, value, n, asked.warehouse)


def group_key(names: Sequence[str], group: Group) -> JSON:
    """Return the key that tells the group of a cell, nothing where the question is not split."""
    return {"group": dict(zip(names, group, strict=True))} if names else {}


def by_size(sizes: dict[Group, int]) -> list[Group]:
    """Return groups, the largest first."""
    return sorted(sizes, key=lambda group: (-sizes[group], [str(value) for value in group]))
