"""Who came back when, from sorted keys: what SQL says only by joining people with themselves.

A key stands for a person active in a bucket: see `metrics.compile.curves.kept.person_buckets`.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby, pairwise
from os import cpu_count

import numpy as np
import numpy.typing as npt

from regard.metrics.compile.curves.numbered import PLACE_BITS, SIDE_BITS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_PEOPLE_AT_ONCE = 1 << 13
"""Of how many people sums are made at once: few enough to stay in the processor's cache.

With four times as many, sums over 1.6 million people and 31 columns took twice the time.
"""

_SUMS = ("n", "x", "persons", "xx", "nn", "xn")

_PERSON_BITS = PLACE_BITS + SIDE_BITS
_PLACE_MASK, _SIDE_MASK = (1 << PLACE_BITS) - 1, (1 << SIDE_BITS) - 1
_WITHIN = 1
"""The side of days within the period."""


@dataclass(frozen=True)
class Recurring:
    """What became of people who join a cohort in every bucket with activity."""

    cells: Ints
    """Shape (cohorts, columns): how many people of a cohort were active in column k; column 0 is its size."""

    sums: dict[str, Floats]
    """Sums over people by column: `n` memberships, `x` returns, `persons`, squares `xx`, `nn`, products `xn`."""


@dataclass(frozen=True)
class _Crowd:
    """Some people in their buckets: entries of equal length, sorted by person and bucket."""

    marks: Ints
    """Person and bucket in one number: the differences within a person are those of the buckets."""

    person: npt.NDArray[np.int32]
    """Codes from 0 on."""

    place: npt.NDArray[np.int32]
    """The number of the bucket, from that of the first cohort on."""

    joins: npt.NDArray[np.bool_]
    """Whether the person joins the cohort of the bucket."""

    people: int


def recurring(keys: Ints, first: int, cohorts: int, last_cohorts: Sequence[int]) -> Recurring:
    """Return the cells of recurring cohorts, and sums over people for the columns from 1 on.

    `keys` hold no days before the period; `first` is the number of the first cohort's bucket. `last_cohorts` give for
    each column from 1 the place of the last cohort whose cell counts in the sums, -1 for none.
    """
    keys, columns = _sorted(keys), len(last_cohorts) + 1
    bounds = np.append(_first_of_each(keys >> _PERSON_BITS), len(keys))
    parts = [keys[low:high] for low, high in pairwise([*bounds[:-1:_PEOPLE_AT_ONCE], bounds[-1]])]
    found = Recurring(np.zeros((cohorts, columns), np.int64), {name: np.zeros(columns) for name in _SUMS})
    with ThreadPoolExecutor(cpu_count()) as pool:
        for one in pool.map(lambda part: _of_some(part, first, cohorts, last_cohorts), parts):
            found.cells[:] += one.cells
            for name, sums in one.sums.items():
                found.sums[name] += sums
    return found


def _of_some(keys: Ints, first: int, cohorts: int, last_cohorts: Sequence[int]) -> Recurring:
    """Return the same of some people, whose keys are sorted."""
    crowd, columns = _crowd(_distinct(keys), first), len(last_cohorts) + 1
    pairs, lags = _pairs(crowd, columns)
    cells = np.bincount(crowd.place[pairs] * columns + lags, minlength=cohorts * columns).reshape(cohorts, columns)
    cells[:, 0] = np.bincount(crowd.place[crowd.joins], minlength=cohorts)
    if min(last_cohorts, default=cohorts) < cohorts - 1:
        counted = np.flatnonzero(crowd.place[pairs] <= np.array([-1, *last_cohorts])[lags])
        pairs, lags = pairs[counted], lags[counted]
    returns = np.bincount(crowd.person[pairs] * columns + lags, minlength=crowd.people * columns)
    return Recurring(cells, _sums(crowd, returns.reshape(crowd.people, columns).astype(float), last_cohorts))


def last_returns(keys: Ints, first: int, cohorts: int) -> dict[tuple[int, int], int]:
    """Return how many people of a first-time cohort came for the last time so many buckets later.

    The answer is by cohort and buckets between; a person is of a cohort whose first day of all lies in the period.
    """
    keys = _sorted(keys)
    bounds = np.append(_first_of_each(keys >> _PERSON_BITS), len(keys))
    joined, came = keys[bounds[:-1]], keys[bounds[1:] - 1]
    cohort = (joined >> SIDE_BITS & _PLACE_MASK) - first
    later = (came >> SIDE_BITS & _PLACE_MASK) - first - cohort
    counts = (joined & _SIDE_MASK == _WITHIN) & (cohort < cohorts)
    width = int(later.max(initial=0)) + 1
    cells = np.bincount(cohort[counts] * width + later[counts])
    return {divmod(cell, width): int(cells[cell]) for cell in np.flatnonzero(cells).tolist()}


def often(keys: Ints) -> dict[int, int]:
    """Return how many people were active in how many buckets."""
    people = _distinct(keys) >> _PERSON_BITS
    bounds = np.append(_first_of_each(people), len(people))
    return _counted(np.bincount(np.diff(bounds)))


def often_named(numbers: npt.NDArray[np.int32]) -> dict[int, int]:
    """Return how many numbers occur how often."""
    return _counted(np.bincount(np.bincount(numbers)))


def _counted(people: Ints) -> dict[int, int]:
    """Return how many people, by how often from 1 on."""
    return {times: int(people[times]) for times in np.flatnonzero(people).tolist() if times}


def _sorted(keys: Ints) -> Ints:
    """Return keys in their order."""
    return keys if bool((keys[1:] >= keys[:-1]).all()) else np.sort(keys)


def _distinct(keys: Ints) -> Ints:
    """Return the first key of each person and bucket, in their order."""
    keys = _sorted(keys)
    starts = _first_of_each(keys >> SIDE_BITS)
    return keys if len(starts) == len(keys) else keys[starts]


def _first_of_each(values: Ints) -> Ints:
    """Return the places at which a value differs from the one before it."""
    is_first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=is_first[1:])
    return np.flatnonzero(is_first)


def _crowd(keys: Ints, first: int) -> _Crowd:
    """Return the people of sorted keys, of which no two are of one person and bucket."""
    bounds = np.append(_first_of_each(keys >> _PERSON_BITS), len(keys))
    people = len(bounds) - 1
    marks = keys >> SIDE_BITS
    return _Crowd(
        marks=marks,
        person=np.repeat(np.arange(people, dtype=np.int32), np.diff(bounds)),
        place=((marks & _PLACE_MASK) - first).astype(np.int32),
        joins=keys & _SIDE_MASK == _WITHIN,
        people=people,
    )


def _pairs(crowd: _Crowd, columns: int) -> tuple[Ints, Ints]:
    """Return every membership with each later return of its person, less than so many buckets later: entry, lag."""
    lag = np.diff(crowd.marks)
    own = np.flatnonzero(crowd.joins[:-1] & (lag < columns))
    lag = lag[own]
    entries, lags, step = [own], [lag], 1
    while len(own):
        step += 1
        if own[-1] + step >= len(crowd.marks):
            own = own[: np.searchsorted(own, len(crowd.marks) - step)]
        lag = crowd.marks[own + step] - crowd.marks[own]
        near = np.flatnonzero(lag < columns)
        own, lag = own[near], lag[near]
        entries.append(own)
        lags.append(lag)
    return np.concatenate(entries), np.concatenate(lags)


def _sums(crowd: _Crowd, x: Floats, last_cohorts: Sequence[int]) -> dict[str, Floats]:
    """Return the sums over some people, whose returns are given by person and column."""
    sums = {name: np.zeros(x.shape[1]) for name in _SUMS}
    sums["x"], sums["xx"] = x.sum(axis=0), np.einsum("pk,pk->k", x, x)
    column = 1
    for last, same in groupby(last_cohorts):
        own = crowd.person[crowd.joins & (crowd.place <= last)]
        n = np.bincount(own, minlength=crowd.people).astype(float)
        at = slice(column, column + len(list(same)))
        sums["n"][at], sums["nn"][at] = n.sum(), n @ n
        sums["xn"][at] = n @ x[:, at]
        sums["persons"][at] = np.count_nonzero(n)
        column = at.stop
    return sums
