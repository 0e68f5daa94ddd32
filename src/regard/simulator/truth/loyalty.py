"""The truth about contracts and members; it is the same in every month, and for whoever bought."""

from regard.simulator.accounts import LOYAL_SHARE
from regard.simulator.plans import LOST_SHARE, revenue_moves
from regard.simulator.truth.attention import Values


def contract_truth() -> Values:
    """Return what a month loses of the customers and of the money with which it opens."""
    lost, gained = revenue_moves()
    return {
        "churn_rate": LOST_SHARE,
        "retention_rate": 1 - LOST_SHARE,
        "revenue_churn": lost,
        "revenue_churn.net": lost - gained,
    }


def member_truth() -> Values:
    """Return the share of members among those who buy: who takes part is decided apart from all that people do."""
    return {"loyalty_participation": LOYAL_SHARE}
