"""Posts as records."""

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator.arrays import Flags, Ints
from regard.simulator.networks import COUNTED, NETWORKS, POST_KINDS, PROFILE, PROFILES, STORY, VIDEO
from regard.simulator.posting import EXITS, FIRST_COUNTED, REACH, SHOWN, WATCHES, engagements
from regard.simulator.shop import Shop
from regard.simulator.tables.columns import always, instants, numbered, record_table, texts, whole_numbers

_TEXTS = ("A quiet desk in five steps.", "Light for dark mornings.", "Behind the scenes.", "Read more in our journal.")
"""By kind of post."""


def post_table(shop: Shop) -> pa.Table:
    """Return the states of posts: as told of first, and again a week later; what a network keeps back is not set."""
    posts = shop.posts
    again = np.flatnonzero(posts.again)
    at = np.concatenate([np.arange(len(posts)), again])
    is_later = np.arange(len(at)) >= len(posts)
    counts = np.where(posts.is_early[at] & ~is_later, posts.early[:, at], posts.counts[:, at])
    network, kind = posts.network[at], posts.kind[at]
    return record_table(
        record_type("post"),
        {
            "id": numbered("p", at),
            "source": always("social", len(at)),
            "properties": always("{}", len(at)),
            "as_of": instants(np.where(is_later, posts.again[at], posts.told[at])),
            "time": instants(posts.time[at]),
            "network": texts(network, NETWORKS),
            "profile": always(PROFILE, len(at)),
            "kind": texts(kind, POST_KINDS),
            "text": texts(kind, _TEXTS),
            "url": numbered("https://social.example/p", at),
            **_counted(counts, network),
            "video_views": whole_numbers(counts[WATCHES], kind == VIDEO),
            "exits": whole_numbers(counts[EXITS], kind == STORY),
        },
    )


def has_own_total() -> Flags:
    """Return by network whether it tells a total of its own."""
    return np.array([profile.other > 0 for profile in PROFILES])


def _counted(counts: Ints, network: Ints) -> dict[str, pa.Array]:
    """Return the columns of what networks count, as far as each tells it."""
    always_told = np.ones(len(network), dtype=np.bool_)
    columns = {
        "impressions": whole_numbers(counts[SHOWN], always_told),
        "reach": whole_numbers(counts[REACH], always_told),
        "engagements": whole_numbers(engagements(counts), has_own_total()[network]),
    }
    for place, name in enumerate(COUNTED):
        is_told = np.array([profile.rates[place] > 0 for profile in PROFILES])
        columns[name] = whole_numbers(counts[FIRST_COUNTED + place], is_told[network])
    return columns
