"""Voice: what customers say."""

from collections.abc import Mapping

from regard.metrics.bands import Bands, above, at_least, at_most, between
from regard.metrics.kinds import Count, Mean, Watch
from regard.rows.columns import choose
from regard.rows.grains.answers import ANSWERS, SEEN_QUESTIONS, AskedAnswer

ANSWERED = ANSWERS.where(lambda answer: answer.is_answered)
RECOMMEND = ANSWERED.where(lambda answer: (answer.kind == "nps") & answer.score.notnull())
SATISFACTION = ANSWERED.where(
    lambda answer: (
        (answer.kind == "csat")
        & answer.score.notnull()
        & (answer.scale_max == 5)
        & ((answer.scale_min == 1) | (answer.scale_min == 0))
    )
)
EFFORT = ANSWERED.where(lambda answer: (answer.kind == "ces") & answer.score.notnull())
EASE = EFFORT.where(lambda answer: answer.higher_is_better & (answer.scale_min == 1) & (answer.scale_max == 7))
ONE_TO_TEN: Watch[AskedAnswer] = Watch(
    "mixed_scales",
    "{n} answers were given on 1 to 10: they are counted as they are, not stretched to 0 to 10.",
    lambda answer: answer.is_answered & (answer.kind == "nps") & (answer.scale_min == 1),
)
OTHER_SCALE: Watch[AskedAnswer] = Watch(
    "mixed_scales",
    "{n} answers on another scale than 1 to 5 or 0 to 5 were left out.",
    lambda answer: (
        answer.is_answered
        & (answer.kind == "csat")
        & answer.score.notnull()
        & ~((answer.scale_max == 5) & ((answer.scale_min == 1) | (answer.scale_min == 0)))
    ),
)
_SCALE = ("scale_min", "scale_max", "higher_is_better")
_WEIGHED = ("weights", "minimum_base")
"""Arguments of every mean of answers: what each weighs, and from how many on there is a value."""

RATED = ANSWERED.where(lambda answer: (answer.kind == "rating") & answer.score.notnull())

_GOOD_EFFORT = {5: 2, 7: 3}
"""Up to which effort is good, by the end of a scale that begins with 1."""


def effort_bands(scale: Mapping[str, str | None]) -> Bands | None:
    """Return the bands of a scale of effort: 1 to 2 of 5 and 1 to 3 of 7 are good; those of ease are turned over."""
    if scale.get("scale_min") is None or float(scale["scale_min"] or 0) != 1:
        return None
    high = int(float(scale["scale_max"] or 0))
    if high not in _GOOD_EFFORT:
        return None
    effort = _GOOD_EFFORT[high]
    is_ease = scale["higher_is_better"] == "true"
    good = at_least(1 + high - effort) if is_ease else at_most(effort)
    return Bands(good=good, source=f"guide 001: effort of 1 to {effort} of {high}")


answers = Count(
    name="answers",
    asks="How many answers are there?",
    reads="One per person, question and showing, with a score, a choice or a text.",
    formula="answered questions",
    of=ANSWERED,
    unit="count",
    better="higher",
    since="0.1",
)

nps = Mean(
    name="nps",
    asks="By how many points do promoters outnumber detractors?",
    reads="9 and 10 promote, 0 to 6 detract, on 0 to 10; what was shown or dismissed is no answer.",
    formula="100 x (promoters - detractors) / answers",
    of=RECOMMEND,
    value=lambda answer: choose((answer.score >= 9, 100), (answer.score <= 6, -100), otherwise=0),
    unit="points",
    interval="adjusted_wald",
    better="higher",
    bands=Bands(good=above(0), great=above(20), excellent=above(50), source="guide 001"),
    parts={
        "promoters": lambda answer: answer.score >= 9,
        "passives": lambda answer: (answer.score > 6) & (answer.score < 9),
        "detractors": lambda answer: answer.score <= 6,
    },
    watch=(ONE_TO_TEN,),
    takes=_WEIGHED,
    since="0.1",
)

_csat_parts = {
    "satisfied": lambda answer: answer.score >= 4,
    "neutral": lambda answer: (answer.score > 2) & (answer.score < 4),
    "dissatisfied": lambda answer: answer.score <= 2,
}

csat = Mean(
    name="csat",
    asks="What share of the customers is satisfied?",
    reads="The top two points of 1 to 5, or of 0 to 5 where that is declared; other scales are left out and said so.",
    formula="answers of 4 and 5 / answers",
    of=SATISFACTION,
    value=lambda answer: answer.score >= 4,
    unit="share",
    interval="wilson",
    better="higher",
    bands=Bands(good=between(0.75, 0.85), source="guide 001"),
    parts=_csat_parts,
    watch=(OTHER_SCALE,),
    takes=_WEIGHED,
    since="0.1",
)

