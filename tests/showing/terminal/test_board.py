import pytest

from regard.showing.terminal import Board
from tests.showing.replies import BAND, compared, interval, point, reply
from tests.showing.terminal.screen import screen

SERIES = [point(day, (day * 7 % 5) / 10) for day in range(1, 13)]
SEVERAL = [
    compared(series=SERIES),
    compared(
        metric="interaction_frequency",
        unit="money",
        currency="EUR",
        value=1_234.5,
        interval=interval(1_200, 1_270),
        series=SERIES,
    )
    | {"change": {"value": -0.123, "unit": "relative", "stands_out": True}},
    compared(metric="nps", unit="points", value=None, interval=None) | {"change": None, "warnings": []},
]


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_rows_are_aligned_and_never_wrap(width: int) -> None:
    """Each metric is one line whatever the width, and every column begins at the same place."""
    lines = screen(Board(SEVERAL, "Attention"), width)
    rows = lines[1 : 1 + len(SEVERAL)]
    assert not any("38.2 %" in line for line in lines[1 + len(SEVERAL) :])
    assert [row.split("  ")[1] for row in rows] == ["Bounce rate", "Interaction frequency", "NPS"]
    assert max(len(line) for line in lines) <= width
    assert len({row.index("±") for row in rows[:2]}) == 1
    assert len({row.index("▾") for row in rows[:2]}) == 1
    assert len({row.index(BAND["verdict"]) for row in rows[:2]}) == 1


@pytest.mark.parametrize(("width", "words"), [(120, "▾ 2.1 points better  good, < 40 %"), (80, "▾ 2.1 better")])
def test_a_narrow_terminal_is_told_less(width: int, words: str) -> None:
    """Where there is less room the same things are said shorter, sparkline included."""
    row = screen(Board(SEVERAL, "Attention"), width)[1]
    assert words in row
    assert row[-1] in "▁▂▃▄▅▆▇█"


def test_a_very_narrow_terminal_is_cut_with_a_sign() -> None:
    """What does not fit is cut, not wrapped."""
    lines = screen(Board(SEVERAL), 30)
    assert any("…" in line for line in lines)
    assert all(len(line) <= 30 for line in lines)


def test_the_title_tells_the_days() -> None:
    """The days and what they are compared with stand at the right edge of the title."""
    assert screen(Board(SEVERAL, "Attention"))[0] == f"Attention{'1-31 Mar 2025, vs 29 Jan - 28 Feb':>71}"


def test_warnings_stand_below_with_their_metric() -> None:
    """The first warning of each is told, and how many more there are."""
    warned = compared() | {"warnings": [{"code": "x", "message": "First."}, {"code": "y", "message": "Second."}]}
    assert screen(Board([warned, reply()]))[-2:] == [
        "  Bounce rate: First.",
        "  1 more warning; ask for one metric to see them.",
    ]


def test_a_warning_of_several_is_told_once() -> None:
    """What holds for all needs no name; what holds for many names a few."""
    same = compared() | {"warnings": [{"code": "x", "message": "Short."}]}
    assert screen(Board([same, same]))[-1] == "  Short."
    names = ["nps", "csat", "ces", "visits", "orders"]
    lines = screen(Board([*(same | {"metric": name} for name in names), reply()]))
    assert lines[-1] == "  NPS, CSAT, CES and 2 more: Short."


def test_colour_only_on_a_terminal() -> None:
    """Without a terminal there is no escape sequence; with one a better change is green."""
    assert not any("\x1b" in line for line in screen(Board(SEVERAL)))
    assert any("\x1b[32m▾" in line for line in screen(Board(SEVERAL), colour=True))


def test_columns_without_content_take_no_room() -> None:
    """A question without comparison and series has neither column."""
    assert screen(Board([reply()]))[1] == "  Bounce rate  38.2 % ± 0.6"
