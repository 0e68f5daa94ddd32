"""What a column of a row can be asked: four small protocols, so that definitions are plain typed Python.

The compiler supplies the objects at run time; a definition never sees what is behind them.
"""

from typing import Protocol


class Flag(Protocol):
    """A column of true and false."""

    def __and__(self, other: "Flag") -> "Flag": ...
    def __or__(self, other: "Flag") -> "Flag": ...
    def __invert__(self) -> "Flag": ...


class _Compared(Protocol):
    """What text, numbers and moments share: comparison with their like, and being set."""

    def __hash__(self) -> int: ...
    def __eq__(self, other: object) -> Flag: ...  # type: ignore[override]
    def __ne__(self, other: object) -> Flag: ...  # type: ignore[override]
    def isnull(self) -> Flag:
        """Return where the column is not set."""

    def notnull(self) -> Flag:
        """Return where the column is set."""


class Text(_Compared, Protocol):
    """A column of text."""

    def isin(self, values: "tuple[str, ...]") -> Flag:
        """Return where the column holds one of the texts."""


class Number(_Compared, Protocol):
    """A column of numbers."""

    def fill_null(self, number: float) -> "Number":
        """Return the column with a number where it is not set."""

    def __add__(self, other: "Number | float") -> "Number": ...
    def __radd__(self, other: float) -> "Number": ...
    def __sub__(self, other: "Number | float") -> "Number": ...
    def __mul__(self, other: "Number | float") -> "Number": ...
    def __truediv__(self, other: "Number | float") -> "Number": ...
    def __lt__(self, other: "Number | float") -> Flag: ...
    def __le__(self, other: "Number | float") -> Flag: ...
    def __gt__(self, other: "Number | float") -> Flag: ...
    def __ge__(self, other: "Number | float") -> Flag: ...


class Moment(_Compared, Protocol):
    """A column of instants."""

    def __lt__(self, other: "Moment") -> Flag: ...
    def __le__(self, other: "Moment") -> Flag: ...
    def __gt__(self, other: "Moment") -> Flag: ...
    def __ge__(self, other: "Moment") -> Flag: ...


def choose(*cases: tuple[Flag, Number | float], otherwise: Number | float | None) -> Number:
    """Return the number of the first case that holds, else `otherwise`."""
    import ibis

    number: Number = ibis.cases(*cases, else_=ibis.null("float64") if otherwise is None else otherwise)
    return number
