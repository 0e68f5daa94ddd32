"""Memberships: from when until when somebody was a customer, by contract or by buying again in time."""

import ibis

from regard.rows.customers import customers
from regard.rows.log import records_of
from regard.rows.orders import orders
from regard.rows.people import with_user

_LASTING = ("id", "person", "since", "until", "plan")


def contracts() -> ibis.Table:
    """Return one row per contract with its person: it is in force after `since`, up to and including `until`."""
    table = with_user(records_of("subscription"))
    return _in_force(table.mutate(since=table.started_at, until=table.ended_at)).select(
        *_LASTING, "monthly_amount", "currency"
    )


def paying() -> ibis.Table:
    """Return the contracts, and the paying time of customers of whom no contract is known."""
    known = customers()
    rest = known.filter(known.paying_since.notnull())
    rest = rest.anti_join(with_user(records_of("subscription")).select("person"), "person")
    rest = _in_force(rest.mutate(since=rest.paying_since, until=rest.paying_until))
    return ibis.union(contracts().select(*_LASTING), rest.select(*_LASTING))


def buying(span: float) -> ibis.Table:
    """Return one row per kept order of somebody known: who buys is a customer for the `span` of seconds after it."""
    table = orders()
    kept = table.filter(table.is_kept & table.person.notnull())
    length = ibis.interval(microseconds=round(span * 1_000_000))
    return kept.select("id", "person", since=kept.time, until=kept.time + length)


def beginnings() -> ibis.Table:
    """Return when each contract, paying time and kept order of somebody known began, as `since`."""
    bought = buying(1.0)
    bought = bought.select("person", "since", plan=ibis.null("string"))
    return ibis.union(paying().select("person", "since", "plan"), bought)


def _in_force(table: ibis.Table) -> ibis.Table:
    """Return the rows that last for some time."""
    return table.filter(table.until.isnull() | (table.until > table.since))
