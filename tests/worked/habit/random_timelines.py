"""People who meet the business on all channels by chance, in few instants, and their journeys in plain Python."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from statistics import median
from typing import Any

from hypothesis import strategies as st

Record = Mapping[str, Any]
START = datetime(2025, 3, 1, 10, tzinfo=UTC)
PEOPLE = ("ann", "bob", "cyd", None)
KINDS = ("event", "delivery", "answer", "ticket", "order", "mention")
STAMPS = {"ticket": "as_of", "order": "as_of"}
TIMES = {"ticket": "created_at"}


@st.composite
def _record(draw: st.DrawFn, number: int) -> tuple[str, dict[str, Any]]:
    """Return a kind of record and one of that kind."""
    kind = draw(st.sampled_from(("event", "event", *KINDS)))
    moment = START + timedelta(days=draw(st.integers(0, 40)), hours=draw(st.sampled_from([0, 0, 1])))
    record: dict[str, Any] = {
        "id": f"{draw(st.integers(0, 9))}{number:03}",
        TIMES.get(kind, "time"): moment,
        STAMPS.get(kind, "received_at"): datetime(2025, 6, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 1))),
        "user_id": draw(st.sampled_from(PEOPLE)),
    }
    if kind == "event":
        types = ["page", "page", "track", "screen", "engagement"]
        record |= {"type": draw(st.sampled_from(types)), "name": draw(st.sampled_from(["buy", "look", None]))}
        record |= {"path": draw(st.sampled_from(["/a", "/b"]))} if record["type"] == "page" else {}
    if kind == "delivery":
        record |= {"kind": draw(st.sampled_from(["opened", "clicked", "sent"]))}
        record |= {"channel": draw(st.sampled_from(["email", "sms", None]))}
    if kind == "answer":
        record |= {"kind": "nps", "score": 9, "status": draw(st.sampled_from(["completed", "dismissed"]))}
    if kind == "order":
        record |= {"total": 10, "status": draw(st.sampled_from(["paid", "paid", "refunded"]))}
    return kind, record


@st.composite
def timelines(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Return 10 to 60 records, each with its kind."""
    return [draw(_record(number)) for number in range(draw(st.integers(10, 60)))]


def moment_of(kind: str, record: Record) -> datetime:
    """Return when a record happened."""
    moment: datetime = record[TIMES.get(kind, "time")]
    return moment


def stop_of(kind: str, record: Record, by_name: bool = False) -> str | None:  # noqa: FBT001, FBT002
    """Return what a record is called as a stop, nothing where it is none."""
    if record["user_id"] is None:
        return None
    if kind == "event":
        named = record["name"] if by_name and record["name"] else record["type"]
        return None if record["type"] == "engagement" else str(named)
    counted: dict[str, bool] = {
        "delivery": record.get("kind") in ("opened", "clicked"),
        "answer": record.get("status") == "completed",
        "order": record.get("status") == "paid",
    }
    names = {
        "delivery": record.get("channel") or "delivery",
        "answer": "survey",
        "ticket": "support",
        "order": "order",
        "mention": "social",
    }
    return str(names[kind]) if counted.get(kind, True) else None


def paths(
    told: Sequence[tuple[str, Record]], anchor: Any, period: tuple[datetime, datetime], until: datetime, **how: Any
) -> dict[str, list[tuple[str, datetime]]]:
    """Return each person's stops from the first anchor of the period outwards, with the moment of each.

    `anchor` tests a kind and a record; `how` says `is_before` and `by_name`.
    """
    found = {}
    for who in {record["user_id"] for _, record in told} - {None}:
        own = [
            (kind, record)
            for kind, record in told
            if record["user_id"] == who and stop_of(kind, record) and moment_of(kind, record) < until
        ]
        own.sort(key=lambda one: (moment_of(*one), one[1][STAMPS.get(one[0], "received_at")], one[0], one[1]["id"]))
        at = [place for place, one in enumerate(own) if anchor(*one) and period[0] <= moment_of(*one) < period[1]]
        if not at:
            continue
        way = own[: at[0] + 1][::-1] if how["is_before"] else own[at[0] :]
        stops = [(str(stop_of(*one, by_name=how["by_name"])), moment_of(*one)) for one in way]
        runs = [list(run) for _, run in groupby(stops, key=lambda stop: stop[0])]
        found[str(who)] = [
            run[0] if place == 0 else min(run, key=lambda stop: stop[1]) for place, run in enumerate(runs)
        ]
    return found


def steps(
    paths: Mapping[str, Sequence[tuple[str, datetime]]], depth: int, *, is_before: bool
) -> dict[tuple[Any, ...], tuple[int, float | None]]:
    """Return people and median seconds of each step, by depth, from and to."""
    found: dict[tuple[Any, ...], list[float | None]] = {}
    for stops in paths.values():
        for place in range(min(depth, len(stops))):
            here, there = stops[place], stops[place + 1] if place + 1 < len(stops) else None
            ends = (there[0] if there else None, here[0]) if is_before else (here[0], there[0] if there else None)
            seconds = abs((there[1] - here[1]).total_seconds()) if there else None
            found.setdefault((place + 1, *ends), []).append(seconds)
    return {
        step: (len(times), None if None in times else median(time for time in times if time is not None))
        for step, times in found.items()
    }


def interactions(told: Sequence[tuple[str, Record]], first: datetime, until: datetime) -> Counter[str]:
    """Return how many interactions each person has in a stretch of time; an hour and a half apart are two visits.

    Only pages and screens are seen on a device here.
    """
    found: Counter[str] = Counter()
    last: dict[str, datetime] = {}
    number: Counter[str] = Counter()
    visits = set()
    for kind, record in sorted(told, key=lambda one: moment_of(*one)):
        who, moment = record["user_id"], moment_of(kind, record)
        if who is None:
            continue
        if kind == "event" and record["type"] in ("page", "screen"):
            if who not in last or moment - last[who] > timedelta(seconds=1800):
                number[who] += 1
            last[who] = moment
            if first <= moment < until:
                visits.add((who, number[who]))
        elif kind not in ("event", "order") and stop_of(kind, record) and first <= moment < until:
            found[who] += 1
    found.update(who for who, _ in visits)
    return found
