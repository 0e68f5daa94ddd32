"""The records of a small world counted in plain Python, straight from the definitions and from nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa

Row = dict[str, Any]

TIMEOUT = timedelta(minutes=30)
SEEN = ("page", "screen", "track")


def settle(table: pa.Table, stamp: str, *, latest: bool) -> list[Row]:
    """Return one copy of each id: the one with the earliest, or the latest, stamp."""
    kept: dict[str, Row] = {}
    for row in table.to_pylist():
        known = kept.get(row["id"])
        if known is None or (row[stamp] > known[stamp]) == latest:
            kept[row["id"]] = row
    return list(kept.values())


def resolve(links: Iterable[Row]) -> dict[str, str]:
    """Return the person of every id that a link names and that is not its own person."""
    standing: list[Row] = []
    for link in sorted(links, key=lambda row: row["time"]):
        if link["kind"] == "unmerge":
            pair = {link["user_id"], link["other_id"]}
            standing = [one for one in standing if {one["user_id"], one["other_id"]} != pair]
        else:
            standing.append(link)
    return {link["other_id"]: link["user_id"] for link in standing}


def in_visits(events: Iterable[Row], person_of: Mapping[str, str]) -> list[list[Row]]:
    """Return the events of each visit, in order, each with its `person`: by session id, else by pauses."""
    sessions: dict[tuple[str, str], list[Row]] = defaultdict(list)
    loose: dict[str, list[Row]] = defaultdict(list)
    for event in sorted(events, key=lambda row: (row["time"], row["received_at"], row["id"])):
        said = event["user_id"] or event["anonymous_id"]
        person = person_of.get(said, said)
        named = {**event, "person": person}
        if event["session_id"]:
            sessions[person, event["session_id"]].append(named)
        elif event["device"]:
            loose[person].append(named)
    visits = list(sessions.values())
    for run in loose.values():
        visits.append([run[0]])
        for before, event in pairwise(run):
            if event["time"] - before["time"] > TIMEOUT:
                visits.append([])
            visits[-1].append(event)
    return visits


def count_visits(visits: list[list[Row]]) -> Counter[str]:
    """Return what attention is made of, under the names of the simulator's own counts."""
    counts: Counter[str] = Counter()
    for visit in visits:
        counts.update(_count_visit(visit))
    counts["visitors"] = len({visit[0]["person"] for visit in visits})
    for name, wanted in (("purchase", "buyers"), ("export", "exporters")):
        counts[wanted] = len({event["person"] for visit in visits for event in visit if event["name"] == name})
    return counts


def _count_visit(visit: list[Row]) -> dict[str, Any]:
    """Return the counts of one visit; seconds are in milliseconds, shares of a page in percent."""
    pages = [event for event in visit if event["type"] == "page"]
    acts = [event for event in visit if event["type"] == "track" and event["interactive"] is not False]
    seen = [event["time"] for event in visit if event["type"] in SEEN]
    attention = sum(event["engaged_ms"] or 0 for event in visit)
    is_bounce = len(pages) == 1 and not acts
    buys = any(event["name"] == "purchase" for event in acts)
    depths: dict[str, float] = defaultdict(float)
    for event in visit:
        if event["scroll_percent"] is not None:
            depths[event["path"]] = max(depths[event["path"]], event["scroll_percent"])
    return {
        "visits": 1,
        "web_visits": bool(pages),
        "app_visits": not pages,
        "bounces": is_bounce,
        "page_views": len(pages),
        "page_visits": len({event["path"] for event in pages}),
        "engaged_visits": attention >= 10_000 or len(pages) > 1 or buys,
        "visit_ms": 0 if is_bounce else round((max(seen) - min(seen)) / timedelta(milliseconds=1)),
        "engaged_ms": attention,
        "page_ms": sum(event["engaged_ms"] or 0 for event in visit if event["path"]),
        "scroll_pages": len(depths),
        "scroll_percent": sum(depths.values()),
    }
