import numpy as np

from regard.simulator import steps
from regard.simulator.calendar import ARRIVAL
from regard.simulator.scripts import GROUPS, SCRIPTS, TITLES
from regard.simulator.truth.attention import _engaged
from regard.simulator.waits import CHECKOUT, WAIT_MS


def test_every_visit_fits_its_slot() -> None:
    """The longest visit ends so early that a visit in the next slot is more than half an hour away."""
    assert steps.longest_ms(WAIT_MS) * 1000 < ARRIVAL


def test_no_pause_within_a_visit_of_the_app_parts_it() -> None:
    """What happens in the app has no session id, so no wait there may exceed half an hour."""
    for script in np.flatnonzero(~steps.IS_WEB):
        assert WAIT_MS[steps.WAIT[steps.rows_of(int(script))]].max() < 1_800_000


def test_a_session_on_the_web_may_pause_for_long() -> None:
    """A session id holds a visit together over more than half an hour."""
    waits = [WAIT_MS[steps.WAIT[steps.rows_of(int(script))]].max() for script in np.flatnonzero(steps.IS_WEB)]
    assert max(waits) > 1_800_000


def test_each_group_has_its_ways_in_both_places() -> None:
    """Whatever a visit comes to, there is a script for it on the web and in the app."""
    assert {(script.where, script.group) for script in SCRIPTS} == {(w, g) for w in ("web", "app") for g in GROUPS}


def test_bounces_are_the_scripts_of_their_group() -> None:
    """On the web the group of those who leave at once is the definition's bounce, and no other script is one."""
    web = [script for script in SCRIPTS if script.where == "web"]
    assert all(script.is_bounce == (script.group == "bounce") for script in web)
    assert not any(script.is_bounce for script in SCRIPTS if script.where == "app")


def test_columns_agree_with_the_scripts() -> None:
    """What is laid out as columns is what the scripts say."""
    for place, script in enumerate(SCRIPTS):
        rows = steps.rows_of(place)
        assert steps.IS_PAGE[rows].sum() == script.page_views == steps.PAGE_VIEWS[place]
        assert len(set(steps.PAGE[rows]) - {-1}) == steps.DISTINCT_PAGES[place]
        assert steps.IS_PURCHASE[rows].sum() == script.does("purchase") == steps.BUYS[place]
        assert steps.IS_ATTENTION[rows].sum() == len(script.seen("page", "again", "glance", "screen"))


def test_every_visit_begins_with_an_event_that_opens_one() -> None:
    """No visit begins with attention, and the first event waits for nothing."""
    assert steps.OPENS[steps.FIRST].all()
    assert (WAIT_MS[steps.WAIT[steps.FIRST]] == 0).all()


def test_a_page_has_one_best_depth_per_visit() -> None:
    """Each page of a visit is read to its best depth once; seeing it again goes half as far."""
    for place in range(len(SCRIPTS)):
        rows = np.arange(steps.rows_of(place).start, steps.rows_of(place).stop)
        full = rows[steps.SCROLLED[rows] == steps.FULL]
        assert len(set(steps.PAGE[full])) == len(full) == steps.DISTINCT_PAGES[place]


def test_who_buys_is_engaged() -> None:
    """A purchase counts as engaged with and without a declared goal: it takes ten seconds, or a second page."""
    assert WAIT_MS[CHECKOUT].min() >= 10_000
    assert (_engaged()[:, steps.BUYS] == 1).all()


def test_pages_have_titles() -> None:
    """Every page that a script names has a title, and every title is of a page that is seen."""
    assert {page for script in SCRIPTS for page in script.seen("page", "again", "glance")} == set(TITLES)
