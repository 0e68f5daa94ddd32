"""Where a visit comes from and on what it happens, as columns of its events."""

import numpy as np
import pyarrow as pa

from regard.simulator.arrays import Ints
from regard.simulator.calendar import SECOND
from regard.simulator.habits import APP, ENTRIES
from regard.simulator.people import BROWSERS, DEVICES, SYSTEMS, People
from regard.simulator.tables.columns import texts
from regard.simulator.traits import COUNTRIES, DESKTOP, LANGUAGES
from regard.simulator.visits import Visits

HOST = "www.lumen.example"

CAMPAIGN_NAME = "autumn_sale"

PAID = "paid"
"""The channel of advertisements, those of the campaign too."""

ORDER_CHANNEL = {name: PAID if name == "campaign" else name for name in ENTRIES}
"""By how the visit came about that placed the order."""

CHANNELS = tuple(dict.fromkeys(ORDER_CHANNEL.values()))
"""The channels of orders."""

_VISIT_CHANNEL = {name: channel for name, channel in ORDER_CHANNEL.items() if name != "app"}

_REFERRER = {
    "organic": "https://www.search.example/",
    "social": "https://www.social.example/",
    "referral": "https://blog.example/desks",
}
_TAGS = {
    "email": ("newsletter", "email", "weekly"),
    "paid": ("ads", "cpc", "brand"),
    "campaign": ("ads", "cpc", CAMPAIGN_NAME),
}
"""Source, medium and campaign."""


def origin_columns(visits: Visits, visit: Ints) -> dict[str, pa.Array]:
    """Return what tells how the visit of each event came about; visit -1 stands for none."""
    entry = np.append(visits.entry, -1)[visit]
    columns = {
        "channel": _by_entry(entry, _VISIT_CHANNEL),
        "referrer": _by_entry(entry, _REFERRER),
        "session_id": _sessions(visits, visit),
    }
    for place, field in enumerate(("utm_source", "utm_medium", "utm_campaign")):
        columns[field] = _by_entry(entry, {name: tags[place] for name, tags in _TAGS.items()})
    return columns


def order_channels(entry: Ints) -> pa.Array:
    """Return the channel of orders, by how the visit that placed each came about."""
    return _by_entry(entry, ORDER_CHANNEL)


def order_campaigns(entry: Ints) -> pa.Array:
    """Return the campaign of orders, null for those that none brought."""
    return _by_entry(entry, {name: tags[-1] for name, tags in _TAGS.items()})


def person_columns(people: People, visits: Visits, visit: Ints) -> dict[str, pa.Array]:
    """Return where the person of each event's visit is and what it uses; visit -1 stands for none."""

    def by_visit(values: Ints) -> Ints:
        """Return by event what is given by visit."""
        return np.append(values, -1)[visit]

    of = visits.person
    return {
        "country": texts(by_visit(people.country[of]), COUNTRIES),
        "language": texts(by_visit(people.country[of]), LANGUAGES),
        "device": texts(by_visit((people.platform[of] != DESKTOP).astype(np.int64)), DEVICES),
        "browser": texts(by_visit(np.where(visits.is_app, -1, people.browser[of])), BROWSERS),
        "os": texts(by_visit(people.system[of]), SYSTEMS),
    }


def _by_entry(entry: Ints, words: dict[str, str]) -> pa.Array:
    """Return the word of each entry, null for an entry without one and for -1."""
    known = list(dict.fromkeys(words.values()))
    codes = [known.index(words[name]) if name in words else -1 for name in ENTRIES]
    return texts(np.array([*codes, -1])[entry], known)


def _sessions(visits: Visits, visit: Ints) -> pa.Array:
    """Return session ids: the second in which a web visit began, so that two people may have the same."""
    seconds, codes = np.unique(visits.start // SECOND, return_inverse=True)
    codes = np.where(visits.entry == APP, -1, codes)
    return texts(np.append(codes, -1)[visit], pa.array(seconds).cast(pa.string()))
