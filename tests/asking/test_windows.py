from typing import Any

import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.asking.shop import AS_OF, MARCH

# Orders of 20 February and of 1, 2, 3 and 4 March 2025 (the last at half past midnight in Rome).
FIRST_DAYS: dict[str, Any] = {"period": ("2025-03-01", "2025-03-05"), "every": "day", "as_of": AS_OF}


@pytest.mark.parametrize(
    ("asked", "points", "value"),
    [
        ({"trailing": "1d"}, [1, 1, 1, 1, 0], 0),
        ({"trailing": "2d"}, [1, 2, 2, 2, 1], 1),
        ({"trailing": "1w"}, [1, 2, 3, 4, 4], 4),
        ({"trailing": "1 month"}, [2, 3, 4, 5, 5], 5),
        ({"trailing": "all"}, [2, 3, 4, 5, 5], 5),
        ({"to_date": "week"}, [1, 2, 1, 2, 2], 2),
        ({"to_date": "week", "week_start": "sunday"}, [1, 1, 2, 3, 3], 3),
        ({"to_date": "month"}, [1, 2, 3, 4, 4], 4),
        ({"to_date": "quarter"}, [2, 3, 4, 5, 5], 5),
        ({"to_date": "year"}, [2, 3, 4, 5, 5], 5),
    ],
)
def test_points_that_reach_back(shop: Workspace, asked: dict[str, Any], points: list[int], value: int) -> None:
    """Each point covers the time that ends with its bucket; the value is that of the last day."""
    reply = shop.ask("orders", **FIRST_DAYS, **asked)
    assert [point["value"] for point in reply.series] == points
    assert reply.value == value
    assert [point["start"] for point in reply.series] == [f"2025-03-0{day}" for day in range(1, 6)]


def test_people_and_sums_reach_back_by_group(shop: Workspace) -> None:
    """Sums and distinct people reach back too, split and without a series."""
    replies = shop.ask(["revenue", "customers"], trailing="2d", by="channel", **FIRST_DAYS)
    revenue, customers = replies["revenue"], replies["customers"]
    assert [point["value"] for point in revenue.series] == [10, 30.5, 50.5, 50, 20]
    assert [point["value"] for point in customers.series] == [1, 1, 2, 1, 0]
    found = {row["group"]["channel"]: [point["value"] for point in row["series"]] for row in revenue.breakdown}
    assert found == {
        None: [0, 0, 0, 20, 20],
        "web": [10, 10, 0, 0, 0],
        "Web": [0, 20.5, 20.5, 0, 0],
        "store": [0, 0, 30, 30, 0],
    }
    assert shop.ask("revenue", trailing="2d", period="2025-03-04", as_of=AS_OF).value == 50


@pytest.mark.parametrize(
    ("metric", "asked", "code", "sentence"),
    [
        (
            "orders",
            {"trailing": "7d", "to_date": "week"},
            "not_together",
            '"trailing" and "to_date" do not go together.',
        ),
        ("bounce_rate", {"trailing": "7d"}, "not_together", '"trailing" and "bounce_rate" do not go together.'),
        ("average_order_value", {"to_date": "year"}, "not_together", '"to_date" and "average_order_value" do not go'),
        ("orders", {"trailing": "7d", "every": "hour"}, "not_together", '"trailing" and "hours" do not go together.'),
        ("orders", {"trailing": "soon"}, "bad_value", "'soon' is not a duration."),
        ("orders", {"trailing": "12h"}, "bad_value", '"12h" is shorter than a day.'),
        ("orders", {"to_date": "day"}, "bad_value", 'to_date="day" means nothing.'),
    ],
)
def test_what_cannot_reach_back(shop: Workspace, metric: str, asked: dict[str, Any], code: str, sentence: str) -> None:
    """What has no trailing window, or two, is refused with what to drop."""
    with pytest.raises(RegardError) as caught:
        shop.ask(metric, **{**MARCH, **asked})
    assert (caught.value.code, caught.value.message[: len(sentence)]) == (code, sentence)
    assert caught.value.suggestion


@pytest.mark.parametrize("metric", ["daily_active", "stickiness", "interaction_frequency"])
def test_whole_days_have_no_hours(shop: Workspace, metric: str) -> None:
    """What is made of whole days is refused by the hour."""
    with pytest.raises(RegardError) as refusal:
        shop.ask(metric, every="hour", **MARCH)
    assert refusal.value.code == "not_together"
