"""Which event of a moment does which step: the first in order that fits, each event once."""

import numpy as np

from regard.metrics.curves.funnel_chains import Ints
from regard.metrics.curves.funnel_moments import Moments, assign


def serving_events(moments: Moments, at: Ints) -> Ints:
    """Return the events of the log that do the steps of chains, shape (chains, steps); -1 where a step is not done."""
    if moments.is_plain:
        return at
    events = np.full(at.shape, -1, np.int64)
    for column in range(at.shape[1]):
        rows = np.flatnonzero(at[:, column] >= 0)
        places = np.flatnonzero((moments.log.fits >> column) & 1 == 1)
        if len(rows):
            events[rows, column] = places[np.searchsorted(places, moments.first[at[rows, column]])]
    done = at >= 0
    shared = done & moments.is_shared(np.maximum(at, 0))
    for row in np.flatnonzero(shared.any(axis=1)).tolist():
        _share_out(moments, at[row], events[row])
    return events


def _share_out(moments: Moments, at: Ints, events: Ints) -> None:
    """Give the steps that a chain does in one moment events of their own, the earliest of them to the first step."""
    for moment in np.unique(at[at >= 0]).tolist():
        steps = (np.flatnonzero(at == moment) + 1).tolist()
        among = moments.events(moment)
        left = {event: int(moments.log.fits[event]) for event in among}
        for index, step in enumerate(steps):
            for event in [event for event in left if (left[event] >> (step - 1)) & 1]:
                others = tuple(mask for other, mask in left.items() if other != event)
                if _can_serve(others, steps[index + 1 :]):
                    events[step - 1] = event
                    del left[event]
                    break


def _can_serve(pattern: tuple[int, ...], steps: list[int]) -> bool:
    """Return whether different events can serve all the steps."""
    serving: dict[int, int] = {}
    return all(assign(pattern, step, serving, set()) for step in steps)
