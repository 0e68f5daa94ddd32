"""A workspace that many random logs share: each has a year of its own, so that none sees another's records."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import Phase, settings
from hypothesis import strategies as st

import regard
from regard.serving.workspace import Workspace

ZONE = ZoneInfo("Europe/Rome")
YEARS = range(1985, 2025)
"""As many logs as one workspace holds; in all of these years the clocks of the zone changed at the end of March."""

PLANS: dict[str, dict[str, Any]] = {
    "ann": {"plan": "pro", "country": "IT", "properties": {"seats": 3}},
    "bob": {"plan": "Free", "country": "PL"},
    "cyd": {"country": "IT"},
}
"""What is known of the customers; nothing of `dan`."""

PERSONS = (*PLANS, "dan")

FEW = settings(
    max_examples=settings.get_profile(settings.get_current_profile_name()).max_examples // 4,
    phases=[phase for phase in Phase if phase not in (Phase.shrink, Phase.explain)],
)
"""Each example is a log with several questions and takes about a second, so that making a failure small takes hours."""


class YearlyLog:
    """Gives every log a year, and a new workspace when the years are used up."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._years: list[int] = []
        self._workspace: Workspace | None = None

    def take_year(self) -> int:
        """Return a year of which nothing is known yet but its customers."""
        if not self._years or self._workspace is None:
            if self._workspace is not None:
                self._workspace.close()
            self._years = list(YEARS)
            self._workspace = regard.open(zone=ZONE.key)
            self._workspace.add(
                "customer",
                [
                    {"id": f"{name} {year}", "user_id": f"{name} {year}", **known}
                    for year in YEARS
                    for name, known in PLANS.items()
                ],
            )
        return self._years.pop()

    def add(self, **records: Sequence[Mapping[str, Any]]) -> Workspace:
        """Return the workspace with some more records, all of which it must take."""
        assert self._workspace is not None
        for kind, rows in records.items():
            loaded = self._workspace.add(kind, rows)
            assert (loaded.added, loaded.quarantined) == (len(rows), 0)
        return self._workspace


def moments(year: int) -> st.SearchStrategy[datetime]:
    """Return times from the end of January to the end of April, many of them at the edge of a local day."""
    start = datetime(year, 1, 25, tzinfo=ZONE)
    edges = st.builds(
        lambda day, seconds: start.astimezone(ZONE).replace(fold=0) + timedelta(days=day, seconds=seconds),
        st.integers(0, 90),
        st.sampled_from([-1, 0, 1, 7200, 10_799]),
    )
    return edges | st.integers(0, 90 * 86_400).map(lambda seconds: start + timedelta(seconds=seconds))


def periods(year: int) -> st.SearchStrategy[tuple[date, date]]:
    """Return runs of days in the middle of the log, with room for as many before them."""
    start = date(year, 3, 12)
    return st.builds(
        lambda skipped, days: (start + timedelta(days=skipped), start + timedelta(days=skipped + days)),
        st.integers(0, 10),
        st.integers(0, 24),
    )


def customer_field(name: str, record: Mapping[str, Any]) -> Any:
    """Return a field of the customer behind a record, nothing where there is no such customer."""
    person = (record.get("user_id") or "").partition(" ")[0]
    return PLANS.get(person, {}).get(name)
