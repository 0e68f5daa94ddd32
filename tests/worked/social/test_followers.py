from typing import Any

import pytest

import regard
from regard.errors import RegardError
from regard.serving.workspace import Workspace

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-06-30"}

# x: 1000 at the end of February, 1100 at the end of March, after 130 came and 30 went.
# y: 500 before, 400 on 20 March, and nobody says who came and went.
# z: first counted on 10 March with 60, of whom 20 came and 10 went that day: it began the day with 50.
# w: counted in February only. v: first counted on 5 March, without what moved, and again on 25 March.
DAYS: list[tuple[str, str, int | None, int | None, int | None]] = [
    ("x", "2025-02-27", 990, None, None),
    ("x", "2025-02-28", 1000, 10, 0),
    ("x", "2025-03-15", None, 100, 10),
    ("x", "2025-03-31", 1100, 30, 20),
    ("x", "2025-04-01", 5000, 3900, 0),
    ("y", "2025-02-01", 500, None, None),
    ("y", "2025-03-20", 400, None, None),
    ("z", "2025-03-10", 60, 20, 10),
    ("w", "2025-02-10", 7, None, None),
    ("v", "2025-03-05", 200, None, None),
    ("v", "2025-03-25", 230, None, None),
]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """Return a workspace with these days."""
    workspace = regard.open(zone="Europe/Rome")
    names = ("profile", "day", "followers", "gained", "lost")
    rows = [{"network": "x" if row[0] in "xy" else "z", **dict(zip(names, row, strict=True))} for row in DAYS]
    assert workspace.add("profile_day", rows).added == len(DAYS)
    return workspace


def test_followers_at_the_end(workspace: Workspace) -> None:
    """The last count of each profile up to the end: 1100 + 400 + 60 + 7 + 230."""
    reply = workspace.ask("followers", by="profile", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (1797, 5, "count")
    rows = {row["group"]["profile"]: row["value"] for row in reply.breakdown}
    assert rows == {"x": 1100, "y": 400, "v": 230, "z": 60, "w": 7}
    asked = {"period": ("2025-01-01", "2025-03-31"), "as_of": "2025-06-30"}
    months = workspace.ask("followers", every="month", where=[["is", "network", ["x"]]], **asked).series
    assert [point["value"] for point in months] == [0, 1500, 1500]


def test_follower_growth(workspace: Workspace) -> None:
    """From 1000 + 500 + 50 + 200 to 1100 + 400 + 60 + 230: 40 more on 1750; w is not counted within the period."""
    reply = workspace.ask("follower_growth", by="profile", **MARCH)
    assert (reply.value, reply.n, reply.unit) == (pytest.approx(40 / 1750), 1750, "share")
    assert reply.parts == {"gained": 150, "lost": 40, "followers_start": 1750, "followers_end": 1790}
    rows = {row["group"]["profile"]: row for row in reply.breakdown}
    assert {name: row["value"] for name, row in rows.items()} == {"x": 0.1, "y": -0.2, "z": 0.2, "v": 0.15}
    assert rows["x"]["parts"] == {"gained": 130, "lost": 30, "followers_start": 1000, "followers_end": 1100}
    assert rows["y"]["parts"] == {"gained": None, "lost": None, "followers_start": 500, "followers_end": 400}
    assert rows["y"]["interval"] == {"low": -0.2, "high": -0.2, "level": 0.95, "method": "exact", "standard_error": 0.0}
    assert [warning["message"] for warning in reply.warnings] == [
        "1 profiles have no count before the period: their growth is counted from the first one within it."
    ]


def test_growth_by_week_and_compared(workspace: Workspace) -> None:
    """A week without a count has no growth; the next one has all that came since the last count."""
    only_x = [["is", "profile", ["x"]]]
    series = workspace.ask("follower_growth", every="week", where=only_x, **MARCH).series
    assert [point["value"] for point in series] == [None, None, None, None, None, 0.1]
    reply = workspace.ask("follower_growth", period=("2025-03-01", "2025-03-28"), compare="previous", where=only_x)
    # February begins with no count: the growth is that since the 27th.
    assert (reply.value, reply.previous and reply.previous["value"], reply.change) == (None, 10 / 990, None)
    two = workspace.ask("follower_growth", period="2025-04", compare=("2025-03-01", "2025-03-31"), where=only_x)
    assert two.change is not None
    assert two.value == pytest.approx(3900 / 1100)
    assert two.change["value"] == pytest.approx(3900 / 1100 - 0.1)


def test_the_latest_word_on_a_day_stands(workspace: Workspace) -> None:
    """Of two records of one day the later one counts."""
    workspace = regard.open(zone="UTC")
    day = {"network": "x", "profile": "a", "day": "2025-03-10"}
    workspace.add(
        "profile_day",
        [
            {**day, "id": "new", "followers": 12, "as_of": "2025-03-12T00:00:00Z"},
            {**day, "id": "old", "followers": 10, "as_of": "2025-03-11T00:00:00Z"},
        ],
    )
    assert workspace.ask("followers", **MARCH).value == 12


def test_what_cannot_be_asked_of_followers(workspace: Workspace) -> None:
    """Followers are known by network and profile, and by day."""
    with pytest.raises(RegardError, match='no field "country"') as unknown:
        workspace.ask("followers", by="country", **MARCH)
    with pytest.raises(RegardError, match="have no hours") as hours:
        workspace.ask("followers", every="hour", **MARCH)
    assert (unknown.value.code, hours.value.code) == ("unknown_field", "not_together")
