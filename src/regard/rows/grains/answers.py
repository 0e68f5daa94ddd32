"""Answers: what one person said to one question at one showing."""

from regard.rows.columns import Flag, Moment, Number, Text
from regard.rows.row import Rows


class AskedAnswer:
    """One showing of one question to one person."""

    id: Text
    person: Text
    time: Moment
    survey: Text
    question: Text
    kind: Text
    status: Text
    score: Number
    """The score; null where nothing was answered."""
    scale_min: Number
    scale_max: Number
    higher_is_better: Flag
    touchpoint: Text
    weight: Number
    effort: Number
    """The score of an effort question with high for hard, whichever way it was asked."""
    threshold: Number
    """From where effort is high: as the question says, else the top two points."""
    is_answered: Flag
    """Whether there is a score, a choice or a text; what was shown or dismissed is no answer."""


class SeenQuestion:
    """One question that one run through a survey saw; without a split by question the run as a whole."""

    runner: Text
    """The person; without one the record stands for itself."""
    survey: Text
    is_dropped: Flag
    """Whether the run ended there without being completed."""


ANSWERS = Rows(AskedAnswer, "answers")


SEEN_QUESTIONS = Rows(SeenQuestion, "seen_questions")
