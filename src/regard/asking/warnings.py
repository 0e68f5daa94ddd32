"""What a reader should know before trusting a number."""

from datetime import date
from typing import Any

from regard.asking.answer import Answer, Side
from regard.asking.estimates import Estimate
from regard.asking.plan import Timeline
from regard.asking.reply import JSON
from regard.metrics.compile.grains import GRAINS
from regard.metrics.kinds import Count, Distinct, Metric, Ratio

SMALL_BASE = 30


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
    counts = zip(answer.metric.watch, answer.watched(), strict=True)
    return [(watch.code, watch.message.format(n=n)) for watch, n in counts if n]


def _small_base(answer: Answer, total: Estimate, series: list[JSON]) -> list[tuple[str, str]]:
    """Return that there is little to go by, in the whole or in some buckets."""
    if isinstance(answer.metric, Count | Distinct):
        return []
    one, several = _words(answer.metric)
    least = answer.asked.arguments.get("minimum_base", 1)
    withheld = _withheld(answer, total, series, several)
    if least <= total.n < SMALL_BASE:
        rows = one if total.n == 1 else several
        return [*withheld, ("small_base", f"Only {total.n} {rows} in all: read the number with care.")]
    few = [point for point in series if least <= point["n"] < SMALL_BASE]
    if withheld or not few:
        return withheld
    first = few[0]
    rows = one if first["n"] == 1 else several
    sentence = f"Only {first['n']} {rows} on {first['start']}"
    more = f", and under {SMALL_BASE} in {len(few) - 1} more" if len(few) > 1 else ""
    return [("small_base", f"{sentence}{more}: read {'those' if more else 'that one'} with care.")]


def _words(metric: Metric[Any]) -> tuple[str, str]:
    """Return what one and several of those are called that an n counts."""
    if isinstance(metric, Ratio) and metric.counts and metric.counts[1] != "n" and not metric.counts_rows:
        several = metric.counts[1].replace("_", " ")
        return several.removesuffix("s"), several
    grain = GRAINS[metric.of.name]
    return grain.one, grain.several


def _withheld(answer: Answer, total: Estimate, series: list[JSON], several: str) -> list[tuple[str, str]]:
    """Return that values are not given because too few rows are behind them, as the question wants it."""
    least = answer.asked.arguments.get("minimum_base", 0)
    told = answer.told(answer.now)
    groups = sum(0 < told.estimates.n[told.starts[group]] < least for group in answer.groups(answer.now))
    points = sum(0 < point["n"] < least for point in series)
    said = ["the total"] if 0 < total.n < least else []
    said += [
        f"{number} {name}{'s' * (number > 1)}" for number, name in ((groups, "group"), (points, "point")) if number
    ]
    if not said:
        return []
    return [("small_base", f"No value for {' and '.join(said)}: fewer than {least:g} {several} are behind it.")]


def _times(answer: Answer, earliest: date | None) -> list[tuple[str, str]]:
    """Return what is unusual about the period or the one it is compared with."""
    found = []
    if answer.asked.is_cut:
        cut = period_cut(answer.asked.now)
        found.append((cut["code"], cut["message"]))
    before: Side | None = answer.before
    if before is not None and earliest is not None and before.timeline.first < earliest:
        sentence = f"The compared period begins on {before.timeline.first}, before the first record on {earliest}."
        found.append(("short_history", sentence))
    return found


def period_cut(timeline: Timeline) -> JSON:
    """Return the warning for a period that reaches past the clock."""
    message = f"The period goes on after {timeline.last.isoformat()}; it is counted up to then."
    return {"code": "period_cut", "message": message}


def nothing_matches(thing: str, name: Any, hint: str) -> JSON:
    """Return the warning for a name that never occurs."""
    return {"code": "nothing_matches", "message": f'No {thing} "{name}" ever occurs. {hint}'.rstrip()}
