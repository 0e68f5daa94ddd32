"""Calculators of voice: what customers say."""

from dataclasses import replace
from typing import TYPE_CHECKING

from regard.errors import RegardError
from regard.metrics.calculators.calculator import Calculator, mean, share
from regard.metrics.calculators.given import Counts, Given, amount, optional
from regard.metrics.calculators.ways import Balance, Share, take

if TYPE_CHECKING:
    # The kinds load the compiler; a calculator needs none of it, and answers at once.
    from regard.metrics.kinds import Unit

ANSWERS = Given("answers", 50)
SATISFIED, NEUTRAL, DISSATISFIED = Given("satisfied", 40), Given("neutral", 6), Given("dissatisfied", 4)


def _three_sides(counts: dict[str, float]) -> Counts:
    """Return the counts of a satisfaction question, whose sides must not be more, or other, than the answers."""
    sides = [counts[side.name] for side in (SATISFIED, NEUTRAL, DISSATISFIED) if side.name in counts]
    known, is_whole = sum(sides), len(sides) == len((SATISFIED, NEUTRAL, DISSATISFIED))
    answers = counts.get("answers", known if is_whole else None)
    if answers is None or counts.get("satisfied", 0) > answers:
        return counts
    if known == answers or (known < answers and not is_whole):
        return {**counts, "answers": answers}
    shown = " + ".join(f"{side:.12g}" for side in sides)
    message = f"{shown} answers by side do not make answers = {answers:.12g}."
    raise RegardError("bad_value", message, "Count an answer once; those without a valid score are not answers.")


def _scored(name: str, whole: Given, example: float, unit: "Unit" = "score") -> Calculator:
    """Return the calculator of a mean score, which must lie on its scale where the scale is given."""
    plain = mean(name, amount("total", example), whole, unit=unit)
    scale = optional("scale_min", 1, "amount"), optional("scale_max", 5, "amount")
    return replace(plain, counts=(*plain.counts, *scale), derive=lambda counts: _on_scale(counts, whole.name))


def _on_scale(counts: dict[str, float], whole: str) -> Counts:
    """Return the counts of a mean score, or refuse a mean that lies off its scale."""
    if counts.get(whole) and "total" in counts:
        score = counts["total"] / counts[whole]
        if score < counts.get("scale_min", score) or score > counts.get("scale_max", score):
            ends = [f"{name} = {counts[name]:.12g}" for name in ("scale_min", "scale_max") if name in counts]
            message = f"A mean score of {score:.4g} is off the scale with {' and '.join(ends)}."
            raise RegardError("bad_value", message, "Give as total the sum of the scores.")
    return counts


NPS = Calculator(
    name="nps",
    counts=(Given("promoters", 64), Given("passives", 20), Given("detractors", 16)),
    formula="100 x (promoters - detractors) / answers",
    unit="points",
    better="higher",
    way=Balance(take("promoters"), take("passives"), take("detractors"), scale=100),
)

CSAT = Calculator(
    name="csat",
    counts=(SATISFIED, ANSWERS, replace(NEUTRAL, optional=True), replace(DISSATISFIED, optional=True)),
    formula="satisfied / answers",
    unit="share",
    better="higher",
    way=Share(take("satisfied"), take("answers")),
    within=(("satisfied", "answers"),),
    derive=_three_sides,
)

CSAT_NET = Calculator(
    name="csat_net",
    counts=(SATISFIED, NEUTRAL, DISSATISFIED),
    formula="(satisfied - dissatisfied) / answers",
    unit="share",
    better="higher",
    way=Balance(take("satisfied"), take("neutral"), take("dissatisfied")),
)

CSAT_GOOD_BAD = Calculator(
    name="csat_good_bad",
    counts=(Given("good", 40), Given("bad", 10)),
    formula="good / (good + bad)",
    unit="share",
    better="higher",
    way=Share(take("good"), lambda counts: counts["good"] + counts["bad"]),
)

VOICE: tuple[Calculator, ...] = (
    NPS,
    CSAT,
    _scored("csat_mean", ANSWERS, 210),
    CSAT_NET,
    CSAT_GOOD_BAD,
    _scored("ces", Given("answers", 3), 11),
    share("ces_top_box", Given("easy", 30), ANSWERS, formula="answers of 5 to 7 on an ease scale of 1 to 7 / answers"),
    share("high_effort_share", Given("high_effort", 5), ANSWERS, better="lower"),
    share("response_rate", Given("answered", 120), Given("shown", 400)),
    share("completion_rate", Given("completed", 90), Given("answered", 120)),
    share("survey_dropoff", Given("dropped", 12), Given("shown", 120), better="lower"),
    _scored("rating", ANSWERS, 210),
)
