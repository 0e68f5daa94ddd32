from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from regard.showing.terminal import Board, Tile
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
from tests.showing.replies import group
from tests.showing.terminal.screen import screen

STEPS = [("view", 1_000, 0), ("cart", 600, 40), ("pay", 300, 5)]
DAYS: list[Any] = [(4, 2, 0, 3), (8, 4, 4, 0), None]
WAYS = [transition(1, "order", "email", 40), transition(1, "order", None, 60), transition(2, "email", "page", 25)]


def _line(lines: list[str], start: str) -> str:
    """Return the only line that begins with a text."""
    (line,) = [line for line in lines if line.strip().startswith(start)]
    return line


def test_retention_is_an_aligned_triangle() -> None:
    """The average comes first, a cell that is not over is a dot and is explained; the value is told in words."""
    lines = screen(Tile(retention(3, 4, over=3)))
    assert lines[3].startswith("  50.0 %  ± 0.6  came back in week 1, average of the cohorts, 37.6 % to 38.8 %")
    assert lines[6:14] == [
        "  Cohort       Size  Week 1     2  3",
        "  all           150    50.0  32.5  ·",
        "  6 Jan 2025     40    50.0  32.5  ·",
        "  13 Jan 2025    50    50.0     ·  ·",
        "  20 Jan 2025    60       ·     ·  ·",
        "  In %: of those who joined in a week, who came back so many weeks after it.",
        "  · not over yet, and left out of the averages.",
        "",
    ]


def test_a_cohort_that_may_grow_is_marked() -> None:
    """The last cohort's own week is not over, and a cohort of nobody has a size and no shares."""
    told = retention(3, 2, over=2)
    empty = [cell | {"size": 0, "people": 0, "value": None} if cell["cohort"] == "2025-01-06" else cell
             for cell in told["cells"]]  # fmt: skip
    lines = screen(Tile(told | {"cells": empty}))
    assert _line(lines, "6 Jan").split() == ["6", "Jan", "2025", "0"]
    assert _line(lines, "20 Jan").split() == ["20", "Jan", "2025", "*", "60", "·"]
    assert "  * not over: more may join." in lines


@pytest.mark.parametrize(("width", "shown"), [(120, 12), (80, 12), (60, 9)])
def test_late_columns_are_dropped_aloud(width: int, shown: int) -> None:
    """What does not fit is counted in a note; a narrow table says whole percents first."""
    lines = screen(Tile(retention(2, 13, over=20)), width)
    heading = _line(lines, "Cohort").split()
    assert heading[3:] == [str(k) for k in range(1, shown + 1)]
    assert (f"  {12 - shown} later weeks are not shown; --json has all." in lines) is (shown < 12)
    assert ("32.5" in _line(lines, "6 Jan")) is (width == 120)


def test_small_shares_are_not_rounded_to_nobody() -> None:
    """Without decimals two of a thousand are some, and 998 are not all."""
    cells = retention(1, 13, over=13)["cells"]
    shares = {1: 0.002, 2: 0.998, 3: 0.0, 4: 1.0}
    cells = [cell | ({"value": shares[cell["k"]]} if cell["k"] in shares else {}) for cell in cells]
    line = _line(screen(Tile(retention(1, 13, over=13) | {"cells": cells})), "6 Jan")
    assert line.split()[4:8] == ["<1", ">99", "0", "100"]


def test_many_cohorts_stay_readable() -> None:
    """The latest cohorts are shown, and how many came earlier is said."""
    lines = screen(Tile(retention(52, 8, over=60)))
    assert sum(" 2025 " in line for line in lines[4:]) == 31
    assert "  21 earlier cohorts are not shown; --json has all." in lines


def test_shades_only_where_there_are_colours() -> None:
    """Cells are shaded on a terminal of many colours; the text is the same without."""
    told = Tile(retention())
    out = StringIO()
    Console(file=out, width=80, force_terminal=True, color_system="truecolor").print(told)
    assert "48;2;0;84;132m  50.0" in out.getvalue()
    assert not any("\x1b[" in line for line in screen(told))
    assert not any("48;" in line for line in screen(told, colour=True))


