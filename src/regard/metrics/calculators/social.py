"""Calculators of social: the networks."""

from dataclasses import replace

from regard.errors import RegardError
from regard.metrics.bands import Bands, at_least, between
from regard.metrics.calculators.calculator import Calculator, mean, share
from regard.metrics.calculators.given import Counts, Given, amount, optional
from regard.metrics.calculators.ways import Formula, Share, over, take

ENGAGEMENTS = Given("engagements", 300)
ENGAGEMENT_BANDS = Bands(good=at_least(0.01), usual=between(0.01, 0.05), source="guide 001")


def _engagement(whole: Given) -> Calculator:
    """Return the calculator of engagements over one of the three things that networks count."""
    return share("engagement_rate", ENGAGEMENTS, whole, may_exceed=True, bands=ENGAGEMENT_BANDS)


def _followers(counts: dict[str, float]) -> Counts:
    """Return the counts of a growth, the end with its gains and losses made to fit, or refuse those that do not."""
    if "followers_start" not in counts:
        return counts
    moved = {"gained", "lost"} & counts.keys()
    if not moved:
        return counts
    end = counts["followers_start"] + counts.get("gained", 0) - counts.get("lost", 0)
    if end < 0 or counts.get("followers_end", end) != end:
        told = ", ".join(f"{name} = {number:.12g}" for name, number in counts.items())
        message = f"{told} do not go together: start + gained - lost is {end:.12g}."
        raise RegardError("bad_value", message, "Give followers_end, or gained and lost.")
    return {**counts, "followers_end": end}


FOLLOWER_GROWTH = Calculator(
    name="follower_growth",
    counts=(Given("followers_start", 1000), Given("followers_end", 1050), optional("gained", 80), optional("lost", 30)),
    formula="(followers at the end - at the start) / followers at the start",
    unit="share",
    better="higher",
    way=Formula(lambda counts: over(counts["followers_end"] - counts["followers_start"], counts["followers_start"])),
    derive=_followers,
)

PUBLISHING_CADENCE = Calculator(
    name="publishing_cadence",
    counts=(Given("posts", 12), amount("weeks", 4)),
    formula="posts / weeks",
    unit="ratio",
    better="higher",
    way=Formula(lambda counts: over(counts["posts"], counts["weeks"])),
    bands=Bands(good=at_least(1), source="guide 004"),
)

STORY_RETENTION = Calculator(
    name="story_retention",
    counts=(Given("views", 400), Given("exits", 60)),
    formula="1 - exits / views",
    unit="share",
    better="higher",
    way=Share(lambda counts: counts["views"] - counts["exits"], take("views")),
    within=(("exits", "views"),),
)

SOCIAL: tuple[Calculator, ...] = (
    FOLLOWER_GROWTH,
    replace(
        _engagement(Given("impressions", 10_000)),
        variants={
            "reach": replace(_engagement(Given("reach", 8000)), variant="reach"),
            "follower": replace(_engagement(Given("followers", 5000)), variant="follower"),
        },
    ),
    STORY_RETENTION,
    mean("social_response_time", amount("total", 36_000), Given("n", 20), unit="seconds", better="lower"),
    PUBLISHING_CADENCE,
    share("share_of_voice", Given("own_mentions", 120), Given("all_mentions", 400)),
    mean("review_rating", amount("total", 86), Given("reviews", 20), unit="score"),
)
