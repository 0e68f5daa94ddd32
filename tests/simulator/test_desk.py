import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.simulator import desk
from regard.simulator.calendar import SECOND, SLOT
from regard.simulator.traits import SEGMENTS


@pytest.mark.parametrize("segment", range(len(SEGMENTS)))
def test_cases_are_all_there_is(segment: int) -> None:
    """The chances of all ways in which a ticket can go add up to 1, and those of each course to its share."""
    cases = desk.cases(segment)
    shares = desk.COURSE_ODDS.shares[0]
    assert cases.chance.sum() == pytest.approx(1)
    assert cases.chance[cases.comes_back].sum() == pytest.approx(shares[desk.REOPENED])
    assert cases.chance[~cases.has_reply].sum() == pytest.approx(shares[desk.BOT])
    assert cases.chance[cases.is_slow].sum() == pytest.approx(0.25 * (1 - shares[desk.BOT]))


@pytest.mark.parametrize("segment", range(len(SEGMENTS)))
def test_one_thing_comes_after_the_other(segment: int) -> None:
    """A ticket is replied to, then resolved, then resolved again."""
    cases = desk.cases(segment)
    assert (cases.reply <= cases.resolved).all()
    assert (cases.resolved[cases.has_reply] > cases.reply[cases.has_reply]).all()
    assert (cases.again[cases.comes_back] > cases.resolved[cases.comes_back]).all()


@given(st.floats(1, 1e6), st.floats(0, SLOT - 1), st.floats(1 - desk.STRETCH, 1 + desk.STRETCH))
def test_slots_needed_are_enough(seconds: float, created: float, stretch: float) -> None:
    """Whenever in its slot a ticket is created, and whatever its stretch, it waits no longer than the slots needed."""
    needed = int(desk.slots_needed(np.array([seconds]))[0])
    assert created + seconds * stretch * SECOND < (needed + 1) * SLOT + 1
