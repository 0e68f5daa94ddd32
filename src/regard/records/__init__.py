"""What may be recorded: one file per kind of record."""

from regard.errors import unknown
from regard.records.answer import ANSWER
from regard.records.customer import CUSTOMER
from regard.records.delivery import DELIVERY
from regard.records.event import EVENT
from regard.records.link import LINK
from regard.records.mention import MENTION
from regard.records.order import ORDER
from regard.records.post import POST
from regard.records.profile_day import PROFILE_DAY
from regard.records.record import Happening, Record, RecordType, State
from regard.records.spend import SPEND
from regard.records.subscription import SUBSCRIPTION
from regard.records.ticket import TICKET
from regard.records.ticket_event import TICKET_EVENT

RECORDS: tuple[RecordType, ...] = (
    EVENT,
    LINK,
    CUSTOMER,
    SUBSCRIPTION,
    ORDER,
    ANSWER,
    TICKET,
    TICKET_EVENT,
    DELIVERY,
    POST,
    PROFILE_DAY,
    MENTION,
    SPEND,
)
"""Every kind of record, in the order in which documentation lists them."""

_BY_NAME = {record.name: record for record in RECORDS}


def record_type(name: str) -> RecordType:
    """Return the kind of record with that name in the singular.

    Raises `RegardError` with code `unknown_record`.
    """
    if name not in _BY_NAME:
        raise unknown("record", name, _BY_NAME)
    return _BY_NAME[name]


__all__ = ["RECORDS", "Happening", "Record", "RecordType", "State", "record_type"]
