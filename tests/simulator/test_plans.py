import numpy as np
import pytest

from regard.simulator.arrays import generator
from regard.simulator.plans import FATE_ODDS, GONE, LOST_SHARE, MIX, MIX_ODDS, MONTHLY, revenue_moves


def test_the_mix_of_plans_stays() -> None:
    """Whoever is left after a month has the plans in the same proportions as before."""
    after = MIX @ FATE_ODDS.shares[:, :GONE]
    assert after / after.sum() == pytest.approx(MIX, abs=1e-12)
    assert after.sum() == pytest.approx(1 - LOST_SHARE)
    assert MIX.sum() == pytest.approx(1)


def test_what_a_month_moves_is_what_draws_come_to() -> None:
    """Customers and money that many drawn contracts lose, and what the others gain."""
    rng = generator(5, 0)
    plan = MIX_ODDS.draw(rng, np.zeros(400_000, dtype=np.int64))
    fate = FATE_ODDS.draw(rng, plan)
    change = np.append(MONTHLY, 0.0)[fate] - MONTHLY[plan]
    lost, gained = revenue_moves()
    assert (fate == GONE).mean() == pytest.approx(LOST_SHARE, abs=0.0015)
    assert -change[change < 0].sum() / MONTHLY[plan].sum() == pytest.approx(lost, abs=0.002)
    assert change[change > 0].sum() / MONTHLY[plan].sum() == pytest.approx(gained, abs=0.001)
    assert 0 < gained < lost
