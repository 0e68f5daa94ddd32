import numpy as np
import pytest

from regard.simulator import steps
from regard.simulator.calendar import CAMPAIGN, ORDINARY, RELEASE
from regard.simulator.habits import APP, CAMPAIGN_ENTRY, ENTRY_WEIGHTS, SCRIPT_WEIGHTS, script_shares
from regard.simulator.traits import ANDROID, DESKTOP, IOS


def test_shares_add_up_whatever_a_person_is_like() -> None:
    """The scripts of any window, standing, segment, platform and mood are all that can happen."""
    assert script_shares().sum(axis=-1) == pytest.approx(np.ones(script_shares().shape[:-1]))
    assert (SCRIPT_WEIGHTS >= 0).all()


def test_guests_only_look() -> None:
    """Those who are never known buy nothing, ask nothing, export nothing and have no app."""
    guests = script_shares()[:, 0]
    assert guests[..., steps.BUYS | steps.ASKS | steps.EXPORTS | ~steps.IS_WEB].sum() == 0
    assert ENTRY_WEIGHTS[:, 0, ..., APP].sum() == 0


def test_the_bad_release_spoils_one_platform() -> None:
    """Bounces rise on Android while the release is out, and nowhere else."""
    bounces = (script_shares() * steps.IS_BOUNCE).sum(axis=-1)
    assert (bounces[RELEASE, :, :, ANDROID] > bounces[ORDINARY, :, :, ANDROID] + 0.08).all()
    assert bounces[RELEASE, :, :, [DESKTOP, IOS]] == pytest.approx(bounces[ORDINARY, :, :, [DESKTOP, IOS]])


def test_the_good_campaign_sells() -> None:
    """Visits by the campaign come only while it runs, and buy more often than any other on the web."""
    assert ENTRY_WEIGHTS[[ORDINARY, RELEASE], ..., CAMPAIGN_ENTRY].sum() == 0
    assert (ENTRY_WEIGHTS[CAMPAIGN, ..., CAMPAIGN_ENTRY] > 0).all()
    buys = (SCRIPT_WEIGHTS * steps.BUYS).sum(axis=-1)[:APP, 1]
    assert (buys[CAMPAIGN_ENTRY] > np.delete(buys, CAMPAIGN_ENTRY, axis=0)).all()