csat_mean = Mean(
    name="csat_mean",
    asks="How satisfied are customers on average?",
    reads="The mean score; 1 to 5 and 0 to 5 are never put together.",
    formula="mean score",
    of=SATISFACTION,
    value=lambda answer: answer.score,
    unit="score",
    better="higher",
    counts=("total", "n"),
    uniform=_SCALE,
    takes=_WEIGHED,
    since="0.1",
)

csat_net = Mean(
    name="csat_net",
    asks="By how much do satisfied customers outnumber dissatisfied ones?",
    reads="From -1 to 1: the share of 4 and 5 minus the share of 1 and 2.",
    formula="(satisfied - dissatisfied) / answers",
    of=SATISFACTION,
    value=lambda answer: choose((answer.score >= 4, 1), (answer.score <= 2, -1), otherwise=0),
    unit="share",
    interval="adjusted_wald",
    better="higher",
    parts=_csat_parts,
    watch=(OTHER_SCALE,),
    takes=_WEIGHED,
    since="0.1",
)

csat_good_bad = Mean(
    name="csat_good_bad",
    asks="What share of the ratings is good, as help desks count it?",
    reads="Good or bad and nothing between: a 3 of 5 is bad.",
    formula="good / (good + bad)",
    of=SATISFACTION,
    value=lambda answer: answer.score >= 4,
    unit="share",
    interval="wilson",
    better="higher",
    parts={"good": lambda answer: answer.score >= 4, "bad": lambda answer: answer.score < 4},
    takes=_WEIGHED,
    since="0.1",
)

ces = Mean(
    name="ces",
    asks="How easy was it for customers?",
    reads="The mean score as asked. Where low is easy, ease is shown beside it; the two directions are never merged.",
    formula="mean score",
    of=EFFORT,
    value=lambda answer: answer.score,
    unit="score",
    better="higher",
    bands=Bands(source="guide 001, effort: 1..2 of 5 or 1..3 of 7 is good"),
    bands_of=effort_bands,
    counts=("total", "n"),
    uniform=_SCALE,
    takes=_WEIGHED,
    since="0.1",
)

ces_top_box = Mean(
    name="ces_top_box",
    asks="What share of the customers found it easy?",
    reads="Answers of 5 to 7 where 7 is very easy.",
    formula="answers of 5, 6 and 7 / answers on ease 1 to 7",
    of=EASE,
    value=lambda answer: answer.score >= 5,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("easy", "answers"),
    takes=_WEIGHED,
    since="0.1",
)

high_effort_share = Mean(
    name="high_effort_share",
    asks="What share of the customers had a hard time?",
    reads="Effort at the threshold or over it, by default the top two points; effort is ease upside down.",
    formula="answers of high effort / answers",
    of=EFFORT,
    value=lambda answer: answer.effort >= answer.threshold,
    unit="share",
    interval="wilson",
    better="lower",
    counts=("high_effort", "answers"),
    takes=("threshold", *_WEIGHED),
    uniform=_SCALE,
    since="0.1",
)

response_rate = Mean(
    name="response_rate",
    asks="What share of those who were asked answered?",
    reads="Every showing counts below; a score, a choice or a text counts above.",
    formula="answered / shown",
    of=ANSWERS,
    value=lambda answer: answer.is_answered,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("answered", "shown"),
    parts={"dismissed": lambda answer: answer.status == "dismissed"},
    takes=("minimum_base",),
    since="0.1",
)

completion_rate = Mean(
    name="completion_rate",
    asks="What share of those who answered went to the end?",
    reads="Partial answers count below only.",
    formula="completed / answered",
    of=ANSWERED,
    value=lambda answer: answer.status == "completed",
    unit="share",
    interval="wilson",
    better="higher",
    counts=("completed", "answered"),
    takes=("minimum_base",),
    since="0.1",
)

rating = Mean(
    name="rating",
    asks="How do customers rate what they were asked about?",
    reads="The mean score of questions of the kind rating, on the scale asked; two scales are never put together.",
    formula="mean score",
    of=RATED,
    value=lambda answer: answer.score,
    unit="score",
    better="higher",
    counts=("total", "answers"),
    takes=_WEIGHED,
    uniform=_SCALE,
    since="0.2",
)

survey_dropoff = Mean(
    name="survey_dropoff",
    asks="What share of the people who see a question leave the survey there?",
    reads=(
        'by="question" gives each question: those whose last seen question it was and who did not complete it, over '
        "those who saw it. One person, one survey and what it is about make one run; the period cuts no run in two."
    ),
    formula="people whose last question it was, uncompleted / people who saw it",
    of=SEEN_QUESTIONS,
    value=lambda seen: seen.is_dropped,
    unit="share",
    interval="wilson",
    better="lower",
    counts=("dropped", "shown"),
    takes=("minimum_base",),
    since="0.2",
)

METRICS = (
    answers,
    nps,
    csat,
    csat_mean,
    csat_net,
    csat_good_bad,
    ces,
    ces_top_box,
    high_effort_share,
    response_rate,
    completion_rate,
    rating,
    survey_dropoff,
)
