"""Answers given before: the same question of the same data has the same answer."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from regard.asking.found import Reading
from regard.asking.periods import Clock
from regard.asking.question import Question
from regard.asking.reply import Reply
from regard.metrics.compile.grains import GRAINS
from regard.metrics.kinds import Curve, Metric
from regard.workspace.settings import Settings
from regard.workspace.zones import find_zone

_MOST = 64
_MOST_POINTS = 200_000
"""How many answers are held, and how many points and groups all of them may have together."""

Answers = dict[str, tuple[Reply, tuple[Reading, ...]]]
"""The reply for each metric, and what was read for it."""


class GivenBefore:
    """The answers that were given last, as long as data and settings stay."""

    def __init__(self) -> None:
        """Start with none."""
        self._known: OrderedDict[str, Answers] = OrderedDict()
        self._state: tuple[object, Settings | None] = (None, None)

    def holds(self, version: object, settings: Settings) -> bool:
        """Return whether data and settings are what they were; where they are not, everything is forgotten."""
        if version == self._state[0] and settings is self._state[1]:
            return True
        self._state = (version, settings)
        self._known.clear()
        return False

    def find(self, key: str, clock: Clock) -> Answers | None:
        """Return the answers to a question, told by the clock of now."""
        known = self._known.get(key)
        if known is None:
            return None
        self._known.move_to_end(key)
        return {name: (_at(reply, clock), readings) for name, (reply, readings) in known.items()}

    def keep(self, key: str, answers: Answers) -> None:
        """Keep answers, and let go of the oldest where there are too many."""
        self._known[key] = answers
        while len(self._known) > _MOST or sum(map(_size, self._known.values())) > _MOST_POINTS:
            self._known.popitem(last=False)


def question_key(names: Sequence[str], metrics: Sequence[Metric[Any]], question: Question, clock: Clock) -> str | None:
    """Return what two questions share that have one answer, `None` where the answer changes with every instant.

    Else it changes with the local day alone: periods and buckets begin and end with days.
    """
    by_instant = question.every == "hour" or any(
        isinstance(metric, Curve) or (metric.of.name in GRAINS and GRAINS[metric.of.name].by_clock)
        for metric in metrics
    )
    if by_instant and question.as_of is None:
        return None
    return repr((tuple(names), question, clock.today, clock.instant if question.as_of is not None else None))


def _at(reply: Reply, clock: Clock) -> Reply:
    """Return a reply as of another instant of the same day."""
    as_of = clock.instant.astimezone(find_zone(reply.period["zone"])).isoformat()
    return replace(reply, period={**reply.period, "as_of": as_of})


def _size(answers: Mapping[str, tuple[Reply, tuple[Reading, ...]]]) -> int:
    """Return how many points, groups and cells answers have, about."""
    replies = [reply for reply, _ in answers.values()]
    return sum(
        len(reply.series) + len(reply.cells) + len(reply.breakdown) * (1 + len(reply.series)) for reply in replies
    )
