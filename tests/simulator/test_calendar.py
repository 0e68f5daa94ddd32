from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.simulator.calendar import CAMPAIGN, ORDINARY, RELEASE, SECOND, SLOT, calendar

ZONES = st.sampled_from(["UTC", "Europe/Rome", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu"])
ENDS = st.dates(date(2015, 1, 1), date(2030, 1, 1))


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / SECOND, UTC)


@given(ENDS, st.integers(7, 60), ZONES)
def test_slots_fill_the_period_and_never_leave_it(end: date, days: int, zone: str) -> None:
    """Whatever its phase, the last slot of a person ends before the period does, and hardly any time is left over."""
    when = calendar(end, days, zone)
    latest_end = when.opens + (when.slots + 1) * SLOT
    assert when.closes - SLOT < latest_end <= when.closes
    assert _instant(when.opens).astimezone(when.zone).date() == when.start == end - timedelta(days=days - 1)
    assert _instant(when.closes - 1).astimezone(when.zone).date() == end


@given(ENDS, st.integers(7, 400), ZONES)
def test_happenings_keep_to_their_days(end: date, days: int, zone: str) -> None:
    """Every visit of an affected slot can only begin on the named days, and the two happenings never meet."""
    when = calendar(end, days, zone)
    for what in (RELEASE, CAMPAIGN):
        first, last = when.windows[what]
        slots = np.flatnonzero(when.during(what))
        assert when.start <= first <= last <= end
        assert len(slots) > 0
        assert _instant(when.opens + int(slots[0]) * SLOT).astimezone(when.zone).date() >= first
        latest = when.opens + (int(slots[-1]) + 1) * SLOT + 4_500 * SECOND
        assert _instant(latest).astimezone(when.zone).date() <= last


def test_a_year_has_its_seasons() -> None:
    """Companies rest at weekends, homes shop in the evening, and December is busier than June."""
    when = calendar(date(2025, 12, 31), 365, "Europe/Rome")
    begins = [_instant(when.opens + slot * SLOT).astimezone(when.zone) for slot in range(when.slots)]
    is_weekend = np.array([begin.weekday() > 4 for begin in begins])
    home, _, company = when.busy
    assert company[is_weekend].mean() < 0.5 * company[~is_weekend].mean()
    assert home[is_weekend].mean() > home[~is_weekend].mean()
    months = np.array([begin.month for begin in begins])
    assert home[months == 12].mean() > 1.3 * home[months == 6].mean()
    assert when.busy.sum(axis=1) == pytest.approx([365] * 3, rel=0.02)
    assert (when.busy > 0).all()
    assert when.joining.sum() == pytest.approx(1)
    assert set(when.going_on) == {ORDINARY, RELEASE, CAMPAIGN}
