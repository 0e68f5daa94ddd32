from typing import Any

import pytest

from regard.showing.terminal import Tile
from tests.showing.replies import SMALL, compared, group, interval, point, reply
from tests.showing.terminal.screen import screen

SERIES = [point(1, 0.30, previous=0.35), point(2, 0.45), point(3, None), point(4, 0.40, complete=False)]


def test_the_answer_comes_first() -> None:
    """Question, value with its interval, change, band and course, each with its explanation, then notes."""
    lines = screen(Tile(compared(series=SERIES)), 100)
    assert lines[:7] == [
        f"Bounce rate{'1-31 Mar 2025':>89}",
        "What share of visits ended after one page?",
        "",
        "  38.2 %  ± 0.6        37.6 % to 38.8 % (95 %, wilson), n 12,345",
        "  ▾ 2.1 points better  was 40.3 % in 29 Jan - 28 Feb; difference -3.0 to -1.2 points",
        "  good                 good < 40 %, usual 20..55 % (guide 000)",
        "  ▁█ ░                 4 buckets, 30.0 % to 45.0 %",
    ]
    assert lines[-2:] == [f"  {SMALL['message']}", "  Bounce rate = bounces / visits (bounces 4,716, visits 12,345)"]


def test_buckets_are_rows() -> None:
    """A bucket that is not whole is marked and explained, a null is told in words."""
    lines = screen(Tile(reply(series=SERIES, period={"from": "2025-03-01", "to": "2025-03-04", "every": "day"})))
    rows = [line for line in lines if "Mar 2025" in line and line.startswith("  ")]
    assert [row.split("  ")[1] for row in rows] == ["1 Mar 2025", "2 Mar 2025", "3 Mar 2025", "4 Mar 2025 *"]
    assert "no data" in rows[2]
    assert "  * not whole: the period cuts it, or it is not over." in lines


def test_groups_are_sorted_with_dots_on_one_scale() -> None:
    """The greatest value is on top, and its dot stands furthest to the right."""
    rows = [group("email", 0.2, interval=interval(0.1, 0.3)), group("social", 0.6, interval=interval(0.5, 0.7))]
    lines = screen(Tile(reply(breakdown=rows)))
    dots = [line for line in lines if "●" in line]
    assert [line.split()[0] for line in dots] == ["social", "email"]
    assert dots[0].index("●") > dots[1].index("●")
    assert dots[1].index("─") == len("  Channel  ")


def test_groups_that_are_left_out_are_counted() -> None:
    """The groups with the most behind them are kept."""
    rows = [group(f"channel {number}", number / 100, number) for number in range(40)]
    lines = screen(Tile(reply(breakdown=rows)))
    assert sum("channel" in line for line in lines) == 25
    assert "  15 groups with less behind them are not shown; --json has all." in lines


def test_bins_are_rows_with_their_share() -> None:
    """The last bin is open."""
    bins: list[dict[str, Any]] = [{"from": 0, "to": 3_600, "n": 3}, {"from": 3_600, "to": None, "n": 1}]
    lines = screen(Tile(reply(unit="seconds", value=600, bins=bins, interval=None)))
    assert lines[-4:-2] == ["   0 s  to 1 h    3  75.0 %", "   1 h  and more  1  25.0 %"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    """Explanations fold, tables are cut."""
    rows = [group("a channel with a very long name that goes on and on", 0.2, series=SERIES)]
    lines = screen(Tile(compared(series=SERIES, breakdown=rows)), width)
    assert all(len(line) <= width for line in lines)


def test_no_change_is_said_where_none_is_known() -> None:
    """A comparison from nothing is told, not left out."""
    assert any("no change known" in line for line in screen(Tile(compared() | {"change": None})))
