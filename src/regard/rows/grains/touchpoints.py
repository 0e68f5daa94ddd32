"""Touchpoints: everything by which a person and the business met, on any channel, in one row each."""

from regard.rows.columns import Moment, Number, Text
from regard.rows.row import Rows


class Touchpoint:
    """One meeting: an event, a message opened or clicked, an answer, a ticket, an order, a mention."""

    person: Text
    time: Moment
    record: Text
    """The kind of record."""
    touchpoint: Text
    """What a stop is called: the type of an event, the channel of a message, survey, support, order, social."""
    channel: Text


class PersonInteractions:
    """What one person did in the time asked for, over all channels."""

    person: Text
    interactions: Number
    """Visits, messages opened and clicked, answers, tickets, and mentions by the person."""


TOUCHPOINTS = Rows(Touchpoint, "touchpoints")


INTERACTIONS = Rows(PersonInteractions, "interactions")
