"""A calculator: one metric by hand, from typed-in counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regard.errors import RegardError, unknown
from regard.metrics.bands import Bands, Direction
from regard.metrics.calculators.given import Counts, Given, Typed
from regard.metrics.calculators.ways import Balance, Formula, Quotient, Share, Way, take

if TYPE_CHECKING:
    # The kinds load the compiler; a calculator needs none of it, and answers at once.
    from regard.metrics.kinds import Unit


@dataclass(frozen=True, kw_only=True)
class Calculator:
    """How one metric follows from counts: their names in the order of typing, and the way from them to the value."""

    name: str
    counts: tuple[Given, ...]
    formula: str
    unit: "Unit"
    better: Direction
    way: Way
    bands: Bands | None = None
    """The bands of metrics that the catalogue does not have; it supplies those of its own."""

    variant: str | None = None
    """The name of this convention, where the metric is known by several and every answer says which."""

    variants: "Mapping[str, Calculator]" = field(default_factory=dict)
    within: tuple[tuple[str, str], ...] = ()
    """Pairs of counts of which the first is part of the second."""

    derive: Callable[[dict[str, float]], Counts] = dict
    """Adds counts that follow from the others, and refuses those that contradict each other."""

    refuse: Callable[[str, Typed], RegardError | None] = lambda _name, _typed: None
    """The refusal of an unknown count that deserves a better sentence than a did-you-mean."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the counts that are needed, in the order in which they are typed without a name."""
        return tuple(count.name for count in self.counts if not count.optional)

    @property
    def example(self) -> str:
        """Return a call that works, such as `csat(satisfied=40, answers=50)`."""
        typed = ", ".join(f"{count.name}={count.example:.12g}" for count in self.counts if not count.optional)
        return f"{self.name}({typed})"

    def convention(self, variant: str | None) -> "Calculator":
        """Return the calculator of a variant, this one for `None` and for its own; raises `unknown_variant`."""
        if variant is None or variant == self.variant:
            return self
        known = [name for name in (self.variant, *self.variants) if name]
        if not known:
            message = f'The calculator of {self.name} has no variant "{variant}".'
            raise RegardError("unknown_variant", message, f"It has one definition: {self.formula}.")
        if variant not in self.variants:
            raise unknown("variant", variant, known)
        return self.variants[variant]

    def read(self, typed: Typed) -> Counts:
        """Return the counts as numbers, with those that follow from them.

        Raises `unknown_argument`, `missing_argument`, `bad_value` and `unit_error`.
        """
        takes = {count.name: count for count in self.counts}
        for name in typed:
            if name not in takes:
                raise self.refuse(name, typed) or unknown("argument", name, takes)
        given = {name: takes[name].read(value) for name, value in typed.items() if value is not None}
        counts = self.derive(given)
        for name in self.names:
            if name not in counts:
                raise RegardError("missing_argument", f'{self.name} needs "{name}".', f"For example: {self.example}.")
        for part, whole in self.within:
            if part in counts and whole in counts and counts[part] > counts[whole]:
                self._refuse_part(part, whole, counts)
        return counts

    def _refuse_part(self, part: str, whole: str, counts: Counts) -> None:
        """Raise the error for a part that is larger than its whole."""
        message = f"{part} = {counts[part]:.12g} is more than {whole} = {counts[whole]:.12g}, of which it is part."
        raise RegardError("bad_value", message, f"For example: {self.example}.")


def share(
    name: str,
    part: Given,
    whole: Given,
    *,
    better: Direction = "higher",
    may_exceed: bool = False,
    formula: str | None = None,
    bands: Bands | None = None,
) -> Calculator:
    """Return the calculator of a share of one count in another."""
    return Calculator(
        name=name,
        counts=(part, whole),
        formula=formula or f"{part.name} / {whole.name}",
        unit="share",
        better=better,
        way=Share(take(part.name), take(whole.name), may_exceed),
        within=() if may_exceed else ((part.name, whole.name),),
        bands=bands,
    )


def mean(
    name: str,
    total: Given,
    whole: Given,
    *,
    unit: "Unit",
    better: Direction = "higher",
    bands: Bands | None = None,
) -> Calculator:
    """Return the calculator of a sum for each of a counted whole; with a `standard_deviation` it has an interval."""
    return Calculator(
        name=name,
        counts=(total, whole, Given("standard_deviation", 1, "amount", optional=True)),
        formula=f"{total.name} / {whole.name}",
        unit=unit,
        better=better,
        way=Quotient(take(total.name), take(whole.name)),
        bands=bands,
    )


__all__ = ["Balance", "Calculator", "Formula", "Quotient", "Share", "mean", "share"]
