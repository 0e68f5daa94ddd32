"""Lives as records: one file per kind of record."""

import numpy as np
import pyarrow as pa

from regard.simulator.lives import Lives
from regard.simulator.tables.answers import answer_table
from regard.simulator.tables.customers import customer_table
from regard.simulator.tables.events import event_table
from regard.simulator.tables.links import link_table
from regard.simulator.tables.orders import order_table
from regard.simulator.tables.ticket_events import ticket_event_table
from regard.simulator.tables.tickets import ticket_table


def record_tables(rng: np.random.Generator, lives: Lives) -> dict[str, pa.Table]:
    """Return the records of lives, by the name of their kind."""
    return {
        "event": event_table(rng, lives),
        "link": link_table(rng, lives),
        "customer": customer_table(rng, lives),
        "order": order_table(rng, lives),
        "answer": answer_table(rng, lives),
        "ticket": ticket_table(lives),
        "ticket_event": ticket_event_table(rng, lives),
    }


__all__ = ["record_tables"]
