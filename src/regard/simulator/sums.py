"""Sums of what follows from visits, and of what the shop does: further counts of a world."""

import numpy as np

from regard.simulator.advertising import COSTS
from regard.simulator.arrays import Ints
from regard.simulator.calendar import SECOND
from regard.simulator.letters import CLICKED, DELIVERED, NEWSLETTER, OPENED, SENT, Letters
from regard.simulator.lives import Lives
from regard.simulator.networks import STORY
from regard.simulator.posting import EXITS, SHOWN, engagements
from regard.simulator.shop import Shop
from regard.simulator.voices import MENTION, REVIEW

Counts = dict[str, float]


def of_replies(lives: Lives) -> Counts:
    """Return what agents wrote, how long customers waited for it, and how many tickets took one reply."""
    tickets = lives.tickets
    return {
        "replies": int(tickets.replies.sum()),
        "wait_seconds": int(tickets.waits.sum()) / SECOND,
        "one_touch_tickets": int((tickets.is_resolved & (tickets.replies == 1)).sum()),
    }


def of_members(lives: Lives) -> Counts:
    """Return how many of those who bought take part in the loyalty programme."""
    orders = lives.orders
    buyers = np.unique(lives.visits.person[orders.visit[orders.is_kept]])
    return {"member_buyers": int(lives.accounts.is_loyal[buyers].sum())}


def of_contracts(lives: Lives) -> Counts:
    """Return contracts, and those that ended."""
    return {"contracts": len(lives.contracts), "ended_contracts": int(lives.contracts.is_ended.sum())}


def of_letters(lives: Lives) -> Counts:
    """Return what became of all letters, and of the newsletter."""
    letters = lives.letters
    weekly = {f"newsletters_{name}": count for name, count in _read(letters, NEWSLETTER).items()}
    counts = {name: len(letters.of_kind(kind)) for name, kind in (("sent", SENT), ("delivered", DELIVERED))}
    return {"letters_sent": counts["sent"], "letters_delivered": counts["delivered"], **weekly}


def _read(letters: Letters, campaign: int) -> Counts:
    """Return letters of a campaign that were delivered, opened and clicked, and all clicks."""

    def of(kind: int) -> Ints:
        """Return the letters of the campaign with a mark of that kind, once for each."""
        found = letters.of_kind(kind)
        return np.asarray(found[letters.campaign[found] == campaign])

    clicks = of(CLICKED)
    return {
        "delivered": len(of(DELIVERED)),
        "opened": len(np.unique(of(OPENED))),
        "clicked": len(np.unique(clicks)),
        "clicks": len(clicks),
    }


def of_voices(lives: Lives) -> Counts:
    """Return mentions, reviews and replies."""
    voices = lives.voices
    is_mention, is_review, is_replied = voices.kind == MENTION, voices.kind == REVIEW, voices.replied > 0
    return {
        "voices": len(voices),
        "brand_mentions": int(is_mention.sum()),
        "own_mentions": int((is_mention & (voices.brand == 0)).sum()),
        "reviews": int(is_review.sum()),
        "stars": int(voices.rating[is_review].sum()),
        "replied_voices": int(is_replied.sum()),
        "voice_reply_seconds": int((voices.replied - voices.time)[is_replied].sum()) / SECOND,
    }


def of_shop(shop: Shop) -> Counts:
    """Return what posts and advertisements came to, and what was spent."""
    posts, advertising = shop.posts, shop.advertising
    latest = posts.latest
    stories = latest[:, posts.kind == STORY].sum(axis=1)
    counts: Counts = {
        "posts": len(posts),
        "impressions": int(latest[SHOWN].sum()),
        "engagements": int(engagements(latest).sum()),
        "story_views": int(stories[SHOWN]),
        "story_exits": int(stories[EXITS]),
        "followers": int(shop.followers.at_end[-1].sum()),
        "spent": float(advertising.cost.sum()),
    }
    for channel in ("ad", "social"):
        places = [place for place, cost in enumerate(COSTS) if cost.ad_channel == channel]
        counts[f"{channel}_impressions"] = int(advertising.impressions[places].sum())
        counts[f"{channel}_clicks"] = int(advertising.clicks[places].sum())
        counts[f"{channel}_unique_clicks"] = int(advertising.unique_clicks[places].sum())
    return counts
