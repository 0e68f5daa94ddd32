"""What a reader should know before trusting a number."""

from datetime import date
from typing import Any

from regard.asking.answer import Answer, Side
from regard.asking.estimates import Estimate
from regard.asking.reply import JSON
from regard.metrics.kinds import Count, Distinct

SMALL_BASE = 30
_ROWS = {
    "touches": ("event", "events"),
    "visits": ("visit", "visits"),
    "page_visits": ("page of a visit", "pages of visits"),
    "people_in_period": ("person", "people"),
    "activity": ("customer", "customers"),
    "answers": ("answer", "answers"),
    "orders": ("order", "orders"),
    "buyers": ("customer", "customers"),
    "conversations": ("ticket", "tickets"),
}
"""What one row of a grain is called, and what several are."""


def warn(answer: Answer, total: Estimate, series: list[JSON], earliest: date | None) -> list[JSON]:
    """Return the warnings of one reply, the gravest first."""
    found = [*_mixed(total), *_above_one(answer, total), *_watched(answer)]
    found += _small_base(answer, total, series)
    found += _times(answer, earliest)
    return [{"code": code, "message": message} for code, message in found]


def _mixed(total: Estimate) -> list[tuple[str, str]]:
    """Return that rows were not put together, where a split takes them apart."""
    if not total.is_mixed:
        return []
    if "currency" in total.same:
        return [("mixed_currencies", "There is no total: the groups are in several currencies.")]
    return [("mixed_scales", "There is no total: the groups were asked on several scales.")]


def _above_one(answer: Answer, total: Estimate) -> list[tuple[str, str]]:
    """Return that a share exceeds the whole."""
    if answer.metric.unit != "share" or total.value is None or total.value <= 1:
        return []
    return [("above_one", f"It exceeds the whole. {answer.metric.reads}")]


def _watched(answer: Answer) -> list[tuple[str, str]]:
    """Return what the metric watches for among all rows."""
    row = answer.now.found.at()
    counts = [
        (watch, int((row or {}).get(f"{answer.label} watch {index}") or 0))
        for index, watch in enumerate(answer.metric.watch)
    ]
    return [(watch.code, watch.message.format(n=n)) for watch, n in counts if n]


def _small_base(answer: Answer, total: Estimate, series: list[JSON]) -> list[tuple[str, str]]:
    """Return that there is little to go by, in the whole or in some buckets."""
    if isinstance(answer.metric, Count | Distinct):
        return []
    one, several = _ROWS[answer.metric.of.name]
    if 0 < total.n < SMALL_BASE:
        rows = one if total.n == 1 else several
        return [("small_base", f"Only {total.n} {rows} in all: read the number with care.")]
    few = [point for point in series if 0 < point["n"] < SMALL_BASE]
    if not few:
        return []
    first = few[0]
    rows = one if first["n"] == 1 else several
    sentence = f"Only {first['n']} {rows} on {first['start']}"
    more = f", and under {SMALL_BASE} in {len(few) - 1} more" if len(few) > 1 else ""
    return [("small_base", f"{sentence}{more}: read {'those' if more else 'that one'} with care.")]


def _times(answer: Answer, earliest: date | None) -> list[tuple[str, str]]:
    """Return what is unusual about the period or the one it is compared with."""
    found = []
    if answer.asked.is_cut:
        day = answer.asked.now.last.isoformat()
        found.append(("period_cut", f"The period goes on after {day}; it is counted up to then."))
    before: Side | None = answer.before
    if before is not None and earliest is not None and before.timeline.first < earliest:
        sentence = f"The compared period begins on {before.timeline.first}, before the first record on {earliest}."
        found.append(("short_history", sentence))
    return found


def nothing_matches(thing: str, name: Any, hint: str) -> JSON:
    """Return the warning for a name that never occurs."""
    return {"code": "nothing_matches", "message": f'No {thing} "{name}" ever occurs. {hint}'.rstrip()}
