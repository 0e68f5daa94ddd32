"""The truth about what is sent, shown and said: letters, advertisements, posts and voices."""

import numpy as np

from regard.simulator import reading, voices
from regard.simulator.advertising import COSTS, expected_clicks
from regard.simulator.arrays import Floats
from regard.simulator.calendar import Calendar
from regard.simulator.networks import LEFT, POST_KINDS
from regard.simulator.posting import OTHER, SHOWN, planned, usual_followers, usual_rates
from regard.simulator.truth.attention import Values


def reach_truth(calendar: Calendar) -> Values:
    """Return the metrics of letters, advertisements, posts and voices."""
    return {
        "click_through_rate[ad]": _click_through(calendar, "ad"),
        "click_through_rate[social]": _click_through(calendar, "social"),
        "click_through_rate[newsletter]": reading.clicks_per_letter(),
        "click_to_open_rate[newsletter]": reading.clicked_share() / reading.opened_share(),
        "engagement_rate": _engagement(calendar),
        "story_retention": 1 - LEFT,
        "social_response_time": float(voices.REPLY_SECONDS.mean()),
        "share_of_voice": float(voices.BRAND_ODDS.shares[0, 0]),
        "review_rating": voices.mean_rating(),
    }


def _click_through(calendar: Calendar, channel: str) -> float:
    """Return clicks per impression of the advertisements of a channel."""
    clicks = expected_clicks(calendar).sum(axis=1)
    places = [place for place, cost in enumerate(COSTS) if cost.ad_channel == channel]
    impressions = sum(clicks[place] / COSTS[place].clicked for place in places)
    return float(clicks[places].sum() / impressions)


def _engagement(calendar: Calendar) -> float:
    """Return engagements per impression; networks weigh by their posts and by who follows there."""
    _, network, kind = planned(calendar)
    rates = usual_rates()
    posts: Floats = np.zeros((len(rates), len(POST_KINDS)))
    np.add.at(posts, (network, kind), 1.0)
    shown = posts.sum(axis=1) * usual_followers(0) * rates[:, SHOWN]
    return float(shown @ rates[:, OTHER:].sum(axis=1) / shown.sum())
