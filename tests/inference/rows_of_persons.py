"""Rows by hand and by chance, and their moments summed the plain way: what the tests of inference start from."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from regard.inference.moments import Moments

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class PersonRows:
    """One numerator, one denominator and one person for each row."""

    person: NDArray[np.int64]
    numerator: Numbers
    denominator: Numbers

    @property
    def moments(self) -> Moments:
        """The sums over rows and persons."""
        x, n = self.by_person()
        return Moments(
            float(n.sum()),
            float(x.sum()),
            float((self.numerator**2).sum()),
            len(x),
            float((x * x).sum()),
            float((n * n).sum()),
            float((x * n).sum()),
        )

    def by_person(self) -> tuple[Numbers, Numbers]:
        """Each person's sum of numerators and of denominators."""
        persons = np.unique(self.person)
        totals = [self.numerator[self.person == person].sum() for person in persons]
        sizes = [self.denominator[self.person == person].sum() for person in persons]
        return np.array(totals, dtype=float), np.array(sizes, dtype=float)


def rows(*of_persons: tuple[float, ...]) -> PersonRows:
    """Rows that each count for one, given as the values of each person."""
    person = np.repeat(np.arange(len(of_persons)), [len(values) for values in of_persons])
    numerator = np.array([value for values in of_persons for value in values], dtype=float)
    return PersonRows(person, numerator, np.ones(len(numerator)))


flags = st.lists(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=6), min_size=2, max_size=12)
amounts = st.lists(
    st.lists(st.floats(0, 1000).map(lambda amount: round(amount, 2)), min_size=1, max_size=6), min_size=2, max_size=12
)
