"""The course of a series as the points of a small picture: ribbon, the period before, the line, open buckets apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from regard.showing.dates import bucket_text
from regard.showing.words import JSON, value_text

WIDTH, HEIGHT, EDGE = 160, 32, 3
"""Pixels."""

Values = Sequence[float | None]


@dataclass(frozen=True)
class Line:
    """A picture of a series: shapes as SVG writes points, and the sentence for who cannot see it."""

    said: str
    ribbon: list[str]
    before: list[str]
    course: list[tuple[str, bool]]
    """Each piece between two buckets, and whether both are whole."""

    width: int = WIDTH
    height: int = HEIGHT


def notebook_line(series: Sequence[JSON], reply: JSON) -> Line | None:
    """Return the picture of a series, `None` below two values."""
    values: Values = [point["value"] for point in series]
    if sum(value is not None for value in values) < 2:  # noqa: PLR2004 (one point is no line)
        return None
    lows: Values = [(point.get("interval") or {}).get("low") for point in series]
    highs: Values = [(point.get("interval") or {}).get("high") for point in series]
    before: Values = [point.get("previous") for point in series]
    frame = _Frame([end for ends in (values, lows, highs, before) for end in ends if end is not None], len(series))
    return Line(
        said=_sentence(series, reply),
        ribbon=frame.ribbon(lows, highs),
        before=[frame.text(run) for run in _runs(before) if len(run) > 1],
        course=_course(series, frame),
    )


class _Frame:
    """Where a value of a bucket stands in the picture."""

    def __init__(self, ends: Sequence[float], buckets: int) -> None:
        """Span the picture over the given values and buckets."""
        self._low, self._span = min(ends), (max(ends) - min(ends)) or 1.0
        self._step = (WIDTH - 2 * EDGE) / max(buckets - 1, 1)

    def text(self, points: Iterable[tuple[int, float]]) -> str:
        """Return values of buckets as pixels, as SVG writes them."""
        scale = (HEIGHT - 2 * EDGE) / self._span
        return " ".join(
            f"{EDGE + bucket * self._step:.1f},{HEIGHT - EDGE - (value - self._low) * scale:.1f}"
            for bucket, value in points
        )

    def ribbon(self, lows: Values, highs: Values) -> list[str]:
        """Return the areas between the ends of the intervals."""
        under = _runs([None if high is None else low for low, high in zip(lows, highs, strict=True)])
        over = _runs([None if low is None else high for low, high in zip(lows, highs, strict=True)])
        return [self.text([*bottom, *reversed(top)]) for bottom, top in zip(under, over, strict=True)]


def _course(series: Sequence[JSON], frame: _Frame) -> list[tuple[str, bool]]:
    """Return the pieces of the line between neighbours that both have a value."""
    return [
        (
            frame.text([(bucket, left["value"]), (bucket + 1, right["value"])]),
            bool(left.get("is_complete", True) and right.get("is_complete", True)),
        )
        for bucket, (left, right) in enumerate(pairwise(series))
        if left["value"] is not None and right["value"] is not None
    ]


def _runs(values: Values) -> list[list[tuple[int, float]]]:
    """Return the stretches of known values, each with its bucket's place."""
    runs: list[list[tuple[int, float]]] = [[]]
    for bucket, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((bucket, value))
    return [run for run in runs if run]


def _sentence(series: Sequence[JSON], reply: JSON) -> str:
    """Return the course in words: from the first value to the last."""
    known = [point for point in series if point["value"] is not None]
    every = reply["period"].get("every")
    ends = [
        f"{value_text(point['value'], reply['unit'], reply.get('currency'))} on {bucket_text(point['start'], every)}"
        for point in (known[0], known[-1])
    ]
    return f"From {ends[0]} to {ends[1]}"
