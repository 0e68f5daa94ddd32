"""Counting people in spans: rows with a day and another one, of those that a slice holds."""

from dataclasses import dataclass
from typing import Any, Literal

from regard.asking.totals.arrays import Slice
from regard.asking.totals.spans import NEVER, Days, sums_in_each

Other = Literal["back", "seen", "lag"]
"""The column that says how many days before its day the other day of a row is."""


@dataclass(frozen=True)
class Counting:
    """Counts the rows of a slice in spans, for each value of the slice; the first span may hold the others."""

    part: Slice
    spans: Any
    """The first and the last day of each span, the period first, as an array."""

    def within(self, number: str = "people", other: Other = "back") -> Any:
        """Return for each span and value the sum over the rows whose day lies in it and whose other day before it."""
        table = self.part.table(number, other, self.spans)
        if table is not None:
            return table.within(self.spans)
        return self._sums(self._rows(other).days(other), number, other)

    def inside(self, number: str = "people", other: Other = "seen") -> Any:
        """Return the same over the rows both of whose days lie in the span; those without another day do not."""
        table = self.part.table(number, other, self.spans)
        if table is not None:
            return table.inside(self.spans)
        days = self._rows(other).days(other)
        return self._sums(Days(days.day, _never(days), days.before), number, other)

    def on_days(self, number: str = "people", other: Other = "back") -> Any:
        """Return the same over the rows whose day lies in the span."""
        table = self.part.table(number, other, self.spans)
        if table is not None:
            return table.on_days(self.spans)
        days = self._rows(other).days(other)
        return self._sums(Days(days.day, _never(days)), number, other)

    def _rows(self, other: Other) -> Slice:
        """Return the rows that may count."""
        return self.part.between(self.spans).having(other)

    def _sums(self, days: Days, number: str, other: Other) -> Any:
        """Return the sums over rows in the spans that count them."""
        rows = self._rows(other)
        return sums_in_each(days, self.spans, rows.place, len(self.part.values), [rows.columns[number]])[0]


def _never(days: Days) -> Any:
    """Return no day before for each of some days."""
    import numpy as np

    return np.full(len(days.day), NEVER)
