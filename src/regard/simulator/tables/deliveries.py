"""Letters as records, one for each thing that became of one."""

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.letters import CAMPAIGNS, KINDS, LETTER_CHANNELS, issues
from regard.simulator.lives import Lives
from regard.simulator.tables.columns import always, instants, numbered, record_table, texts
from regard.simulator.tables.names import name_people
from regard.simulator.tables.receipt import receive

_LATE_SHARE = 0.01


def letter_table(rng: np.random.Generator, lives: Lives) -> pa.Table:
    """Return what became of the letters to people; a letter of the newsletter is named by its issue."""
    letters, calendar = lives.letters, lives.calendar
    letter, count = letters.letter, len(letters.letter)
    weekly = [f"weekly-{day}" for day in issues(calendar).days]
    reminders = np.flatnonzero(letters.issue < 0)
    messages = pa.concat_arrays([pa.array(weekly, pa.string()), numbered("cart-", letters.number[reminders])])
    message = letters.issue.copy()
    message[reminders] = len(weekly) + np.arange(len(reminders))
    return record_table(
        record_type("delivery"),
        {
            "id": numbered("d", lives.people.record_numbers(count)),
            "source": always("mailing", count),
            "properties": always("{}", count),
            "received_at": instants(receive(rng, letters.time, _LATE_SHARE, calendar.closes)),
            "time": instants(letters.time),
            "channel": texts(letters.channel[letter], LETTER_CHANNELS),
            "campaign": texts(letters.campaign[letter], CAMPAIGNS),
            "message": texts(message[letter], messages),
            "user_id": texts(letters.person[letter], name_people(lives.people).users),
            "kind": texts(letters.kind, KINDS),
        },
    )
