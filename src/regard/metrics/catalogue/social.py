"""Social: the networks."""

from collections.abc import Mapping
from typing import Any

from regard.metrics.catalogue.social_posts import METRICS as OF_POSTS
from regard.metrics.kinds import Count, Mean, Ratio, Watch
from regard.rows.grains.mentions import MENTIONS, SocialMention
from regard.rows.grains.profiles import PROFILES, ProfileInPeriod
from regard.rows.grains.touches import Touch
from regard.rows.row import Rows

SOCIAL_EVENTS = Rows(Touch, "social_touches")
REVIEWS = MENTIONS.where(lambda mention: (mention.kind == "review") & mention.rating.notnull())

_NEGATIVE_WAIT: Watch[SocialMention] = Watch(
    "clock_skew", "{n} replies are dated before what they answer and were left out.", lambda mention: mention.is_skewed
)
_LATE_START: Watch[ProfileInPeriod] = Watch(
    "short_history",
    "{n} profiles have no count before the period: their growth is counted from the first one within it.",
    lambda profile: profile.is_late,
)


def _moves(parts: Mapping[str, Any], _: float) -> Mapping[str, float | None]:
    """Return what was gained and lost as not known, where followers changed and nobody says how."""
    changed = parts["followers_start"] != parts["followers_end"]
    is_told = parts["gained"] or parts["lost"] or not changed
    return {} if is_told else {"gained": None, "lost": None}


followers = Count(
    name="followers",
    asks="How many follow us?",
    reads=(
        "The last count of each profile at or before the end of the time, added up over profiles; "
        "who follows two profiles counts twice."
    ),
    formula="sum over profiles of followers at the end",
    of=PROFILES.where(lambda profile: profile.followers.notnull()),
    value=lambda profile: profile.followers,
    unit="count",
    is_level=True,
    better="higher",
    since="0.2",
)

follower_growth = Ratio(
    name="follower_growth",
    asks="By what share did those who follow us grow?",
    reads=(
        "Followers at the end less those at the start, over those at the start: the last count before the period. "
        "A profile first counted within it starts with that day's followers less what it gained and with what it lost."
    ),
    formula="(followers at the end - at the start) / followers at the start",
    of=PROFILES.where(lambda profile: profile.followers_start.notnull()),
    value=lambda profile: profile.followers - profile.followers_start,
    over=lambda profile: profile.followers_start,
    unit="share",
    may_be_negative=True,
    interval="exact",
    better="higher",
    parts={
        "gained": lambda profile: profile.gained,
        "lost": lambda profile: profile.lost,
        "followers_start": lambda profile: profile.followers_start,
        "followers_end": lambda profile: profile.followers,
    },
    derived=_moves,
    watch=(_LATE_START,),
    since="0.2",
)

mentions = Count(
    name="mentions",
    asks="How often are we mentioned, reviewed or written to?",
    reads='Mentions, comments, reviews and messages; by="kind" tells them apart.',
    formula="mentions",
    of=MENTIONS,
    unit="count",
    better="higher",
    since="0.2",
)

social_response_time = Mean(
    name="social_response_time",
    asks="How long do people on networks wait for a reply?",
    reads=(
        "From a mention, comment, review or message to its first reply, in calendar time, dated by the reply; "
        "what has no reply is left out."
    ),
    formula="mean of first reply minus mention",
    of=MENTIONS,
    value=lambda mention: mention.response_seconds,
    unit="seconds",
    better="lower",
    counts=("total", "n"),
    dated="replied_at",
    watch=(_NEGATIVE_WAIT,),
    since="0.2",
)

social_conversions = Count(
    name="social_conversions",
    asks="How often did visits from networks reach the goal?",
    reads=(
        "Every event that reaches the goal in a visit whose channel or utm_medium is social, paid_social or "
        "organic_social, several of one person too."
    ),
    formula="events that reach the goal in visits from networks",
    of=SOCIAL_EVENTS.where(lambda touch: touch.fits_goal),
    unit="count",
    better="higher",
    takes=("goal",),
    needs=("goal",),
    since="0.2",
)

share_of_voice = Mean(
    name="share_of_voice",
    asks="What share of what is said is about us?",
    reads=(
        'own= are filters on mentions, such as own=[["contains", "text", ["Regard"]]]; below stands every mention '
        "of the period, those of competitors too."
    ),
    formula="own mentions / all mentions",
    of=MENTIONS,
    value=lambda mention: mention.is_own,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("own_mentions", "all_mentions"),
    takes=("own",),
    needs=("own",),
    since="0.2",
)

review_rating = Mean(
    name="review_rating",
    asks="How many stars do reviews give us?",
    reads="The mean rating of reviews that have one, of five stars.",
    formula="mean rating of reviews",
    of=REVIEWS,
    value=lambda mention: mention.rating,
    unit="score",
    better="higher",
    counts=("total", "reviews"),
    since="0.2",
)

METRICS = (
    followers,
    follower_growth,
    *OF_POSTS,
    mentions,
    social_response_time,
    social_conversions,
    share_of_voice,
    review_rating,
)
