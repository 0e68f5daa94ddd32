"""The log that a funnel reads, and the chains that it finds: arrays with an entry for each event or each unit."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Log:
    """Events sorted by unit, time and then receipt and id; one entry of each array per event."""

    unit: Ints
    """Codes from 0 on, none left out."""

    time: Ints
    """Microseconds since 1970."""

    fits: Ints
    """One bit for each step that the event fits, followed by one for each exclusion."""


@dataclass(frozen=True)
class Chains:
    """The best attempt of every unit that made one; `steps` columns, of which the first `level` hold something."""

    unit: Ints
    level: Ints
    """How many steps were reached; 0 where an exclusion spoiled every attempt."""

    times: Ints
    """Shape (units, steps): when each step was done; 0 where it was not."""

    events: Ints
    """Shape (units, steps): the place in the log of the event that did each step; -1 where none did."""

    goes_on: Flags
    """Whether nothing but time can still end the attempt."""


def dense(units: npt.NDArray[np.integer]) -> Ints:
    """Return sorted units as codes from 0 on, none left out."""
    codes = np.zeros(len(units), np.int64)
    np.cumsum(units[1:] != units[:-1], out=codes[1:])
    return codes


def last_of_each(units: Ints) -> Ints:
    """Return the place of the last entry of each run of equal units."""
    if not len(units):
        return np.zeros(0, np.int64)
    return np.append(np.flatnonzero(units[1:] != units[:-1]), len(units) - 1)


def no_chains(steps: int) -> Chains:
    """Return the chains of nobody."""
    nothing, wide = np.zeros(0, np.int64), np.zeros((0, steps), np.int64)
    return Chains(nothing, nothing, wide, wide, np.zeros(0, np.bool_))


def chosen(chains: Chains, rows: Ints | Flags) -> Chains:
    """Return some of the chains."""
    return Chains(*(getattr(chains, field.name)[rows] for field in fields(Chains)))
