"""Attention to messages: what was delivered, opened and clicked."""

from regard.metrics.bands import Bands, at_least
from regard.metrics.kinds import Count, Ratio
from regard.rows.grains.deliveries import MESSAGES

TOLD = MESSAGES.where(lambda message: message.impressions.notnull())
CLICKS_TOLD = TOLD.where(lambda message: message.clicks.notnull())
UNIQUE_CLICKS_TOLD = MESSAGES.where(lambda message: message.unique_clicks.notnull())

deliveries = Count(
    name="deliveries",
    asks="How many messages were delivered?",
    reads=(
        "One per message and person, dated by its first record: delivered, opened or clicked, or sent and not bounced. "
        "Where only a day's counts are known, its impressions; by channel they stay apart."
    ),
    formula="messages delivered + impressions of daily counts",
    of=TOLD.where(lambda message: message.impressions != 0),
    value=lambda message: message.impressions,
    unit="count",
    better="higher",
    since="0.2",
)

click_through_rate = Ratio(
    name="click_through_rate",
    asks="How often is what is shown clicked?",
    reads=(
        "Every click counts, several of one person too, over impressions; a delivered message is one impression. "
        "Daily counts that tell no clicks or no impressions are left out."
    ),
    formula="clicks / impressions",
    of=CLICKS_TOLD,
    value=lambda message: message.clicks,
    over=lambda message: message.impressions,
    unit="share",
    interval="wilson",
    better="higher",
    bands=Bands(good=at_least(0.06), source="guide 001"),
    counts=("clicks", "impressions"),
    since="0.2",
)

unique_click_through_rate = Ratio(
    name="unique_click_through_rate",
    asks="What share of the messages is clicked at least once?",
    reads=(
        "One click per message and person, or the unique clicks that daily counts tell, over impressions; "
        "messages to nobody known have no unique clicks and are left out."
    ),
    formula="unique clicks / impressions",
    of=UNIQUE_CLICKS_TOLD.where(lambda message: message.impressions.notnull()),
    value=lambda message: message.unique_clicks,
    over=lambda message: message.impressions,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("unique_clicks", "impressions"),
    since="0.2",
)

click_to_open_rate = Ratio(
    name="click_to_open_rate",
    asks="Of the messages that are opened, what share is clicked?",
    reads=(
        "One open and one click per message and person. A click counts as an open, for many programs hide opens; "
        "daily counts are taken as they are told."
    ),
    formula="unique clicks / unique opens",
    of=UNIQUE_CLICKS_TOLD.where(lambda message: message.unique_opens.notnull()),
    value=lambda message: message.unique_clicks,
    over=lambda message: message.unique_opens,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("unique_clicks", "unique_opens"),
    since="0.2",
)

METRICS = (deliveries, click_through_rate, unique_click_through_rate, click_to_open_rate)
