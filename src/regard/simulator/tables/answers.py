"""Showings of questions as records, with what people write beside a score."""

import json

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.answers import AFTER_SUPPORT, CHANNELS, KINDS, QUESTIONS, SURVEYS, TEXT, Answers
from regard.simulator.arrays import Floats, Ints
from regard.simulator.habits import ENTRIES
from regard.simulator.lives import Lives
from regard.simulator.people import People
from regard.simulator.surveys import COMPLETED, STATUSES
from regard.simulator.tables.columns import always, flags, instants, numbered, numbers, record_table, texts
from regard.simulator.tables.comments import COMMENTS, SENTIMENTS
from regard.simulator.tables.names import name_people
from regard.simulator.tables.orders import order_ids
from regard.simulator.tables.receipt import receive
from regard.simulator.tables.tickets import ticket_ids
from regard.simulator.traits import LANGUAGES, MOOD_SHARES

_TOUCHPOINTS = ("product", "purchase", "support")
_TOUCHPOINT_OF_SURVEY: Ints = np.array([0, 1, 2, 0])
_LOWEST: Floats = np.array([0.0, 1.0, 1.0, 1.0, np.nan, np.nan])
_HIGHEST: Floats = np.array([10.0, 5.0, 7.0, 5.0, np.nan, np.nan])
_IS_SCALE: Ints = np.array([1, 1, 1, 1, -1, -1])
"""By kind: whether it has scores, where high is good; -1 for those that have none."""

_CHOICES = tuple(json.dumps([] if entry is None else [entry]) for entry in (*ENTRIES, None))

_LATE_SHARE, _COMMENT_SHARE = 0.01, 0.5


def answer_table(rng: np.random.Generator, lives: Lives) -> pa.Table:
    """Return showings of questions as records."""
    people, answers, calendar = lives.people, lives.answers, lives.calendar
    count, kind = len(answers.person), answers.kind
    after_orders = len(lives.orders) * (answers.survey == AFTER_SUPPORT)
    return record_table(
        record_type("answer"),
        {
            "id": numbered("a", people.record_numbers(count)),
            "source": always("survey", count),
            "properties": always("{}", count),
            "received_at": instants(receive(rng, answers.time, _LATE_SHARE, calendar.closes)),
            "time": instants(answers.time),
            "survey": texts(answers.survey, SURVEYS),
            "question": texts(answers.question, QUESTIONS),
            "kind": texts(kind, KINDS),
            "status": texts(answers.status, STATUSES),
            "score": numbers(answers.score),
            "scale_min": numbers(_LOWEST[kind]),
            "scale_max": numbers(_HIGHEST[kind]),
            "higher_is_better": flags(_IS_SCALE[kind]),
            "choices": texts(np.where(answers.choice < 0, len(ENTRIES), answers.choice), _CHOICES),
            "text": texts(_comments(rng, people, answers), COMMENTS),
            "language": texts(people.country[answers.person], LANGUAGES),
            "user_id": texts(answers.person, name_people(people).users),
            "touchpoint": texts(_TOUCHPOINT_OF_SURVEY[answers.survey], _TOUCHPOINTS),
            "about_id": texts(
                answers.about + after_orders, pa.concat_arrays([order_ids(lives.orders), ticket_ids(lives.tickets)])
            ),
            "channel": texts(answers.channel, CHANNELS),
        },
    )


def _comments(rng: np.random.Generator, people: People, answers: Answers) -> Ints:
    """Return the comment of each answer, -1 for none: half of those who complete a survey say why.

    Who is asked for a text answers with one, and says nothing else.
    """
    is_text = answers.kind == TEXT
    reach = (answers.score - _LOWEST[answers.kind]) / (_HIGHEST - _LOWEST)[answers.kind]
    reach = np.where(is_text, people.mood[answers.person] / len(MOOD_SHARES), np.nan_to_num(reach))
    sentiment = np.floor(reach * (SENTIMENTS - 0.01)).astype(np.int64)
    per_cell = len(COMMENTS) // (len(LANGUAGES) * SENTIMENTS)
    cell = people.country[answers.person] * SENTIMENTS + sentiment
    chosen = cell * per_cell + rng.integers(0, per_cell, len(cell))
    says_why = (rng.random(len(cell)) < _COMMENT_SHARE) & (answers.status == COMPLETED) & ~np.isnan(answers.score)
    speaks = np.where(is_text, answers.is_answered, says_why)
    return np.where(speaks, chosen, -1)