def test_groups_of_retention_are_compared_then_told() -> None:
    """The averages of groups stand below each other, then each group has its triangle; notes are said once."""
    cells = in_group(retention_cells(3, 3, 3), channel="email") + in_group(retention_cells(2, 3, 2), channel=None)
    lines = screen(Tile(retention(3, 3) | {"cells": cells}))
    assert [line.split() for line in lines if line.startswith(("  email", "  not set"))] == [
        ["email", "150", "50.0", "32.5"],
        ["not", "set", "90", "50.0", "·"],
    ]
    assert [line for line in lines if line.startswith("Channel:")] == ["Channel: email", "Channel: not set"]
    assert sum(line.startswith("  In %") for line in lines) == 1


def test_lifecycle_has_bars_to_both_sides() -> None:
    """Who came stands to the right of the line, who stayed away to its left; what is not over has no bar."""
    lines = screen(Tile(lifecycle(DAYS)))
    assert _line(lines, "1 Mar 2025").split() == ["1", "Mar", "2025", "4", "2", "0", "3", "░░░░│█████▓▓"]
    assert _line(lines, "2 Mar 2025").split()[3:] == ["8", "4", "4", "0", "│██████████▓▓▓▓▓▒▒▒▒"]
    assert _line(lines, "3 Mar 2025 *").split()[4:] == ["·", "·", "·", "·", "│"]
    assert "  █ new, ▓ returning, ▒ resurrecting; left of the line ░ dormant: lost." in lines
    assert lines[3] == "  30  people active in the period, exact, n 30"


def test_active_days_are_a_histogram() -> None:
    """Each number of days has its people, their share, and the share of those with at least so many."""
    lines = screen(Tile(active_days([6, 3, 1, 0, 0])))
    rows = [line for line in lines if "%" in line and "█" in line]
    assert [row.split() for row in rows] == [
        ["1", "█" * 30, "6", "60.0", "%", "100.0", "%"],
        ["2", "█" * 15, "3", "30.0", "%", "40.0", "%"],
        ["3", "█" * 5, "1", "10.0", "%", "10.0", "%"],
    ]
    assert "  Nobody was active on more than 3 of 5 days." in lines


def test_a_year_of_active_days_is_cut_aloud() -> None:
    """Whoever was active on more days than are shown is counted in a note."""
    lines = screen(Tile(active_days([1] * 40)))
    assert "  9 people were active on more than 31 of 40 days." in lines


def test_nobody_active_is_said() -> None:
    """Without anybody there is no table."""
    assert "  Nobody was active." in screen(Tile(active_days([0, 0]) | {"value": None}))


def test_a_funnel_has_bars_with_a_hatched_part() -> None:
    """People, those still in time, shares of the first and of the step before, and the time it took."""
    lines = screen(Tile(funnel(STEPS)), 100)
    view, cart, pay = (_line(lines, start) for start in ("1 view", "2 cart", "3 pay"))
    assert view.split() == ["1", "view", "█" * 20, "1,000", "100.0", "%"]
    assert cart.split()[2:6] == ["█" * 12 + "░", "600", "+40", "60.0"]
    assert cart.endswith("60.0 % ± 2.0       60.0 %  10 min 20 s")
    assert pay.endswith("30.0 % ± 2.0       50.0 %  15 min 30 s")
    assert lines[3].startswith("  30.0 %  ± 0.6  did all 3 steps, of those who did the first")


def test_steps_in_any_order_are_counted_not_named() -> None:
    """Where step 2 means two different steps, no row bears the name of one; the note names them."""
    told = funnel(STEPS)
    told["definition"] |= {"arguments": {"order": "any"}}
    lines = screen(Tile(told))
    assert [line.split("  ")[1] for line in lines if line.startswith("  any")] == [
        "any step",
        "any 2 steps",
        "any 3 steps",
    ]
    assert "  In any order, of: view, cart, pay." in lines


def test_long_names_keep_both_ends() -> None:
    """Thirty steps whose names differ in their last letters stay apart, each on one line."""
    lines = screen(Tile(funnel([(f"a page with quite a long name {n}", 900 - n, 0) for n in range(30)])))
    rows = [line for line in lines if "…" in line]
    assert len({row.split("█")[0] for row in rows}) == len(rows) == 30


