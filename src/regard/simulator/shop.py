"""The shop: what it does by itself, whatever single people do. Drawn once for a world, by its size."""

from dataclasses import dataclass

from regard.simulator.advertising import Advertising, draw_advertising
from regard.simulator.arrays import generator
from regard.simulator.calendar import Calendar
from regard.simulator.posting import Followers, Posts, draw_followers, draw_posts

_PART = 2**40
"""The part of the world's randomness that is the shop's: above those of all people."""


@dataclass(frozen=True, eq=False)
class Shop:
    """What the shop published and paid in the period."""

    calendar: Calendar
    posts: Posts
    followers: Followers
    advertising: Advertising


def draw_shop(seed: int, people: int, calendar: Calendar) -> Shop:
    """Return the shop of a world of so many people."""
    of_posts, of_followers, of_advertising = generator(seed, _PART).spawn(3)
    return Shop(
        calendar,
        draw_posts(of_posts, people, calendar),
        draw_followers(of_followers, people, calendar),
        draw_advertising(of_advertising, people, calendar),
    )
