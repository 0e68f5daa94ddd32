"""How visits come about and what they come to: chances by what a person is like and by what is going on."""

import numpy as np

from regard.simulator.arrays import Flags, Floats, Odds, odds
from regard.simulator.calendar import CAMPAIGN, RELEASE
from regard.simulator.scripts import GROUPS, SCRIPTS, Where
from regard.simulator.traits import ANDROID, DESKTOP, MOOD_SHARES, PLATFORMS, SEGMENTS

ENTRIES = ("direct", "organic", "email", "social", "paid", "referral", "campaign", "app")
"""How a visit comes about; `app` is the only one that is no web visit."""

CAMPAIGN_ENTRY, APP = ENTRIES.index("campaign"), ENTRIES.index("app")

MEMBERS = ("guest", "member")
WEATHERS = ("fair", "broken")
"""Whether the bad release spoils what a visit sees."""

_CHANNELS: Floats = np.array(
    [
        [0.22, 0.34, 0.10, 0.20, 0.10, 0.04],
        [0.30, 0.32, 0.14, 0.10, 0.08, 0.06],
        [0.42, 0.26, 0.16, 0.03, 0.05, 0.08],
    ]
)
"""By segment: shares of the channels of web visits, outside the campaign."""

_CAMPAIGN_SHARE = 0.35
_APP_SHARE = 0.5
"""Of the visits of members with a phone."""

_BOUNCE_SEGMENT: Floats = np.array([0.42, 0.35, 0.27])
_BOUNCE_MOOD: Floats = np.array([0.16, 0.08, 0.0, -0.07, -0.12])
_BOUNCE_ENTRY: Floats = np.array([-0.06, 0.0, -0.08, 0.12, 0.06, 0.0, -0.04, -0.12])
_BOUNCE_BROKEN = 0.22

# Shares of the visits that do not bounce.
_BUY_SEGMENT: Floats = np.array([0.17, 0.18, 0.20])
_BUY_MOOD: Floats = np.array([0.5, 0.8, 1.0, 1.2, 1.4])
_BUY_CAMPAIGN = 1.8
_HELP_MOOD: Floats = np.array([0.24, 0.18, 0.13, 0.10, 0.08])
_EXPORT_SEGMENT: Floats = np.array([0.04, 0.10, 0.20])
_CART = 0.14


def _entry_weights() -> Floats:
    """Return windows x members x segments x platforms x entries."""
    weights = np.zeros((3, len(MEMBERS), len(SEGMENTS), len(PLATFORMS), len(ENTRIES)))
    weights[..., :CAMPAIGN_ENTRY] = _CHANNELS[:, None, :]
    weights[CAMPAIGN, ..., :CAMPAIGN_ENTRY] *= 1 - _CAMPAIGN_SHARE
    weights[CAMPAIGN, ..., CAMPAIGN_ENTRY] = _CAMPAIGN_SHARE
    on_phones = weights[:, 1, :, DESKTOP + 1 :]
    on_phones *= 1 - _APP_SHARE
    on_phones[..., APP] = _APP_SHARE
    return weights


def _group_weights() -> Floats:
    """Return entries x members x segments x moods x weathers x groups."""
    shape = (len(ENTRIES), len(MEMBERS), len(SEGMENTS), len(MOOD_SHARES), len(WEATHERS))
    bounce = (
        _BOUNCE_SEGMENT[None, None, :, None, None]
        + _BOUNCE_MOOD[None, None, None, :, None]
        + _BOUNCE_ENTRY[:, None, None, None, None]
        + np.array([0.0, _BOUNCE_BROKEN])
    )
    bounce = np.clip(np.broadcast_to(bounce, shape), 0.02, 0.97)
    is_member = np.array([0.0, 1.0])[None, :, None, None, None]
    lift = np.where(np.arange(len(ENTRIES)) == CAMPAIGN_ENTRY, _BUY_CAMPAIGN, 1.0)[:, None, None, None, None]
    buy = lift * is_member * (_BUY_SEGMENT[:, None] * _BUY_MOOD)[None, None, :, :, None]
    ask = is_member * _HELP_MOOD[None, None, None, :, None]
    export = is_member * _EXPORT_SEGMENT[None, None, :, None, None]
    by_group = {"cart": np.full(shape, _CART), "buy": buy, "help": ask, "export": export}
    by_group["browse"] = 1 - np.sum([np.broadcast_to(share, shape) for share in by_group.values()], axis=0)
    stays = {group: (1 - bounce) * share for group, share in by_group.items()}
    return np.stack([bounce if group == "bounce" else stays[group] for group in GROUPS], axis=-1)


def _within_groups(where: Where) -> Floats:
    """Return groups x scripts: how often each script of one place is how a visit of its group goes."""
    weights = np.array(
        [[script.weight * (script.group == group and script.where == where) for script in SCRIPTS] for group in GROUPS]
    )
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _script_weights() -> Floats:
    """Return entries x members x segments x moods x weathers x scripts."""
    groups = _group_weights()
    weights = groups @ _within_groups("web")
    weights[APP] = groups[APP] @ _within_groups("app")
    return weights


ENTRY_WEIGHTS = _entry_weights()
SCRIPT_WEIGHTS = _script_weights()
ENTRY_ODDS: Odds = odds(ENTRY_WEIGHTS)
SCRIPT_ODDS: Odds = odds(SCRIPT_WEIGHTS)

IS_BROKEN = np.zeros((3, len(PLATFORMS)), dtype=np.int64)
"""By window and platform: the weather of a visit, and of the answers that follow from it."""
IS_BROKEN[RELEASE, ANDROID] = 1


def script_shares(entry_counts: Flags | None = None) -> Floats:
    """Return windows x members x segments x platforms x moods x scripts: how visits go, entries taken together.

    With `entry_counts` only those entries are in it, and the shares add up to theirs.
    """
    entries = ENTRY_ODDS.shares.reshape(ENTRY_WEIGHTS.shape)
    if entry_counts is not None:
        entries = entries * entry_counts
    scripts = SCRIPT_ODDS.shares.reshape(SCRIPT_WEIGHTS.shape)
    weather = np.eye(len(WEATHERS))[IS_BROKEN]
    # Axes: w window, m member, s segment, p platform, e entry, o mood, b weather, k script.
    return np.asarray(np.einsum("wmspe,emsobk,wpb->wmspok", entries, scripts, weather, optimize=True))
