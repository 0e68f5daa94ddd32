from typing import Any

import pytest

from regard.errors import RegardError
from regard.showing.chart import replies_chart, reply_chart
from tests.showing.replies import compared, group, interval, point, reply

SERIES = [point(1, 0.30, previous=0.35), point(2, 0.32, previous=0.36), point(3, None), point(4, 0.4, complete=False)]


def _rows(chart: dict[str, Any]) -> list[dict[str, Any]]:
    (rows,) = chart["datasets"].values()
    return list(rows)


def _marks(chart: dict[str, Any]) -> list[str]:
    return [layer["mark"]["type"] for layer in chart["layer"]]


def test_a_series_is_a_line_with_its_ribbon() -> None:
    """Ribbon, the period before, the line, its open end and its points; shares are percent on the axis."""
    chart = reply_chart(compared(series=SERIES)).to_dict()
    assert _marks(chart) == ["area", "line", "line", "line", "point", "point"]
    rows = _rows(chart)
    assert rows[0]["whole"] == pytest.approx(30)
    assert [rows[0]["low"], rows[0]["previous"]] == pytest.approx([29, 35])
    assert chart["layer"][0]["encoding"]["y"]["title"] == "%"
    assert chart["title"]["subtitle"] == "1-31 Mar 2025, thin line: 29 Jan - 28 Feb"


def test_an_open_bucket_is_dashed_and_a_null_is_a_gap() -> None:
    """The line of whole buckets ends before the open one, which is drawn from its neighbour on."""
    series = [point(1, 0.30), point(2, 0.32), point(3, 0.4, complete=False)]
    chart = reply_chart(reply(series=series)).to_dict()
    rows = _rows(chart)
    assert [row["whole"] for row in rows] == pytest.approx([30, 32, None])
    assert [row["open"] for row in rows] == [None, pytest.approx(32), pytest.approx(40)]
    dashed = [layer["mark"].get("strokeDash") for layer in chart["layer"] if layer["mark"]["type"] == "line"]
    assert dashed == [None, [4, 3]]
    gap = _rows(reply_chart(reply(series=SERIES)).to_dict())[2]
    assert gap["whole"] is None


def test_groups_are_dots_sorted_by_value() -> None:
    """The greatest comes first, whatever the order of the reply, and a null last."""
    rows = [group("email", 0.2, interval=interval(0.1, 0.3)), group(None, None), group("social", 0.5)]
    chart = reply_chart(reply(breakdown=rows)).to_dict()
    assert chart["layer"][0]["encoding"]["y"]["sort"] == ["social", "email", "not set"]
    assert _marks(chart) == ["rule", "point"]


def test_lines_of_groups_are_named_where_they_end() -> None:
    """Several groups have a colour and a name each, no legend, and no ribbons on top of each other."""
    rows = [group(name, 0.3, series=SERIES) for name in ("email", "social")]
    chart = reply_chart(compared(series=SERIES, breakdown=rows)).to_dict()
    assert _marks(chart) == ["text", "line", "line", "point", "point"]
    assert chart["layer"][0]["encoding"]["color"]["legend"] is None
    assert chart["title"]["subtitle"] == "1-31 Mar 2025"


def test_too_many_groups_are_left_out_aloud() -> None:
    """Only the groups with the most behind them are drawn, and the subtitle says so."""
    rows = [group(f"channel {number}", 0.3, number, series=SERIES) for number in range(12)]
    chart = reply_chart(reply(series=SERIES, breakdown=rows)).to_dict()
    assert {row["group"] for row in _rows(chart)} == {f"channel {number}" for number in range(4, 12)}
    assert chart["title"]["subtitle"].endswith("the 8 largest of 12 groups")


@pytest.mark.parametrize(("seconds", "title"), [(90, "seconds"), (600, "minutes"), (7_200, "hours"), (200_000, "days")])
def test_times_have_a_readable_axis(seconds: float, title: str) -> None:
    """The axis of a time is in the unit in which its values are small numbers."""
    chart = reply_chart(reply(unit="seconds", series=[point(1, seconds), point(2, seconds / 2)])).to_dict()
    assert chart["layer"][0]["encoding"]["y"]["title"] == title


@pytest.mark.parametrize(("unit", "zero"), [("count", True), ("people", True), ("money", True), ("share", False)])
def test_counts_start_at_zero(unit: str, *, zero: bool) -> None:
    """Counts and amounts start at zero; shares and scores where their values are."""
    chart = reply_chart(reply(unit=unit, currency="EUR", series=[point(1, 100), point(2, 110)])).to_dict()
    assert chart["layer"][0]["encoding"]["y"]["scale"]["zero"] is zero


def test_hours_stand_where_the_clock_on_the_wall_stood() -> None:
    """A browser in another zone draws the same axis."""
    hours = [point(1, 0.1) | {"start": f"2025-03-30T0{hour}:00:00+02:00"} for hour in (3, 4)]
    rows = _rows(reply_chart(reply(series=hours)).to_dict())
    assert [row["time"] for row in rows] == ["2025-03-30T03:00:00Z", "2025-03-30T04:00:00Z"]


def test_one_number_is_nothing_to_draw() -> None:
    """The error says how to ask for something that can be drawn."""
    with pytest.raises(RegardError, match='Ask with every="week"') as caught:
        reply_chart(reply())
    assert caught.value.code == "nothing_to_draw"


def test_several_replies_stand_one_under_the_other() -> None:
    """Each has its own scale, and the look is said once."""
    chart = replies_chart({"one": reply(series=SERIES), "two": reply(metric="nps", series=SERIES)}).to_dict()
    assert [inner["title"]["text"] for inner in chart["vconcat"]] == ["Bounce rate", "NPS"]
    assert "config" in chart
