"""Replies of curves made by hand, as a question would give them."""

from datetime import date, timedelta
from typing import Any

from tests.showing.replies import JSON, interval, reply

WEEKS = {"from": "2025-01-06", "to": "2025-03-02", "zone": "Europe/Rome", "week_start": "monday", "every": "week"}
MONDAY = date(2025, 1, 6)


def retention(cohorts: int = 4, columns: int = 4, *, over: int | None = None, **more: Any) -> JSON:
    """Return weekly cohorts of 40, 50, 60 ... people of whom a k-th came back in week k.

    The first `over` weeks are over, all cohorts by default: cohort c is known up to column `over` - c - 1.
    """
    cells = retention_cells(cohorts, columns, cohorts if over is None else over)
    average = []
    for k in range(columns):
        known = [cell for cell in cells if cell["k"] == k and cell["is_complete"]]
        n, people = (sum(cell[name] for cell in known) for name in ("size", "people"))
        average.append({"k": k, "value": people / n if n else None, "n": n, "interval": None})
    whole = reply(
        metric="retention_curve", value=average[1]["value"], n=average[1]["n"], parts={"returned": 1, "size": 2},
        period=WEEKS, cells=cells, average=average, definition={"asks": "Who comes back?", "better": "higher"},
    )  # fmt: skip
    return whole | more


def retention_cells(cohorts: int, columns: int, over: int) -> list[JSON]:
    """Return the cells of weekly cohorts, as `retention` says."""
    cells = []
    for cohort in range(cohorts):
        size = 40 + 10 * cohort
        for k in range(columns):
            is_over = cohort + k < over
            people = size // (k + 1) if is_over else None
            cells.append(
                {
                    "cohort": str(MONDAY + timedelta(weeks=cohort)),
                    "size": size,
                    "k": k,
                    "start": str(MONDAY + timedelta(weeks=cohort + k)),
                    "people": people,
                    "value": None if people is None else people / size,
                    "interval": None if people is None else interval(people / size - 0.01, people / size + 0.01),
                    "is_complete": is_over,
                }
            )
    return cells


def in_group(cells: list[JSON], **group: Any) -> list[JSON]:
    """Return cells as those of a group."""
    return [{"group": group, **cell} for cell in cells]


def lifecycle(counts: list[tuple[int, int, int, int] | None], **more: Any) -> JSON:
    """Return days with their new, returning, resurrecting and dormant people; `None` is a day that is not over."""
    names = ("new", "returning", "resurrecting", "dormant")
    cells = [
        {
            "start": f"2025-03-{day:02}",
            **dict(zip(names, told or (None,) * 4, strict=True)),
            "is_complete": told is not None,
        }
        for day, told in enumerate(counts, 1)
    ]
    period = WEEKS | {"every": "day", "from": "2025-03-01", "to": f"2025-03-{len(counts):02}"}
    told = reply(metric="lifecycle", unit="people", value=30, n=30, parts={}, interval=interval(30, 30, "exact"),
                 period=period, cells=cells, definition={"asks": "Who is new?", "better": "higher"})  # fmt: skip
    return told | more


def active_days(people: list[int], **more: Any) -> JSON:
    """Return a distribution of active days: so many people were active on 1, 2, 3 ... days."""
    cells = [{"active": day, "people": n, "at_least": sum(people[day - 1 :])} for day, n in enumerate(people, 1)]
    told = reply(metric="active_days_distribution", unit="ratio", value=1.7, n=sum(people), parts={}, cells=cells,
                 period=WEEKS | {"every": "day"}, interval=interval(1.5, 1.9),
                 definition={"asks": "How often?", "better": "higher"})  # fmt: skip
    return told | more


def funnel_cells(steps: list[tuple[str, int, int]]) -> list[JSON]:
    """Return the cells of steps with their event, people and people still in time."""
    first, before = steps[0][1], steps[0][1]
    cells = []
    for number, (event, people, still) in enumerate(steps, 1):
        share = people / first if first else None
        cells.append(
            {
                "step": number,
                "event": event,
                "people": people,
                "in_progress": still,
                "of_first": share,
                "of_previous": people / before if before else None,
                "of_active": None if share is None else share / 2,
                "median_seconds": 310.0 * number if number > 1 else None,
                "mean_seconds": 420.0 * number if number > 1 else None,
                "interval": None if share is None else interval(share - 0.02, share + 0.02),
            }
        )
        before = people
    return cells


def funnel(steps: list[tuple[str, int, int]], **more: Any) -> JSON:
    """Return a funnel of the given steps."""
    cells = funnel_cells(steps)
    told = reply(metric="funnel", value=cells[-1]["of_first"], n=steps[0][1], parts={"excluded": 2}, cells=cells,
                 definition={"asks": "Where do people drop out?", "better": "higher"})  # fmt: skip
    return told | more


def transition(depth: int, start: str | None, end: str | None, people: int, seconds: float | None = 3_600.0) -> JSON:
    """Return a transition of so many of 100 people."""
    names = {"depth": depth, "from": start, "to": end}
    return {**names, "people": people, "share": people / 100, "median_seconds": None if end is None else seconds}


def journeys(cells: list[JSON], paths: list[JSON] | None = None, **more: Any) -> JSON:
    """Return the journeys of 100 people."""
    told = reply(metric="journeys", value=0.4, n=100, cells=cells, parts={"went_on": 40, "paths": paths or []},
                 definition={"asks": "Where do people go?",
                 "better": "neither"})  # fmt: skip
    return told | more
