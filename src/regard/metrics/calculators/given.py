"""The counts that a person types into a calculator: what each may be, and the refusal where it is not."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from regard.errors import RegardError
from regard.workspace.durations import parse_duration

Counts = Mapping[str, float]
Typed = Mapping[str, float | str | None]
"""Counts as typed in: numbers, or a duration such as `3 years` for a length of time; `None` is left out."""

_YEAR_SECONDS = 365.25 * 86_400
"""The mean year of the calendar."""


@dataclass(frozen=True)
class Given:
    """One count of a calculator, with an example that its refusals and its help show."""

    name: str
    example: float
    kind: Literal["count", "amount", "balance", "share", "span"] = "count"
    """`count` whole and not negative; `amount` not negative; `balance` any number; `share` 0..1; `span` a length of
    time, in the unit that the calculator's other counts have, or as text such as `3 years`, which becomes years."""

    optional: bool = False

    def read(self, typed: float | str) -> float:
        """Return the number that was typed, or raise `bad_value` in a sentence."""
        value = self._number(typed)
        if not math.isfinite(value):
            raise self._refusal(typed, "is not a number")
        if value < 0 and self.kind != "balance":
            raise self._refusal(typed, "is below 0")
        if self.kind == "count" and value != int(value):
            raise self._refusal(typed, "is not a whole number")
        if self.kind == "share" and value > 1:
            raise self._refusal(typed, "is above 1: shares are written from 0 to 1")
        return int(value) if value == int(value) else value

    def _number(self, typed: float | str) -> float:
        """Return what was typed as a number, not a number where it is none."""
        if isinstance(typed, bool):
            return math.nan
        try:
            return float(typed)
        except (TypeError, ValueError):
            return _years(str(typed)) if self.kind == "span" else math.nan

    def _refusal(self, typed: object, why: str) -> RegardError:
        """Return the error for a value, with an example of a good one."""
        return RegardError(
            "bad_value", f"{self.name} = {typed} {why}.", f"Write for example {self.name}={self.example:.12g}."
        )


def amount(name: str, example: float) -> Given:
    """Return a needed number that is not negative and may have a fraction, such as money."""
    return Given(name, example, "amount")


def optional(name: str, example: float, kind: Literal["count", "amount", "share"] = "count") -> Given:
    """Return a count that may be left out."""
    return Given(name, example, kind, optional=True)


def _years(written: str) -> float:
    """Return a duration such as `36 months` in years; raises `bad_value` for what is no duration."""
    duration = parse_duration(written)
    if duration.unit in ("months", "years"):
        return duration.amount / (12 if duration.unit == "months" else 1)
    return duration.seconds / _YEAR_SECONDS
