"""What people say as records, with the words that they say it in."""

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.arrays import Ints
from regard.simulator.lives import Lives
from regard.simulator.networks import NETWORKS
from regard.simulator.tables.columns import always, instants, numbered, numbers, record_table, texts
from regard.simulator.tables.comments import COMMENTS, SENTIMENTS
from regard.simulator.tables.names import name_people
from regard.simulator.tables.receipt import receive
from regard.simulator.traits import LANGUAGES
from regard.simulator.voices import BRANDS, VOICE_KINDS

_TONES = ("negative", "neutral", "positive")
_TONE_OF_MOOD: Ints = np.array([0, 0, 1, 2, 2])

_LATE_SHARE = 0.03


def mention_table(rng: np.random.Generator, lives: Lives) -> pa.Table:
    """Return what people said of the shop and of others; the brand is a property."""
    people, voices = lives.people, lives.voices
    count, person = len(voices), voices.person
    tone, language = _TONE_OF_MOOD[people.mood[person]], people.country[person]
    per_cell = len(COMMENTS) // (len(LANGUAGES) * SENTIMENTS)
    said = (language * SENTIMENTS + tone) * per_cell + rng.integers(0, per_cell, count)
    names = name_people(people)
    return record_table(
        record_type("mention"),
        {
            "id": numbered("m", voices.number),
            "source": always("social", count),
            "properties": texts(voices.brand, [f'{{"brand": "{brand}"}}' for brand in BRANDS]),
            "received_at": instants(receive(rng, _told(lives), _LATE_SHARE, lives.calendar.closes)),
            "time": instants(voices.time),
            "network": texts(voices.network, NETWORKS),
            "author": numbered("@light", people.first + person),
            "kind": texts(voices.kind, VOICE_KINDS),
            "text": texts(said, COMMENTS),
            "language": texts(language, LANGUAGES),
            "rating": numbers(np.where(voices.rating > 0, voices.rating, np.nan)),
            "replied_at": instants(voices.replied, voices.replied > 0),
            "sentiment": texts(tone, _TONES),
            "user_id": texts(np.where(voices.is_named, person, -1), names.users),
        },
    )


def _told(lives: Lives) -> Ints:
    """Return when each could be told of: once the shop had replied, if it did."""
    return np.maximum(lives.voices.time, lives.voices.replied)
