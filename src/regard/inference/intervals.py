"""Every interval, by the kind of value that it belongs to."""

from regard.inference.interval import Interval, exact
from regard.inference.means import delta
from regard.inference.moments import Moments
from regard.inference.net_scores import net_share, nps
from regard.inference.quantiles import quantile_ranks
from regard.inference.shares import adjusted_wald, design_effect, wald, wilson

__all__ = [
    "Interval",
    "Moments",
    "adjusted_wald",
    "delta",
    "design_effect",
    "exact",
    "net_share",
    "nps",
    "quantile_ranks",
    "wald",
    "wilson",
]
