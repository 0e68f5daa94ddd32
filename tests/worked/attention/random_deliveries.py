"""Deliveries by chance, and what messages come to, said again over plain dicts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.asking.plain_question import Choice, PlainQuestion
from tests.asking.yearly_log import PERSONS, ZONE, customer_field, moments, periods
from tests.naive.records import Plain, Record, Statement

COURSE = ("sent", "delivered", "bounced", "opened", "clicked", "unsubscribed")
COUNTS = ("impressions", "clicks", "unique_opens", "unique_clicks")
NAMED = ("channel", "campaign", "message")
FIELDS: Mapping[str, Callable[[Record], Any]] = {
    "channel": lambda row: row["channel"],
    "message": lambda row: row["message"],
    "plan": lambda row: customer_field("plan", row),
}
CHOICES = (
    Choice(["is_not", "channel", ["ad"]], lambda row: row["channel"] == "email"),
    Choice(["not", [["is", "plan", ["pro"]]]], lambda row: customer_field("plan", row) != "pro"),
)


@st.composite
def _delivery(draw: st.DrawFn, year: int, number: int) -> dict[str, Any]:
    """Return one record: of a message to a person, of one to nobody, or of the counts of a day."""
    person = draw(st.sampled_from([*PERSONS[:2], *PERSONS[:2], None]))
    kind = draw(st.sampled_from([*COURSE, "sent", "clicked", None]))
    counted = st.fixed_dictionaries({name: st.none() | st.integers(0, 50) for name in COUNTS})
    told = draw(counted.filter(lambda counts: set(counts.values()) != {None})) if kind is None else {}
    return {
        "id": f"{year} {number:02}",
        "time": draw(moments(year)),
        "channel": draw(st.sampled_from(["email", "email", "ad", None])),
        "campaign": draw(st.sampled_from(["spring", None])),
        "message": draw(st.sampled_from([f"a {year}", f"b {year}"])),
        "user_id": f"{person} {year}" if person else None,
        "kind": kind,
        **told,
    }


@st.composite
def delivery_logs(draw: st.DrawFn, year: int) -> list[dict[str, Any]]:
    """Return up to 40 records of a year."""
    return [draw(_delivery(year, number)) for number in range(draw(st.integers(0, 40)))]


@st.composite
def delivery_questions(draw: st.DrawFn, year: int) -> PlainQuestion:
    """Return a question about the messages of a year."""
    first, last = draw(periods(year))
    return PlainQuestion(
        first=first,
        last=last,
        zone=ZONE,
        fields=FIELDS,
        every=draw(st.sampled_from([None, "day", "week"])),
        by=draw(st.sampled_from([None, *FIELDS])),
        where=draw(st.lists(st.sampled_from(CHOICES), max_size=1)),
        compare=draw(st.sampled_from([None, "previous"])),
    )


def messages(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Return what was sent as messages and counts."""
    days = [dict(record) for record in records if record["kind"] is None]
    to_people = [record for record in records if record["kind"] is not None and record["user_id"]]
    to_nobody = [record for record in records if record["kind"] is not None and not record["user_id"]]
    found = days
    for same in _together(to_people, (*NAMED, "user_id")):
        found += [_message(sending) for sending in _sendings(same)]
    for same in _together(to_nobody, NAMED):
        found += _of_nobody(same)
    return found


def _together(records: Sequence[Record], names: Sequence[str]) -> list[list[Record]]:
    groups: dict[tuple[Any, ...], list[Record]] = {}
    for record in records:
        groups.setdefault(tuple(record[name] for name in names), []).append(record)
    return list(groups.values())


def _sendings(records: Sequence[Record]) -> list[list[Record]]:
    """Return the records of one message to one person, cut where it was sent again."""
    in_order = sorted(records, key=lambda one: (one["time"].timestamp(), COURSE.index(one["kind"]), one["id"]))
    opening = "sent" if any(one["kind"] == "sent" for one in records) else "delivered"
    sendings: list[list[Record]] = [[]]
    has_begun = False
    for record in in_order:
        if record["kind"] == opening:
            if has_begun:
                sendings.append([])
            has_begun = True
        sendings[-1].append(record)
    return sendings


def _message(records: Sequence[Record]) -> dict[str, Any]:
    kinds = [record["kind"] for record in records]
    is_read = "opened" in kinds or "clicked" in kinds
    arrived = "delivered" in kinds or is_read or ("sent" in kinds and "bounced" not in kinds)
    return {
        **records[0],
        "impressions": int(arrived),
        "clicks": kinds.count("clicked"),
        "unique_opens": int(is_read),
        "unique_clicks": int("clicked" in kinds),
    }


def _of_nobody(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Return each record of a message to nobody known as a count of its own."""
    kinds = [record["kind"] for record in records]
    sent = sorted(
        (one for one in records if one["kind"] == "sent"), key=lambda one: (one["time"].timestamp(), one["id"])
    )
    arrived = [one for one in records if one["kind"] == "delivered"] or sent[kinds.count("bounced") :]
    ids = {one["id"] for one in arrived}
    return [{**one, "impressions": int(one["id"] in ids), "clicks": int(one["kind"] == "clicked")} for one in records]


def _rate(above: str, below: str) -> Callable[[Sequence[Record]], Plain]:
    def of(rows: Sequence[Record]) -> Plain:
        told = [row for row in rows if row.get(above) is not None and row.get(below) is not None]
        hits, n = (sum(row[name] for row in told) for name in (above, below))
        return Plain(hits / n if n else None, n, {above: hits, below: n})

    return of


def _deliveries(rows: Sequence[Record]) -> Plain:
    told = [row["impressions"] for row in rows if row.get("impressions")]
    return Plain(sum(told), len(told))


DELIVERIES: dict[str, Statement] = {
    "deliveries": Statement("time", _deliveries),
    "click_through_rate": Statement("time", _rate("clicks", "impressions")),
    "unique_click_through_rate": Statement("time", _rate("unique_clicks", "impressions")),
    "click_to_open_rate": Statement("time", _rate("unique_clicks", "unique_opens")),
}
