"""Who was a customer when, said again over plain dicts: contracts, paying times, and orders within a span."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from tests.asking.plain_spans import RowsOf, bounds
from tests.naive.records import Plain, Record, Statement, kept, share

ZONE = ZoneInfo("Europe/Rome")
SAME_PERSON = {"nick": "ann"}
"""An id that a link says is ann's."""

Lasting = dict[str, Any]
"""From when until when somebody was a customer, in seconds since 1970, and by what contract."""


def of_kind(records: Sequence[Record], kind: str) -> list[Record]:
    """Return the records of a kind, which each says in `record`."""
    return [record for record in records if record["record"] == kind]


def _lasting(record: Record, since: str, until: str) -> Lasting:
    """Return the time between two moments of a record, the second of which may be open."""
    end = record.get(until)
    person = SAME_PERSON.get(record["user_id"], record["user_id"])
    times = {"since": record[since].timestamp(), "until": end.timestamp() if end else float("inf")}
    return {**record, **times, "user_id": person}


def _contracts(records: Sequence[Record]) -> list[Lasting]:
    """Return the contracts."""
    return [_lasting(one, "started_at", "ended_at") for one in of_kind(records, "subscription")]


def _paying(records: Sequence[Record]) -> list[Lasting]:
    """Return the contracts, and when those paid of whom there is none."""
    found = _contracts(records)
    known = {one["user_id"] for one in found}
    payers = [one for one in of_kind(records, "customer") if one.get("paying_since") and one["user_id"] not in known]
    return [*found, *(_lasting(one, "paying_since", "paying_until") for one in payers)]


def by_contract(records: Sequence[Record], first: date, last: date) -> list[Record]:
    """Return a row per person who was a customer by contract at the start of some days, or became one in them."""
    return _rows(_paying(records), records, first, last)


def by_orders(seconds: float) -> RowsOf:
    """Return what makes such rows of people who bought, and are customers for so many seconds after it."""

    def rows(records: Sequence[Record], first: date, last: date) -> list[Record]:
        bought = [one for one in kept(of_kind(records, "order")) if one.get("user_id")]
        lasting = [{**_lasting(one, "time", ""), "plan": None} for one in bought]
        return _rows([{**one, "until": one["since"] + seconds} for one in lasting], records, first, last, shop=True)

    return rows


def _rows(
    lasting: Sequence[Lasting], records: Sequence[Record], first: date, last: date, *, shop: bool = False
) -> list[Record]:
    """Return a row per person with who was there when, the plan and the monthly amounts."""
    starts, ends = bounds(first, last, ZONE)
    told = {one["user_id"]: one for one in of_kind(records, "customer")}
    rows: list[Record] = []
    for person in dict.fromkeys(one["user_id"] for one in lasting):
        mine = [one for one in lasting if one["user_id"] == person and one["until"] > one["since"]]
        opening = [one for one in mine if one["since"] < starts <= one["until"]]
        closing = [one for one in mine if one["since"] < ends <= one["until"]]
        joined = [one for one in mine if starts <= one["since"] < ends]
        if not opening and not joined:
            continue
        latest = sorted(opening, key=lambda one: (-one["since"], one["id"])) or sorted(
            joined, key=lambda one: (one["since"], one["id"])
        )
        customer = told.get(person, {})
        row = {"was": bool(opening), "is": bool(closing), "country": customer.get("country")}
        row["plan"] = customer.get("plan") if shop else latest[0].get("plan")
        rows.append({**row, "opening": _amount(opening), "closing": _amount(closing)})
    return rows


def _amount(contracts: Sequence[Lasting]) -> float:
    """Return what contracts bring per month."""
    return float(sum(one.get("monthly_amount") or 0 for one in contracts))


def in_money(records: Sequence[Record], first: date, last: date) -> list[Record]:
    """Return the rows of people whose contracts have an amount."""
    priced = [one for one in of_kind(records, "subscription") if one.get("monthly_amount") is not None]
    return _rows(_contracts(priced), records, first, last)


def _all_parts(rows: Sequence[Record]) -> dict[str, float]:
    start, end = sum(row["was"] for row in rows), sum(row["is"] for row in rows)
    new = sum(not row["was"] for row in rows)
    return {"start": start, "new": new, "end": end, "lost": start + new - end}


def _opening(rows: Sequence[Record]) -> Plain:
    start = [row for row in rows if row["was"]]
    plain = share([row for row in start if not row["is"]], start, ("lost", "start"))
    parts = _all_parts(rows)
    return Plain(plain.value, plain.n, {**plain.parts, "new": parts["new"], "end": parts["end"]})


def _plus_new(rows: Sequence[Record]) -> Plain:
    parts = _all_parts(rows)
    n = int(parts["start"] + parts["new"])
    return Plain(parts["lost"] / n if n else None, n, parts)


def _average(rows: Sequence[Record]) -> Plain:
    parts = _all_parts(rows)
    mean = (parts["start"] + parts["end"]) / 2
    return Plain(parts["lost"] / mean if mean else None, len(rows), parts)


def _retention(rows: Sequence[Record]) -> Plain:
    start, end = [row for row in rows if row["was"]], [row for row in rows if row["is"]]
    new = [row for row in end if not row["was"]]
    kept_ones = len(end) - len(new)
    parts: dict[str, float] = {"kept": kept_ones, "start": len(start), "new": len(new), "end": len(end)}
    return Plain(kept_ones / len(start) if start else None, len(start), parts)


def _revenue(sign: int) -> Callable[[Sequence[Record]], Plain]:
    """Return the churn of revenue; with a sign of -1 what was gained from the same people is taken off."""

    def of(rows: Sequence[Record]) -> Plain:
        opening = [row for row in rows if row["opening"]]
        whole = sum(row["opening"] for row in opening)
        lost = sum(row["opening"] for row in opening if not row["is"])
        less = sum(max(row["opening"] - row["closing"], 0) for row in opening if row["is"])
        more = sum(max(row["closing"] - row["opening"], 0) for row in opening)
        parts = {"opening": whole, "lost": lost, "contracted": less, "expanded": more}
        value = (lost + less + (sign * more if sign < 0 else 0)) / whole if whole else None
        return Plain(value, len(opening), parts)

    return of


CHURN: dict[str | None, Statement] = {
    None: Statement("", _opening),
    "opening_plus_new": Statement("", _plus_new),
    "average": Statement("", _average),
}
RETENTION = Statement("", _retention)
REVENUE: dict[str | None, Statement] = {None: Statement("", _revenue(0)), "net": Statement("", _revenue(-1))}
"""The metrics by their variants, each over the rows of some days."""
