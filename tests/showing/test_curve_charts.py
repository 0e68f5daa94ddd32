from typing import Any

import pytest

from regard.asking.reply import Reply
from regard.showing.chart import replies_chart, reply_chart
from tests.showing.curves import (
    active_days,
    funnel,
    funnel_cells,
    in_group,
    journeys,
    lifecycle,
    retention,
    retention_cells,
    transition,
)
from tests.showing.replies import JSON, group, point, reply

STEPS = [("view", 1_000, 0), ("cart", 600, 40), ("pay", 300, 5)]
DAYS: list[Any] = [(4, 2, 1, 3), (8, 4, 4, 0), None]
WAYS = [transition(1, "order", "email", 40), transition(1, "order", None, 60), transition(2, "email", "page", 25)]


def _chart(told: JSON) -> dict[str, Any]:
    """Return the chart of a reply as Vega-Lite."""
    return reply_chart(told).to_dict()


def _rows(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the data behind a chart, which has one set."""
    (rows,) = chart["datasets"].values()
    return list(rows)


def _marks(chart: dict[str, Any]) -> list[str]:
    """Return the marks of a chart from the lowest layer to the highest."""
    return [layer["mark"]["type"] for layer in chart["layer"]]


def test_retention_is_a_heat_grid() -> None:
    """A cell has a shade and its share as text; one that is not over has neither; sizes are text without a shade."""
    chart = _chart(retention(3, 3, over=3))
    assert _marks(chart) == ["rect", "text"]
    rows = {(row["name"], row["column"]): row for row in _rows(chart)}
    assert rows["all", "1"]["text"] == rows["6 Jan 2025", "1"]["text"] == "50.0"
    assert rows["6 Jan 2025", "1"]["share"] == "50.0 % ± 1.0"
    assert (rows["6 Jan 2025", "size"]["text"], rows["6 Jan 2025", "size"]["fill"]) == ("40", None)
    assert ("13 Jan 2025", "2") not in rows
    assert chart["layer"][0]["encoding"]["x"]["sort"] == ["size", "1", "2"]
    assert chart["layer"][0]["encoding"]["y"]["sort"] == ["all", "6 Jan 2025", "13 Jan 2025", "20 Jan 2025"]


def test_groups_of_retention_are_rows_of_one_grid() -> None:
    """The averages of groups stand below that of everybody."""
    cells = in_group(retention_cells(3, 3, 3), channel="email") + in_group(retention_cells(2, 3, 3), channel=None)
    chart = _chart(retention(3, 3, over=3) | {"cells": cells})
    assert chart["layer"][0]["encoding"]["y"]["sort"] == ["all", "email", "not set"]


def test_the_dormant_are_below_zero() -> None:
    """New, returning and resurrecting are stacked above; a day that is not over keeps its place and has no bar."""
    chart = _chart(lifecycle(DAYS))
    assert _marks(chart) == ["bar", "rule"]
    rows = _rows(chart)
    assert [(row["kind"], row["drawn"]) for row in rows[:4]] == [
        ("new", 4), ("returning", 2), ("resurrecting", 1), ("dormant", -3),
    ]  # fmt: skip
    assert rows[0]["active"] == "7"
    assert (rows[-1]["name"], rows[-1]["drawn"]) == ("3 Mar 2025", None)
    assert chart["layer"][0]["encoding"]["x"]["sort"] == ["1 Mar 2025", "2 Mar 2025", "3 Mar 2025"]


def test_groups_of_a_lifecycle_are_lines_of_what_they_gained() -> None:
    """The new and the resurrecting less the dormant."""
    cells = in_group(lifecycle(DAYS)["cells"], plan="pro") + in_group(lifecycle(DAYS)["cells"], plan="free")
    chart = _chart(lifecycle(DAYS) | {"cells": cells})
    assert [row["gained"] for row in _rows(chart) if row["group"] == "pro"] == [2, 12, None]
    assert chart["title"]["subtitle"].endswith("new and resurrecting less dormant")


def test_active_days_are_bars() -> None:
    """Each number of days has its people; the tooltip tells the share of those with at least so many."""
    chart = _chart(active_days([6, 3, 1]))
    assert _marks(chart) == ["bar"]
    assert [(row["days"], row["drawn"], row["more"]) for row in _rows(chart)] == [
        (1, 6, "100.0 %"), (2, 3, "40.0 %"), (3, 1, "10.0 %"),
    ]  # fmt: skip


def test_groups_of_active_days_are_measured_by_themselves() -> None:
    """The shares of a group are of its own people."""
    cells = in_group(active_days([6, 4])["cells"], plan="pro") + in_group(active_days([1, 1])["cells"], plan="free")
    rows = _rows(_chart(active_days([6, 4]) | {"cells": cells}))
    assert [(row["group"], row["at_least"], row["n"]) for row in rows if row["days"] == 2] == [
        ("pro", 40, "10"),
        ("free", 50, "2"),
    ]


def test_a_funnel_shows_who_is_still_in_time() -> None:
    """The lighter part of a bar begins where the full one ends."""
    chart = _chart(funnel(STEPS))
    assert _marks(chart) == ["bar", "bar", "text"]
    rows = _rows(chart)
    assert [(row["name"], row["came"], row["end"], row["label"]) for row in rows] == [
        ("1 view", 1_000, 1_000, "1,000 (100.0 %)"),
        ("2 cart", 600, 640, "600 (60.0 %)"),
        ("3 pay", 300, 305, "300 (30.0 %)"),
    ]
    assert chart["layer"][1]["mark"]["opacity"] < 1
    assert chart["layer"][0]["encoding"]["x"]["scale"]["zero"] is True
    assert chart["title"]["subtitle"] == "1-31 Mar 2025, lighter: still in time"


def test_groups_of_a_funnel_stand_beside_each_other() -> None:
    """Each step has a bar for each group, in percent of the group's own first step; the whole is not among them."""
    told = funnel(STEPS)
    told["cells"] += in_group(funnel_cells([("view", 50, 0), ("cart", 25, 5)]), device="phone")
    told["cells"] += in_group(funnel_cells([("view", 0, 0), ("cart", 0, 0)]), device=None)
    chart = _chart(told)
    assert chart["layer"][0]["encoding"]["yOffset"]["sort"] == ["phone", "not set"]
    assert [(row["group"], row["came"], row["end"]) for row in _rows(chart)] == [
        ("phone", 100, 100), ("phone", 50, 60), ("not set", 0, 0), ("not set", 0, 0),
    ]  # fmt: skip


def test_too_many_groups_are_left_out_aloud() -> None:
    """As many groups are drawn as there are colours, and the subtitle says so."""
    told = funnel(STEPS)
    told["cells"] += [cell for name in range(11) for cell in in_group(funnel_cells(STEPS), plan=f"plan {name}")]
    chart = _chart(told)
    assert len({row["group"] for row in _rows(chart)}) == 8
    assert chart["title"]["subtitle"].endswith("the 8 largest of 11 groups")


def test_a_funnel_asked_for_its_course_is_a_line() -> None:
    """With buckets of its value the reply draws them, as every metric does."""
    chart = _chart(funnel(STEPS, series=[point(1, 0.3), point(2, 0.4)]))
    assert "area" in _marks(chart)


def test_journeys_are_bars_by_depth() -> None:
    """The nearest stop comes first, in it the commonest; those who leave are lighter."""
    chart = _chart(journeys(WAYS))
    order = ["1. order → (leaves)", "1. order → email", "2. email → page"]
    assert chart["layer"][0]["encoding"]["y"]["sort"] == order
    rows = {row["name"]: row for row in _rows(chart)}
    assert [rows[name]["drawn"] for name in order] == [60, 40, 25]
    assert [rows[name]["ends"] for name in order] == [True, False, False]
    assert rows[order[1]]["n"] == "100"


def test_groups_of_journeys_are_drawn_by_what_all_do() -> None:
    """A way that only a smaller group takes is drawn where it is common; shares are of the group."""
    small = [transition(1, "order", "page", 80)]
    cells = in_group(WAYS, plan="pro") + in_group(small, plan="free")
    chart = _chart(journeys(cells))
    assert chart["layer"][0]["encoding"]["y"]["sort"][0] == "1. order → page"
    assert [row["drawn"] for row in _rows(chart) if row["group"] == "free"] == [80]


@pytest.mark.parametrize(
    "told",
    [retention(), lifecycle(DAYS), active_days([3, 1]), funnel(STEPS), journeys(WAYS)],
    ids=lambda told: told["metric"],
)
def test_every_curve_has_the_common_look(told: JSON) -> None:
    """Title in words, transparent background, the days below, and something that tells n when pointed at."""
    chart = Reply(**told).chart().to_dict()
    assert chart["config"]["background"] == "transparent"
    assert chart["title"]["subtitle"].split(",")[0] in {"6 Jan - 2 Mar 2025", "1-3 Mar 2025", "1-31 Mar 2025"}
    titles = {field["title"] for field in chart["layer"][0]["encoding"]["tooltip"]}
    assert titles & {"n", "Active in all"}


def test_curves_stand_among_other_charts() -> None:
    """Several replies are drawn one under the other, whatever their kinds."""
    dots = reply(breakdown=[group("email", 0.2)])
    chart = replies_chart({"retention_curve": retention(), "bounce_rate": dots}).to_dict()
    assert [inner["title"]["text"] for inner in chart["vconcat"]] == ["Retention curve", "Bounce rate"]
