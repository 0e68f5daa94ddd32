"""Errors from person groups beside those from persons, on a simulated world.

An error from 64 groups has itself a relative error of 9 % (1 / sqrt(2 x 63)), so single ones are not held to 15 %: the
median of many is, and nearly all lie within three times that noise.
"""

from statistics import median

import pytest

import regard
from regard.serving.workspace import Workspace

NAMES = ("bounce_rate", "engaged_visit_rate", "visit_duration", "engaged_time", "pages_per_visit", "scroll_depth")
NOISE = 1 / (2 * 63) ** 0.5


@pytest.fixture(scope="module")
def world() -> Workspace:
    """Return a simulated shop of 200,000 events that keeps totals."""
    made = regard.simulate(events=200_000, seed=11)
    workspace = regard.open(zone=made.truth["period"]["zone"], totals_from=0)
    for record, table in made.tables.items():
        if record in ("event", "link"):
            workspace.add(record, table)
    return workspace


@pytest.mark.slow
def test_groups_say_as_much_as_persons(world: Workspace) -> None:
    """By country and channel, the errors of both paths agree in the median, and in bulk within their noise."""
    ratios = []
    for by in ("country", "channel", None):
        asked = {"period": "all", "by": by}
        groups = world.ask(NAMES, interval="jackknife", **asked)
        persons = world.ask(NAMES, interval="delta", **asked)
        for name in NAMES:
            assert (groups[name].path, persons[name].path) == ("totals", "rows")
            pairs = zip(_errors(groups[name]), _errors(persons[name]), strict=True)
            ratios += [one / other for one, other in pairs if other]
    assert abs(median(ratios) - 1) < 0.15 / 3
    assert sum(abs(ratio - 1) < 3 * NOISE for ratio in ratios) > 0.95 * len(ratios)


def _errors(reply: regard.Reply) -> list[float]:
    """Return the standard errors of the whole and of each group."""
    told = [reply.interval, *(row["interval"] for row in reply.breakdown)]
    return [interval["standard_error"] for interval in told if interval is not None]
