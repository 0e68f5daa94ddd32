"""Journeys, followed once more from their definition."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from tests.soundness.truth_site import is_answered
from tests.soundness.truth_told import Span, Told

Meeting = tuple[datetime, datetime, str, str]
"""When it happened, when it was told, its record, and what the stop is called."""


def steps_after(told: Told, span: Span, anchor: str, depth: int) -> Counter[tuple[int, str, str | None]]:
    """Return how many people go from stop to stop after their first record of a kind, up to so many steps."""
    steps: Counter[tuple[int, str, str | None]] = Counter()
    for meetings in _timelines(told).values():
        at = next((at for at, one in enumerate(meetings) if one[2] == anchor and span.holds(one[0])), None)
        if at is not None:
            steps.update(_steps([name for *_, name in meetings[at:]], depth))
    return steps


def _steps(names: list[str], depth: int) -> list[tuple[int, str, str | None]]:
    """Return the steps along a timeline: several of one name in a row are one stop, and the last leads nowhere."""
    stops: list[str | None] = [name for at, name in enumerate(names) if at == 0 or name != names[at - 1]]
    pairs = zip(stops, [*stops[1:], None], strict=True)
    return [(place, str(here), there) for place, (here, there) in enumerate(pairs, 1) if place <= depth]


def _timelines(told: Told) -> dict[str, list[Meeting]]:
    """Return all meetings of each person in order, those of one moment in the order in which they were told."""
    timelines: dict[str, list[Meeting]] = defaultdict(list)
    for person, meeting in _meetings(told):
        if person is not None:
            timelines[person].append(meeting)
    return {person: sorted(meetings) for person, meetings in timelines.items()}


def _meetings(told: Told) -> Iterator[tuple[str | None, Meeting]]:
    """Return person and meeting, of every record by which a person and the business met."""
    rows = [("event", row["type"], row) for row in told.seen]
    read = (row for row in told.of("delivery") if row["kind"] in ("opened", "clicked"))
    rows += [("delivery", row["channel"], row) for row in read]
    rows += [("answer", "survey", row) for row in told.of("answer") if is_answered(row)]
    rows += [("ticket", "support", {**row, "time": row["created_at"]}) for row in told.of("ticket")]
    rows += [("order", "order", row) for row in told.of("order") if row["status"] == "paid"]
    rows += [("mention", "social", row) for row in told.of("mention")]
    for record, name, row in rows:
        yield told.person(row), (row["time"], row.get("received_at") or row["as_of"], record, name)
