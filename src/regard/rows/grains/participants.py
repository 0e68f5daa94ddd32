"""Participants: who bought, and whether they were members of the loyalty programme."""

from regard.rows.columns import Flag, Number, Text
from regard.rows.row import Rows


class Participant:
    """One person with an order that was kept, or with the event of the question, in the time asked for."""

    person: Text
    is_member: Flag
    """Whether the person had joined the loyalty programme before that time ended."""


class MemberOrder:
    """One order that was kept."""

    person: Text
    total: Number
    currency: Text
    is_member: Flag
    """Whether it is that of a member."""


PARTICIPANTS = Rows(Participant, "participants")
MEMBER_ORDERS = Rows(MemberOrder, "member_orders")
