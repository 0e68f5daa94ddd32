"""Lives, and what the shop does, as records: one file per kind of record."""

import numpy as np
import pyarrow as pa

from regard.simulator.lives import Lives
from regard.simulator.shop import Shop
from regard.simulator.tables.answers import answer_table
from regard.simulator.tables.customers import customer_table
from regard.simulator.tables.days import advertisement_table, profile_day_table, spend_table
from regard.simulator.tables.deliveries import letter_table
from regard.simulator.tables.events import event_table
from regard.simulator.tables.links import link_table
from regard.simulator.tables.mentions import mention_table
from regard.simulator.tables.orders import order_table
from regard.simulator.tables.posts import post_table
from regard.simulator.tables.subscriptions import subscription_table
from regard.simulator.tables.ticket_events import ticket_event_table
from regard.simulator.tables.tickets import ticket_table


def record_tables(rng: np.random.Generator, lives: Lives) -> dict[str, pa.Table]:
    """Return the records of lives, by the name of their kind."""
    of_letters, of_voices = rng.spawn(2)
    return {
        "event": event_table(rng, lives),
        "link": link_table(rng, lives),
        "customer": customer_table(lives),
        "subscription": subscription_table(lives),
        "order": order_table(rng, lives),
        "answer": answer_table(rng, lives),
        "ticket": ticket_table(lives),
        "ticket_event": ticket_event_table(rng, lives),
        "delivery": letter_table(of_letters, lives),
        "mention": mention_table(of_voices, lives),
    }


def shop_tables(shop: Shop) -> dict[str, pa.Table]:
    """Return the records of the shop itself, by the name of their kind."""
    return {
        "delivery": advertisement_table(shop),
        "post": post_table(shop),
        "profile_day": profile_day_table(shop),
        "spend": spend_table(shop),
    }


__all__ = ["record_tables", "shop_tables"]
