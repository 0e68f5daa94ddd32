"""Deliveries: what was sent to people, made one by one into messages, and what a day's messages came to."""

import ibis

from regard.rows.log import records_of
from regard.rows.people import with_user

_SAME = ("channel", "campaign", "message", "person")
_COURSE = ("sent", "delivered", "bounced", "opened", "clicked", "unsubscribed")
"""What becomes of a message, in the order in which it can."""

_COUNTS = ("impressions", "opens", "clicks", "unique_opens", "unique_clicks")


def messages() -> ibis.Table:
    """Return one row per message to a person, and one per record that is about several or about nobody known."""
    records = with_user(records_of("delivery"))
    single = records.kind.notnull()
    rows = (
        _to_people(records.filter(single & records.person.notnull())),
        _to_nobody(records.filter(single & records.person.isnull())),
        _of_days(records.filter(~single)),
    )
    return ibis.union(*rows)


def _to_people(records: ibis.Table) -> ibis.Table:
    """Return the records of each message to a person as one row.

    The same message may be sent to a person again: each sending, or each delivery where none is told as sent, begins
    a new one, to which all belongs that happens until the next.
    """
    numbered = _numbered(records)
    key = ibis.struct({"time": numbered.time, "place": numbered.place, "id": numbered.id})
    times = {kind: (numbered.kind == kind).sum() for kind in _COURSE}
    grouped = numbered.group_by([*_SAME, "number"]).agg(
        id=numbered.id.argmin(key),
        time=numbered.time.min(),
        source=numbered.source.argmin(key),
        properties=numbered.properties.argmin(key),
        **times,
    )
    is_read = (grouped.opened > 0) | (grouped.clicked > 0)
    arrived = (grouped.delivered > 0) | is_read | ((grouped.sent > 0) & (grouped.bounced == 0))
    return _shaped(
        grouped.mutate(
            impressions=arrived.cast("int64"),
            opens=grouped.opened,
            clicks=grouped.clicked,
            unique_opens=is_read.cast("int64"),
            unique_clicks=(grouped.clicked > 0).cast("int64"),
            is_tally=ibis.literal(False),
        )
    )


def _numbered(records: ibis.Table) -> ibis.Table:
    """Return records with the number of the sending that each belongs to, the first one from 1."""
    place = ibis.cases(*((records.kind == kind, index) for index, kind in enumerate(_COURSE)), else_=len(_COURSE))
    placed = records.mutate(place=place)
    told = (placed.kind == "sent").cast("int64").max().over(ibis.window(group_by=_SAME))
    placed = placed.mutate(begins=(placed.kind == ibis.ifelse(told == 1, "sent", "delivered")).cast("int64"))
    so_far = ibis.cumulative_window(group_by=_SAME, order_by=["time", "place", "id"])
    return placed.mutate(number=ibis.greatest(placed.begins.sum().over(so_far), 1))


def _to_nobody(records: ibis.Table) -> ibis.Table:
    """Return a row of counts per record without a person, which cannot be put together with others.

    Where no record of a message says that it was delivered, what was sent was, less as many of the first as bounced.
    Who opened or clicked is not known, so that there are no unique counts.
    """
    names = ["channel", "campaign", "message"]
    every = ibis.window(group_by=names)
    of_kind = {kind: (records.kind == kind).cast("int64") for kind in ("sent", "delivered", "bounced")}
    number = ibis.row_number().over(ibis.window(group_by=[*names, of_kind["sent"]], order_by=["time", "id"]))
    is_last_word = of_kind["delivered"].sum().over(every) == 0
    arrived = ibis.cases(
        (records.kind == "delivered", 1),
        ((records.kind == "sent") & is_last_word & (number >= of_kind["bounced"].sum().over(every)), 1),
        else_=0,
    )
    nothing = ibis.null("int64")
    return _shaped(
        records.mutate(
            impressions=arrived.cast("int64"),
            opens=(records.kind == "opened").cast("int64"),
            clicks=(records.kind == "clicked").cast("int64"),
            unique_opens=nothing,
            unique_clicks=nothing,
            is_tally=ibis.literal(True),
        )
    )


def _of_days(records: ibis.Table) -> ibis.Table:
    """Return a row per record of counts, as its source told them."""
    return _shaped(records.mutate(opens=ibis.null("int64"), is_tally=ibis.literal(True)))


def _shaped(rows: ibis.Table) -> ibis.Table:
    """Return rows with the columns that all messages have."""
    names = ("id", "person", "time", "channel", "campaign", "message", "source", "properties")
    return rows.select(*names, **{name: rows[name].cast("int64") for name in _COUNTS}, is_tally=rows.is_tally)


TABLE: ibis.Table = ibis.table(
    {
        **dict.fromkeys(("id", "person"), "string"),
        "time": "timestamp(6)",
        **dict.fromkeys(("channel", "campaign", "message", "source", "properties"), "string"),
        **dict.fromkeys(_COUNTS, "int64"),
        "is_tally": "boolean",
    },
    name="messages",
)
"""The messages as they are kept."""
