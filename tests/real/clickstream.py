"""The clickstream of a small shop, read line by line: what its visits are without anything of Regard."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

TIMEOUT = timedelta(seconds=1800)


@dataclass(frozen=True)
class View:
    """One page view."""

    person: str
    page: str
    time: datetime


@dataclass(frozen=True)
class Visit:
    """Page views of one person without a pause of more than half an hour."""

    views: tuple[View, ...]

    @property
    def is_bounce(self) -> bool:
        """Return whether there was one page view only."""
        return len(self.views) == 1

    @property
    def months(self) -> set[str]:
        """Return the months, such as `2020-01`, in which something was viewed."""
        return {month_of(view) for view in self.views}

    @property
    def seconds(self) -> float:
        """Return the time from the first view to the last."""
        return (self.views[-1].time - self.views[0].time).total_seconds()


def read_views(file: Path) -> tuple[list[View], int]:
    """Return the page views in the order of people and time, and how many artificial `lost` lines were left out."""
    with file.open(encoding="utf-8", newline="") as lines:
        found = [
            View(row["client_id"], row["event"], datetime.fromisoformat(row["timestamp"]))
            for row in csv.DictReader(lines)
        ]
    views = sorted((view for view in found if view.page != "lost"), key=lambda view: (view.person, view.time))
    return views, len(found) - len(views)


def read_visits(views: list[View]) -> list[Visit]:
    """Return the visits, by one walk through the views."""
    visits: list[list[View]] = []
    for view in views:
        last = visits[-1][-1] if visits else None
        if last is None or last.person != view.person or view.time - last.time > TIMEOUT:
            visits.append([])
        visits[-1].append(view)
    return [Visit(tuple(visit)) for visit in visits]


def month_of(view: View) -> str:
    """Return the month of a view, such as `2020-01`."""
    return view.time.isoformat()[:7]


def people_who_saw(views: list[View], page: str) -> set[str]:
    """Return everybody who saw a page."""
    return {view.person for view in views if view.page == page}


def people_who_finished(views: list[View], start: str, end: str) -> set[str]:
    """Return everybody who saw the page `end` at or after a first look at the page `start`."""
    started: dict[str, datetime] = {}
    finished: set[str] = set()
    for view in views:
        if view.page == start:
            started.setdefault(view.person, view.time)
        if view.page == end and view.person in started:
            finished.add(view.person)
    return finished


def visits_by_month(visits: list[Visit]) -> Counter[str]:
    """Return in how many visits something was viewed, for each month."""
    return Counter(month for visit in visits for month in visit.months)
