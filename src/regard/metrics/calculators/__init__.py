"""Calculators: any metric by hand, for each metric whose value follows from counts."""

from regard.metrics.calculators.attention import ATTENTION
from regard.metrics.calculators.calculator import Calculator
from regard.metrics.calculators.care import CARE
from regard.metrics.calculators.given import Counts, Given, Typed
from regard.metrics.calculators.habit import HABIT
from regard.metrics.calculators.loyalty import LOYALTY
from regard.metrics.calculators.social import SOCIAL
from regard.metrics.calculators.value import VALUE
from regard.metrics.calculators.voice import VOICE
from regard.metrics.calculators.ways import Balance, Formula, Quotient, Share

CALCULATORS: dict[str, Calculator] = {
    calculator.name: calculator for calculator in (*ATTENTION, *HABIT, *VOICE, *LOYALTY, *VALUE, *CARE, *SOCIAL)
}
"""Every calculator by the name of its metric, family by family."""

__all__ = ["CALCULATORS", "Balance", "Calculator", "Counts", "Formula", "Given", "Quotient", "Share", "Typed"]
