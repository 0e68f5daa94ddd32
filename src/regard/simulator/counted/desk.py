"""What the desk has left to do, and where people stop answering."""

import numpy as np

from regard.simulator import surveys
from regard.simulator.answers import IMPRESSION_QUESTIONS, IMPRESSIONS, QUESTIONS, SURVEYS
from regard.simulator.arrays import Numbers
from regard.simulator.calendar import Calendar
from regard.simulator.counted.entry import JSON, entry, ratio, whole
from regard.simulator.lives import Lives


def count_desk(lives: Lives) -> dict[str, Numbers]:
    """Return open tickets at the end, and by question of the first impressions who saw it and who stopped there."""
    answers = lives.answers
    is_seen = answers.survey == IMPRESSIONS
    is_last = is_seen & (answers.status < surveys.PARTIAL)
    seen, last = (np.bincount(answers.question[which], minlength=len(QUESTIONS)) for which in (is_seen, is_last))
    return {"backlog": np.array([(~lives.tickets.is_resolved).sum()]), "dropped": np.stack([seen, last])}


def describe_desk(sums: dict[str, Numbers], calendar: Calendar) -> dict[str, JSON]:
    """Return the backlog at the end of the period, and drop-out by question."""
    at_end = {"as_of": str(calendar.end)}
    seen, dropped = sums["dropped"][:, IMPRESSION_QUESTIONS].tolist()
    breakdown = [
        {
            "group": {"question": QUESTIONS[question]},
            "value": ratio(lost, shown),
            "n": shown,
            "parts": _parts(shown, lost),
        }
        for question, shown, lost in zip(IMPRESSION_QUESTIONS, seen, dropped, strict=True)
    ]
    where = [["is", "survey", [SURVEYS[IMPRESSIONS]]]]
    return {
        "backlog": entry("backlog", int(sums["backlog"][0]), unit="count", period=whole(calendar), arguments=at_end),
        "survey_dropoff": entry(
            "survey_dropoff",
            ratio(sum(dropped), seen[0]),
            unit="share",
            period=whole(calendar),
            arguments={"by": "question", "where": where},
            n=seen[0],
            breakdown=breakdown,
        ),
    }


def _parts(shown: int, dropped: int) -> JSON:
    """Return the two counts of a drop-out."""
    return {"shown": shown, "dropped": dropped}
