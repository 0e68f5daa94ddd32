"""Contracts as records."""

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.baskets import CURRENCY
from regard.simulator.lives import Lives
from regard.simulator.plans import MONTHLY, PLANS
from regard.simulator.tables.columns import always, instants, numbered, numbers, record_table, texts
from regard.simulator.tables.names import name_people


def subscription_table(lives: Lives) -> pa.Table:
    """Return the states of contracts: as signed, and again as ended."""
    contracts = lives.contracts
    ended = np.flatnonzero(contracts.is_ended)
    at = np.concatenate([np.arange(len(contracts)), ended])
    is_later = np.arange(len(at)) >= len(contracts)
    return record_table(
        record_type("subscription"),
        {
            "id": numbered("s", contracts.number[at]),
            "source": always("billing", len(at)),
            "properties": always("{}", len(at)),
            "as_of": instants(np.where(is_later, contracts.end[at], contracts.start[at])),
            "user_id": texts(contracts.person[at], name_people(lives.people).users),
            "started_at": instants(contracts.start[at]),
            "ended_at": instants(contracts.end[at], is_later),
            "plan": texts(contracts.plan[at], PLANS),
            "monthly_amount": numbers(MONTHLY[contracts.plan[at]]),
            "currency": always(CURRENCY, len(at)),
        },
    )
