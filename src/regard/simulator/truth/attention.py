"""The truth about visits and pages."""

from functools import cache

import numpy as np

from regard.simulator import steps
from regard.simulator.arrays import Floats, Numbers
from regard.simulator.clicks import SCROLL_PERCENTS
from regard.simulator.scripts import SCRIPTS
from regard.simulator.traits import MOOD_SHARES, READER_SHARES
from regard.simulator.truth.flow import Flow
from regard.simulator.waits import ATTENTION_MS, WAIT_MS, odds_of_attention

_ENGAGED_MS = 10_000

Values = dict[str, float]


def attention_truth(flow: Flow) -> Values:
    """Return the metrics of visits and pages, by name."""
    per_script = flow.scripts().sum(axis=(0, 1, 2, 3))
    visits = per_script.sum()

    def over(numerator: Numbers, denominator: float) -> float:
        """Return an expectation over moods and scripts, divided."""
        return float((per_script * numerator).sum() / denominator)

    pages = (per_script * steps.DISTINCT_PAGES).sum()
    return {
        "bounce_rate": over(steps.IS_BOUNCE, (per_script * steps.IS_WEB).sum()),
        "engaged_visit_rate": over(_engaged(), visits),
        "visit_duration": over(_durations(), visits),
        "engaged_time": over(_attention(), visits),
        "pages_per_visit": over(steps.PAGE_VIEWS, visits),
        "time_on_page": over(_attention() * steps.IS_WEB, pages),
        "scroll_depth": float(READER_SHARES @ SCROLL_PERCENTS.mean(axis=1)) / 100,
    }


@cache
def _durations() -> Floats:
    """Return moods x scripts: mean seconds from first to last page, screen or track event; 0 for a bounce."""
    means = WAIT_MS.mean(axis=2) / 1000
    table = np.array([means[steps.WAIT[steps.spanned_rows(script)]].sum(axis=0) for script in range(len(SCRIPTS))])
    return np.where(steps.IS_BOUNCE, 0.0, table.T)


@cache
def _attention() -> Floats:
    """Return moods x scripts: mean seconds of attention."""
    means = ATTENTION_MS.mean(axis=2) / 1000
    return np.array([means[steps.WAIT[steps.rows_of(script)]].sum(axis=0) for script in range(len(SCRIPTS))]).T


@cache
def _engaged() -> Floats:
    """Return moods x scripts: the chance of ten seconds of attention, a second page view or a purchase."""
    table = np.ones((len(MOOD_SHARES), len(SCRIPTS)))
    for script in np.flatnonzero((steps.PAGE_VIEWS <= 1) & ~steps.BUYS):
        rows = np.arange(len(steps.TYPE))[steps.rows_of(int(script))]
        kinds = tuple(int(kind) for kind in steps.WAIT[rows[steps.IS_ATTENTION[rows]]])
        table[:, script] = [odds_of_attention(kinds, mood, _ENGAGED_MS) for mood in range(len(MOOD_SHARES))]
    return table