def test_groups_that_are_not_shown_are_counted() -> None:
    """The largest groups follow the whole, those left out are said."""
    told = funnel(STEPS)
    told["cells"] += [cell for name in range(12) for cell in in_group(funnel_cells(STEPS), plan=f"plan {name}")]
    lines = screen(Tile(told))
    assert [line for line in lines if line.startswith("Plan:")] == [f"Plan: plan {name}" for name in range(8)]
    assert "  4 smaller groups are not shown; --json has all." in lines
    assert sum("1 view" in line for line in lines) == 9


def test_journeys_are_grouped_by_depth() -> None:
    """Each depth is said once, the commonest way first; no next stop is said in words; paths follow."""
    paths = [{"path": ["order", "email"], "people": 15}, {"path": ["order"], "people": 60}]
    lines = screen(Tile(journeys(WAYS, paths)), 90)
    start = lines.index(next(line for line in lines if line.startswith("  Stop")))
    assert [line.split() for line in lines[start + 1 : start + 4]] == [
        ["1", "order", "(leaves)", "█" * 24, "60", "60.0", "%"],
        ["order", "email", "█" * 16, "40", "40.0", "%", "1", "h"],
        ["2", "email", "page", "█" * 10, "25", "25.0", "%", "1", "h"],
    ]
    assert _line(lines, "order → email").split()[-3:] == ["15", "15.0", "%"]
    assert not any("{" in line or "path'" in line for line in lines)


def test_journeys_to_an_anchor_begin_somewhere() -> None:
    """Looking back, no stop before is where people begin."""
    told = journeys([transition(1, None, "order", 60)])
    told["definition"] |= {"arguments": {"direction": "before"}}
    lines = screen(Tile(told))
    assert any("(begins)" in line for line in lines)
    assert any("came from another stop" in line for line in lines)


def test_rare_ways_are_counted() -> None:
    """Each depth shows the commonest ways only."""
    lines = screen(Tile(journeys([transition(1, "order", f"stop {n}", 90 - n) for n in range(20)])))
    assert "  12 rarer transitions are not shown; --json has all." in lines


def test_cells_come_before_the_groups_of_the_value() -> None:
    """The curve, then the groups side by side, then each group's curve."""
    told = funnel(STEPS, breakdown=[group("email", 0.3), group("ad", 0.2)])
    told["cells"] += in_group(funnel_cells(STEPS), channel="email")
    lines = screen(Tile(told))
    places = [next(at for at, line in enumerate(lines) if line.startswith(start)) for start in
              ("  1 view", "  Channel", "Channel: email")]  # fmt: skip
    assert places == sorted(places)


def test_a_table_of_several_takes_curves() -> None:
    """A curve among other metrics is one row with its value."""
    assert any(line.startswith("  Funnel  30.0 %") for line in screen(Board([funnel(STEPS)])))


NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=60)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from([40, 60, 80, 120]))
def test_nothing_is_wider_than_the_terminal(data: st.DataObject, width: int) -> None:
    """Whatever the names and the sizes, no line is wider than the terminal, and no row takes two lines."""
    people = sorted(data.draw(st.lists(st.integers(0, 10**7), min_size=2, max_size=6)), reverse=True)
    names = data.draw(st.lists(NAMES, min_size=len(people), max_size=len(people)))
    steps = [(name, n, n % 7) for name, n in zip(names, people, strict=True)]
    ways = [transition(1, name, name[::-1], n % 100) for name, n in zip(names, people, strict=True)]
    for told in (funnel(steps), journeys(ways), retention(len(people), 2 + people[-1] % 20, over=8)):
        for line in screen(Tile(told), width):
            assert cell_len(line) <= width
    lines = screen(Tile(funnel(steps)), width)
    heading = next(at for at, line in enumerate(lines) if line.startswith("  Step"))
    assert [line.split()[0] for line in lines[heading + 1 :][: len(steps)]] == [str(n + 1) for n in range(len(steps))]
