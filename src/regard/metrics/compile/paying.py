"""Who pays and when, and when those were active: what is read once, whatever the days of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

KINDS = ("subscription", "customer")
"""The kinds of record that tell who pays."""


def paying_times() -> ibis.Table:
    """Return from when until when somebody pays: `number` of the person, `who`, `since`, `until`, `is_open` (0 or 1).

    Who never had an event has the number 0 and is told by `who`, which is empty for others. Times of one person may
    overlap; without an end they are open, and `until` is `since`.
    """
    import ibis

    from regard.rows import people
    from regard.rows.memberships import paying

    times = paying().select("person", "since", "until")
    times = times.filter(times.since.notnull())
    known = people.TABLE.select("number", known="person")
    joined = times.left_join(known, times.person == known.known)
    return joined.select(
        "since",
        number=joined.number.fill_null(0),
        who=ibis.ifelse(joined.number.isnull(), joined.person, ""),
        until=ibis.coalesce(joined.until, joined.since),
        is_open=joined.until.isnull().cast("int64"),
    )


def days_of_payers() -> ibis.Table:
    """Return the active days of everybody who ever paid: `number` of the person, `day`."""
    from regard.rows import active_days

    return active_days.TABLE.semi_join(paying_times(), "number").select("number", "day")
