import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.showing.cells.retention import cohort_triangle, group_triangle, share_text
from regard.showing.cells.table import TERMINAL
from regard.showing.theme import shade
from tests.showing.curves import in_group, retention, retention_cells
from tests.showing.replies import JSON

CELLS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 3)).flatmap(
        lambda cohort: st.lists(st.integers(0, cohort[0]), min_size=3, max_size=3).map(
            lambda people: (cohort[0], cohort[1], people)
        )
    ),
    min_size=1,
    max_size=5,
)
"""For each cohort its size, how many of its three columns are over, and how many came back in each."""


def _cells(cohorts: list[tuple[int, int, list[int]]]) -> list[JSON]:
    """Return the cells of cohorts, the week of each being over where any of its columns is."""
    return [
        {
            "cohort": f"2025-01-{6 + 7 * place:02}" if place < 3 else f"2025-02-{7 * place - 18:02}",
            "size": size,
            "k": k,
            "people": came if k < over else None,
            "value": came / size if k < over and size else None,
            "interval": None,
            "is_complete": k < over,
        }
        for place, (size, over, people) in enumerate(cohorts)
        for k, came in enumerate(people)
    ]


@settings(max_examples=40, deadline=None)
@given(CELLS)
def test_the_average_of_a_group_is_over_its_people(cohorts: list[tuple[int, int, list[int]]]) -> None:
    """Each column is everybody who came back among everybody in a cohort that is over in that column."""
    told = retention() | {"cells": in_group(_cells(cohorts), plan="pro")}
    row = group_triangle(told, TERMINAL).rows[1]
    for k in (0, 1, 2):
        known = [(size, people[k]) for size, over, people in cohorts if k < over]
        size = sum(size for size, _ in known)
        expected = sum(people for _, people in known) / size if size else None
        assert row.cells[k]["value"] == pytest.approx(expected)
        assert row.cells[k]["n"] == size


def test_the_average_of_everybody_is_the_reply_s() -> None:
    """What the reply says is shown, not computed again."""
    average = [{"k": 0, "value": 1.0, "n": 7, "interval": None}, {"k": 1, "value": 0.123, "n": 7, "interval": None}]
    told = retention(2, 2, over=5) | {"average": average}
    row = cohort_triangle(told["cells"], told, TERMINAL).rows[0]
    assert (row.name, row.size, share_text(row.cells[1])) == ("all", 7, "12.3")


def test_shades_are_measured_by_the_larger_cohorts() -> None:
    """One person who came back does not pale all the others."""
    cells = retention_cells(2, 2, 5)
    tiny = [cell | {"cohort": "2025-03-03", "size": 1, "value": 1.0} for cell in cells[:2]]
    triangle = cohort_triangle([*cells, *tiny], retention(), TERMINAL)
    assert [triangle.depth(row.cells[1]) for row in triangle.rows[1:]] == [1.0, 1.0, 1.0]
    assert triangle.depth({"value": 0.25}) == 0.5
    assert triangle.depth({"value": None}) is None


def test_nobody_came_back_is_the_palest() -> None:
    """Where all shares are nothing there is a depth all the same."""
    cells = [cell | {"value": 0.0} for cell in retention_cells(2, 2, 5)]
    triangle = cohort_triangle(cells, retention(), TERMINAL)
    assert triangle.depth(cells[1]) == 0.0


def test_unbounded_curves_say_so() -> None:
    """In week k, or in k or later: the note tells which."""
    told = retention()
    assert cohort_triangle(told["cells"], told, TERMINAL).notes[0].endswith("so many weeks after it.")
    told["definition"] |= {"arguments": {"rule": "unbounded"}}
    assert cohort_triangle(told["cells"], told, TERMINAL).notes[0].endswith("so many weeks after it or later.")


def test_hours_that_come_twice_are_told_apart() -> None:
    """In the night when clocks go back the same hour names two cohorts."""
    hours = ["2025-10-26T02:00:00+02:00", "2025-10-26T02:00:00+01:00", "2025-10-26T03:00:00+01:00"]
    cells = [cell | {"cohort": hour} for hour in hours for cell in retention_cells(1, 2, 2)]
    names = [row.name for row in cohort_triangle(cells, retention(), TERMINAL).rows[1:]]
    assert names == ["26 Oct 2025 02:00 +02:00", "26 Oct 2025 02:00 +01:00", "26 Oct 2025 03:00"]


@given(st.floats(0, 1))
def test_text_on_a_shade_can_be_read(depth: float) -> None:
    """The contrast of a cell and its text is 4.5 at least, as WCAG asks of AA, whatever the depth."""
    fill, ink = (_luminance(colour) for colour in shade(depth))
    assert (max(fill, ink) + 0.05) / (min(fill, ink) + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour written in hexadecimal."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
