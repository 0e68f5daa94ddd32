"""Funnels by trying every chain of events, written from the definition alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regard.metrics.curves.funnel_rules import FOREVER, Rules


@dataclass(frozen=True)
class Happened:
    """An event: when, and the steps and exclusions that it fits, counted from 1."""

    time: int
    steps: frozenset[int]
    excluded: frozenset[int] = frozenset()


Chain = tuple[Happened, ...]


@dataclass(frozen=True)
class Best:
    """The best attempt of a unit: when each step was done; no times where every attempt was spoiled."""

    times: tuple[int, ...]


def best_attempt(events: Sequence[Happened], rules: Rules, since: int, until: int) -> Best | None:
    """Return the best attempt of one unit, whose events are in their order; `None` where nothing began."""
    ways = {"ordered": _ordered, "strict": _strict, "any": _any}
    attempts = ways[rules.order](events, rules, since, until)
    if not attempts:
        return None
    clean = [times for times in attempts if times]
    if not clean:
        return Best(())
    level = max(len(times) for times in clean)
    start = max(times[0] for times in clean if len(times) == level)
    of_best = [times for times in clean if len(times) == level and times[0] == start]
    return Best(tuple(min(times[step] for times in of_best) for step in range(level)))


def _ordered(events: Sequence[Happened], rules: Rules, since: int, until: int) -> list[tuple[int, ...]]:
    """Return the times of every chain; those of spoiled ones are empty. Events at one instant are one beginning."""
    chains = [chain for first in events if since <= first.time < until for chain in _chains((first,), events, rules)]
    reach: dict[int, int] = {}
    for chain in chains:
        reach[chain[0].time] = max(reach.get(chain[0].time, 0), len(chain))
    found: list[tuple[int, ...]] = []
    for chain in chains:
        is_prefix = reach[chain[0].time] > len(chain) and any(after > len(chain) for after, _ in rules.exclusions)
        is_attempt = not is_prefix and not _is_spoiled(chain, events, rules)
        found.append(tuple(event.time for event in chain) if is_attempt else ())
    return found


def _chains(chain: Chain, events: Sequence[Happened], rules: Rules) -> Iterator[Chain]:
    """Yield a chain, if it is one, and every chain that goes on from it."""
    step = len(chain)
    if step not in chain[-1].steps or chain[-1].time - chain[0].time > rules.window:
        return
    if step > 1:
        gap = chain[-1].time - chain[-2].time
        if gap < 0 or gap > rules.limit(step):
            return
    yield chain
    if step < rules.steps:
        for event in events:
            if all(event is not used for used in chain):
                yield from _chains((*chain, event), events, rules)


def _is_spoiled(chain: Chain, events: Sequence[Happened], rules: Rules) -> bool:
    """Return whether an excluded event lies where it must not."""
    for index, (after, before) in enumerate(rules.exclusions, 1):
        times = [event.time for event in events if index in event.excluded]
        if len(chain) >= before:
            low, high = chain[after - 1].time, chain[before - 1].time
            if any(low < time < high for time in times):
                return True
        elif len(chain) >= after:
            low, last = chain[after - 1].time, chain[0].time + rules.window
            if any(low < time <= last for time in times):
                return True
    return False


def _strict(events: Sequence[Happened], rules: Rules, since: int, until: int) -> list[tuple[int, ...]]:
    """Return the times of the longest chain of consecutive events, of several the one that begins last."""
    found = []
    for first in range(len(events)):
        for last in range(first, min(first + rules.steps, len(events))):
            run = events[first : last + 1]
            fits = all(step in event.steps for step, event in enumerate(run, 1))
            gaps = [run[step - 1].time - run[step - 2].time <= rules.limit(step) for step in range(2, len(run) + 1)]
            if fits and all(gaps) and run[-1].time - run[0].time <= rules.window and since <= run[0].time < until:
                found.append(tuple(event.time for event in run))
    most = max((len(times) for times in found), default=0)
    return [times for times in found if len(times) == most][-1:]


def _any(events: Sequence[Happened], rules: Rules, since: int, until: int) -> list[tuple[int, ...]]:
    """Return for every window that a step opens the times at which its steps first occur, in the order of time."""
    found = []
    for anchor in (event for event in events if event.steps and since <= event.time < until):
        inside = [event for event in events if 0 <= event.time - anchor.time <= rules.window]
        firsts = [
            min(event.time for event in inside if step in event.steps)
            for step in range(1, rules.steps + 1)
            if any(step in event.steps for event in inside)
        ]
        found.append((anchor.time, *sorted(firsts)))
    most = max((len(times) for times in found), default=0)
    start = max((times[0] for times in found if len(times) == most), default=0)
    return [times[1:] for times in found if len(times) == most and times[0] == start]


__all__ = ["FOREVER", "Best", "Happened", "best_attempt"]
