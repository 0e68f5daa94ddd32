from functools import cache
from typing import Any

import pytest

import regard
from tests.naive.tables import table

STEPS = ["view", "cart", "pay"]
MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-04-30"}

SHOP = """
    time                  user_id  name  channel
    2025-03-03T10:00:00Z  ann      view  email
    2025-03-03T10:10:00Z  ann      cart  email
    2025-03-03T10:30:00Z  ann      pay   -
    2025-03-03T11:00:00Z  bob      view  ad
    2025-03-03T12:00:00Z  bob      cart  -
    2025-03-03T12:00:00Z  cat      view  -
    2025-03-03T12:05:00Z  cat      pay   ad
    2025-03-03T13:00:00Z  dan      cart  ad
    2025-03-03T13:10:00Z  dan      pay   ad
"""
"""Ann pays, Bob has a cart, Cat pays without one, Dan never began. Nobody was seen on a device: there are no visits."""


@cache
def told(log: str, **same: str) -> regard.Workspace:
    """Return a workspace that was told of a log; of one that was told already, the same."""
    ws = regard.open()
    rows = table(log, **same)
    assert ws.add("event", rows).added == len(rows)
    return ws


def funnel(log: str | regard.Workspace, steps: Any = STEPS, **options: Any) -> regard.Reply:
    """Return the funnel over a log, asked of March 2025 at the end of April."""
    ws = told(log, type="track") if isinstance(log, str) else log
    return ws.ask("funnel", steps=steps, **{**MARCH, **options})


def people(reply: regard.Reply) -> list[int]:
    """Return how many did each step."""
    return [cell["people"] for cell in reply.cells if "group" not in cell]


def test_funnel() -> None:
    """Of 3 who view 2 have a cart, after 10 and 60 minutes, and 1 of them pays 20 minutes later: 1 of 3, 4 active."""
    reply = funnel(SHOP)
    assert reply.metric == "funnel"
    assert (reply.value, reply.n) == (1 / 3, 3)
    assert reply.parts == {"excluded": 0, "started": 3, "finished": 1}
    assert [list(cell.values())[:9] for cell in reply.cells] == [
        [1, "view", 3, 0, 1.0, 1.0, 3 / 4, None, None],
        [2, "cart", 2, 0, 2 / 3, 2 / 3, 2 / 4, 2_100.0, 2_100.0],
        [3, "pay", 1, 0, 1 / 3, 1 / 2, 1 / 4, 1_200.0, 1_200.0],
    ]
    # Wilson for 1 of 3 with z = 1.96: the centre (1/3 + 0.6402) / 2.2805, and 0.4592 to either side.
    assert reply.interval is not None
    assert (reply.interval["low"], reply.interval["high"]) == pytest.approx((0.0615, 0.7923), abs=0.0001)
    assert reply.cells[2]["interval"] == reply.interval
    assert reply.interval["method"] == "wilson"


def test_names_and_pages_fit_whatever_else_an_event_holds() -> None:
    """A view of a page may have the name of a step, and one event fits two; attention and tracks view no page.

    Ann and Eve go on, Cat looks on only, Bob tracks something on the page, Dan only lingers there.
    """
    log = """
        time                  user_id  type        name  path
        2025-03-03T10:00:00Z  ann      page        -     /a
        2025-03-03T10:05:00Z  ann      page        cart  /b
        2025-03-03T10:00:00Z  bob      track       look  /a
        2025-03-03T10:05:00Z  bob      track       cart  /a
        2025-03-03T10:00:00Z  cat      page        -     /a
        2025-03-03T10:05:00Z  cat      engagement  cart  /a
        2025-03-03T10:00:00Z  dan      engagement  -     /a
        2025-03-03T10:05:00Z  dan      screen      cart  -
        2025-03-03T10:00:00Z  eve      page        cart  /a
        2025-03-03T11:00:00Z  eve      page        cart  /a
    """
    ws = told(log)
    assert people(funnel(ws, [{"page": "/a"}, "cart"])) == [3, 2]
    assert people(funnel(ws, ["cart", {"page": "/a"}])) == [4, 1]
    assert people(funnel(ws, [{"page": "/a"}, {"page": "/b"}])) == [3, 1]
    assert people(funnel(ws, [{"page": "/a"}, {"page": "/a"}])) == [3, 1]
    assert people(funnel(ws, ["cart", "cart"])) == [4, 1]
    assert people(funnel(ws, ["look", "cart", "sold"])) == [1, 1, 0]


def test_the_window_includes_its_edge() -> None:
    """14 days to the microsecond convert, one microsecond more does not; a window of an hour is shorter."""
    log = """
        time                         user_id  name
        2025-03-01T10:00:00Z         ann      view
        2025-03-15T10:00:00Z         ann      cart
        2025-03-01T10:00:00Z         bob      view
        2025-03-15T10:00:00.000001Z  bob      cart
    """
    assert people(funnel(log, ["view", "cart"])) == [2, 1]
    assert people(funnel(log, ["view", "cart"], window="none")) == [2, 2]
    assert people(funnel(log, ["view", "cart"], window=14 * 86_400 - 1)) == [2, 0]


def test_the_window_runs_from_the_first_step() -> None:
    """The pay is a day after the cart, and 15 days after the view: too late."""
    log = """
        time                  user_id  name
        2025-03-01T10:00:00Z  ann      view
        2025-03-15T10:00:00Z  ann      cart
        2025-03-16T10:00:00Z  ann      pay
    """
    assert people(funnel(log)) == [1, 1, 0]
    assert people(funnel(log, window="15d")) == [1, 1, 1]


def test_the_best_attempt_counts() -> None:
    """Ann's third attempt is no better than her second, and later, so its times are told; Bob's first is the best."""
    log = """
        time                  user_id  name
        2025-03-01T10:00:00Z  ann      view
        2025-03-20T10:00:00Z  ann      view
        2025-03-20T10:05:00Z  ann      cart
        2025-03-21T10:00:00Z  ann      view
        2025-03-21T10:01:00Z  ann      cart
        2025-03-21T10:09:00Z  ann      cart
        2025-03-01T10:00:00Z  bob      view
        2025-03-01T10:03:00Z  bob      cart
        2025-03-25T10:00:00Z  bob      view
    """
    reply = funnel(log)
    assert people(reply) == [2, 2, 0]
    assert (reply.cells[1]["median_seconds"], reply.cells[1]["mean_seconds"]) == (120.0, 120.0)


def test_the_same_instant_converts_but_no_event_twice() -> None:
    """Three steps at once convert in any order of arrival; two views take two events, and Bob has one."""
    log = """
        id  time                  user_id  name
        3   2025-03-01T10:00:00Z  ann      view
        2   2025-03-01T10:00:00Z  ann      cart
        1   2025-03-01T10:00:00Z  ann      pay
        4   2025-03-01T10:00:00Z  bob      view
        5   2025-03-01T10:00:00Z  bob      cart
    """
    assert people(funnel(log)) == [2, 2, 1]
    assert people(funnel(log, ["view", "view"])) == [2, 0]
    assert people(funnel(log, ["view", "cart", "view"])) == [2, 2, 0]
    assert people(funnel(log, ["any", "any", "any"])) == [2, 2, 1]


def test_a_step_of_its_own_limit() -> None:
    """The pay must follow within 5 minutes of a cart: Ann's second cart does, Bob's only one is 6 minutes before."""
    log = """
        time                  user_id  name
        2025-03-01T10:00:00Z  ann      view
        2025-03-01T10:01:00Z  ann      cart
        2025-03-01T10:10:00Z  ann      cart
        2025-03-01T10:15:00Z  ann      pay
        2025-03-01T10:00:00Z  bob      view
        2025-03-01T10:01:00Z  bob      cart
        2025-03-01T10:07:00Z  bob      pay
    """
    reply = funnel(log, ["view", "cart", {"event": "pay", "within": "5m"}])
    assert people(reply) == [2, 2, 1]
    assert reply.cells[2]["median_seconds"] == 300.0
    assert reply.cells[1]["mean_seconds"] == (600 + 60) / 2


def test_an_excluded_event_spoils_an_attempt() -> None:
    """A return between cart and pay spoils Ann's attempt, so she leaves; Bob's comes after, Cat has a second cart.

    Dan returned after his cart and never paid: spoiled. Eve returned before any cart: her attempt is clean.
    """
    log = """
        time                  user_id  name
        2025-03-01T10:00:00Z  ann      view
        2025-03-01T10:01:00Z  ann      cart
        2025-03-01T10:02:00Z  ann      return
        2025-03-01T10:03:00Z  ann      pay
        2025-03-01T10:00:00Z  bob      view
        2025-03-01T10:01:00Z  bob      cart
        2025-03-01T10:03:00Z  bob      pay
        2025-03-01T10:04:00Z  bob      return
        2025-03-01T10:00:00Z  cat      view
        2025-03-01T10:01:00Z  cat      cart
        2025-03-01T10:02:00Z  cat      return
        2025-03-01T10:03:00Z  cat      cart
        2025-03-01T10:04:00Z  cat      pay
        2025-03-01T10:00:00Z  dan      view
        2025-03-01T10:01:00Z  dan      cart
        2025-03-09T10:02:00Z  dan      return
        2025-03-01T10:00:00Z  eve      view
        2025-03-01T10:02:00Z  eve      return
    """
    reply = funnel(log, exclude=[{"event": "return", "between": [2, 3]}])
    assert people(reply) == [3, 2, 2]
    assert reply.parts == {"excluded": 2, "started": 3, "finished": 2}
    assert reply.cells[1]["mean_seconds"] == (60 + 180) / 2
    assert people(funnel(log, exclude=[{"event": "return", "between": [1, 3]}])) == [1, 1, 1]


def test_a_clean_attempt_stays() -> None:
    """Ann's first attempt is spoiled; her second gets as far as the view, and counts there."""
    log = """
        time                  user_id  name
        2025-03-01T10:00:00Z  ann      view
        2025-03-01T10:01:00Z  ann      return
        2025-03-01T10:02:00Z  ann      cart
        2025-03-25T10:00:00Z  ann      view
    """
    reply = funnel(log, ["view", "cart"], exclude=[{"event": "return", "between": [1, 2]}])
    assert (people(reply), reply.parts["excluded"]) == ([1, 0], 0)


def test_strict_order_allows_nothing_between() -> None:
    """Bob's search lies between view and cart; Cat's is before the view, and her attention is no event."""
    log = """
        time                  user_id  name    type
        2025-03-01T10:00:00Z  ann      view    track
        2025-03-01T10:01:00Z  ann      cart    track
        2025-03-01T10:00:00Z  bob      view    track
        2025-03-01T10:01:00Z  bob      search  track
        2025-03-01T10:02:00Z  bob      cart    track
        2025-03-01T09:00:00Z  cat      search  track
        2025-03-01T10:00:00Z  cat      view    track
        2025-03-01T10:01:00Z  cat      -       engagement
        2025-03-01T10:02:00Z  cat      cart    track
    """
    ws = told(log)
    assert people(funnel(ws, ["view", "cart"], order="strict")) == [3, 2]
    assert people(funnel(ws, ["view", "cart"])) == [3, 3]


def test_any_order_counts_different_steps() -> None:
    """Ann does all three backwards, Bob two in a window, Cat the same one twice; Dan's two are 15 days apart."""
    log = """
        time                  user_id  name
        2025-03-01T10:00:00Z  ann      pay
        2025-03-01T10:01:00Z  ann      cart
        2025-03-01T10:03:00Z  ann      view
        2025-03-01T10:00:00Z  bob      cart
        2025-03-01T10:10:00Z  bob      view
        2025-03-01T10:00:00Z  cat      view
        2025-03-01T10:10:00Z  cat      view
        2025-03-01T10:00:00Z  dan      pay
        2025-03-16T10:00:00Z  dan      view
    """
    reply = funnel(log, order="any")
    assert people(reply) == [4, 2, 1]
    assert [cell["event"] for cell in reply.cells] == STEPS
    assert [cell["mean_seconds"] for cell in reply.cells] == [None, (60 + 600) / 2, 120.0]


def test_held_fields_must_agree() -> None:
    """Ann views in one project and has a cart in another; Bob stays in his; Cat's view names none."""
    ws = regard.open()
    ws.add(
        "event",
        [
            {"time": f"2025-03-01T10:0{minute}:00Z", "user_id": user, "name": name, "properties": properties}
            for minute, user, name, properties in (
                (0, "ann", "view", {"project": 1}),
                (1, "ann", "cart", {"project": 2}),
                (0, "bob", "view", {"project": "a"}),
                (1, "bob", "view", {"project": "b"}),
                (2, "bob", "cart", {"project": "a"}),
                (0, "cat", "view", {}),
                (1, "cat", "cart", {"project": 1}),
            )
        ],
    )
    assert people(funnel(ws, ["view", "cart"], hold="properties.project")) == [2, 1]
    assert people(funnel(ws, ["view", "cart"])) == [3, 3]
    by_project = funnel(ws, ["view", "cart"], unit="properties.project")
    assert people(by_project) == [3, 2]  # the projects 1, "a" and "b"; in 1 Cat's cart follows Ann's view
    assert [cell["of_active"] for cell in by_project.cells] == [None, None]


def test_visits_as_the_unit() -> None:
    """Ann's cart is in another visit than her view; Bob does both in one."""
    log = """
        time                  user_id  name
        2025-03-01T10:00:00Z  ann      view
        2025-03-01T12:00:00Z  ann      cart
        2025-03-01T10:00:00Z  bob      view
        2025-03-01T10:01:00Z  bob      cart
    """
    ws = told(log, device="phone", type="track")
    assert people(funnel(ws, ["view", "cart"], unit="visit")) == [2, 1]
    assert people(funnel(ws, ["view", "cart"])) == [2, 2]


@pytest.mark.parametrize(
    ("attribution", "groups"),
    [
        (None, {"email": (1, 1), "ad": (1, 0), None: (1, 0)}),
        ("step:1", {"email": (1, 1), "ad": (1, 0), None: (1, 0)}),
        ("step:2", {"email": (1, 1), None: (1, 0)}),
        ("step:3", {None: (1, 1)}),
    ],
)
def test_groups(attribution: str | None, groups: dict[str | None, tuple[int, int]]) -> None:
    """Ann's channel is e-mail until she pays, Bob's an ad until the cart; Cat's pay is no step, so hers is not set."""
    reply = funnel(SHOP, by="channel", attribution=attribution)
    found = {row["group"]["channel"]: (row["n"], row["parts"]["finished"]) for row in reply.breakdown}
    assert found == groups
    cells = [cell for cell in reply.cells if cell.get("group") == {"channel": "email"}]
    assert [cell["people"] for cell in cells] == ([1, 1, 1] if "email" in groups else [])
    assert people(reply) == [3, 2, 1]


def test_last_and_first_touch_differ() -> None:
    """Ann comes by e-mail, has a cart by an ad, and pays by nothing that is known."""
    log = """
        time                  user_id  name  channel
        2025-03-01T10:00:00Z  ann      view  -
        2025-03-01T10:01:00Z  ann      cart  email
        2025-03-01T10:02:00Z  ann      pay   ad
        2025-03-01T10:03:00Z  ann      pay   web
    """
    for attribution, channel in (("first_touch", "email"), ("last_touch", "ad"), ("step:3", "ad"), ("step:1", None)):
        (row,) = funnel(log, by="channel", attribution=attribution).breakdown
        assert (row["group"], row["value"]) == ({"channel": channel}, 1.0)


def test_who_still_has_time_is_in_progress() -> None:
    """On 10 March Ann's window, opened on the 1st, is open, Bob's, of February, is not; Cat has all steps.

    Dan has until 11:00 for a pay within the hour, and it is 11:01.
    """
    log = """
        time                  user_id  name
        2025-03-01T10:00:00Z  ann      view
        2025-02-10T10:00:00Z  bob      view
        2025-03-01T10:00:00Z  cat      view
        2025-03-01T10:01:00Z  cat      cart
        2025-03-01T10:02:00Z  cat      pay
        2025-03-10T09:00:00Z  dan      view
        2025-03-10T10:00:00Z  dan      cart
    """
    asked = {"period": ("2025-02-01", "2025-03-31"), "as_of": "2025-03-10T11:01:00Z"}
    reply = funnel(log, **asked)
    assert people(reply) == [4, 2, 1]
    assert [cell["in_progress"] for cell in reply.cells] == [0, 1, 1]
    assert "immature" in [warning["code"] for warning in reply.warnings]
    limited = funnel(log, ["view", "cart", {"event": "pay", "within": "1h"}], **asked)
    assert [cell["in_progress"] for cell in limited.cells] == [0, 1, 0]
    assert [cell["in_progress"] for cell in funnel(log).cells] == [0, 0, 0]


def test_later_steps_are_read_up_to_the_clock() -> None:
    """A cart after the period counts, one after the clock does not, and a view after the period begins nothing."""
    log = """
        time                  user_id  name
        2025-03-31T10:00:00Z  ann      view
        2025-04-03T10:00:00Z  ann      cart
        2025-03-31T10:00:00Z  bob      view
        2025-04-08T10:00:00Z  bob      cart
        2025-04-01T10:00:00Z  cat      view
        2025-04-01T10:01:00Z  cat      cart
    """
    assert people(funnel(log, ["view", "cart"])) == [2, 2]
    assert people(funnel(log, ["view", "cart"], as_of="2025-04-05")) == [2, 1]


def test_the_days_before_and_each_week() -> None:
    """In the 7 days 1 of 2 converted, in the 7 before 1 of 1: 50 points less; the weeks are those of the views."""
    log = """
        time                  user_id  name
        2025-03-10T10:00:00Z  ann      view
        2025-03-18T10:00:00Z  ann      cart
        2025-03-11T10:00:00Z  bob      view
        2025-03-04T10:00:00Z  cat      view
        2025-03-04T10:01:00Z  cat      cart
    """
    week = {"period": ("2025-03-10", "2025-03-16"), "compare": "previous", "every": "week"}
    reply = funnel(log, ["view", "cart"], **week)
    assert (reply.value, reply.n) == (0.5, 2)
    assert reply.previous is not None
    assert (reply.previous["value"], reply.previous["n"]) == (1.0, 1)
    assert reply.change is not None
    assert (reply.change["value"], reply.change["unit"]) == (-0.5, "points")
    assert [(point["value"], point["previous"]) for point in reply.series] == [(0.5, 1.0)]
    both = funnel(log, ["view", "cart"], period=("2025-03-03", "2025-03-16"), every="week")
    assert [(point["start"], point["n"], point["value"]) for point in both.series] == [
        ("2025-03-03", 1, 1.0),
        ("2025-03-10", 2, 0.5),
    ]


def test_another_segment() -> None:
    """Held against the people of Italy: 1 of 1 there, 1 of 2 in all. The filter holds for every step."""
    log = """
        time                  user_id  name  country
        2025-03-10T10:00:00Z  ann      view  IT
        2025-03-10T10:01:00Z  ann      cart  IT
        2025-03-11T10:00:00Z  bob      view  PL
        2025-03-11T10:01:00Z  bob      pay   IT
    """
    italy = [["is", "country", ["IT"]]]
    reply = funnel(log, ["view", "cart"], compare={"where": italy}, by="country")
    assert reply.previous is not None
    assert (reply.value, reply.previous["value"]) == (0.5, 1.0)
    rows = [(row["group"]["country"], row["value"], row["previous"]) for row in reply.breakdown]
    assert rows == [("IT", 1.0, 1.0), ("PL", 0.0, None)]
    assert people(funnel(log, ["view", "pay"], where=italy)) == [1, 0]
    assert people(funnel(log, ["view", "pay"])) == [2, 1]


def test_nobody() -> None:
    """Where nobody began, counts are 0, ratios and times null, and a name that never occurs is told."""
    reply = funnel(SHOP, ["veiw", "cart"])
    assert (reply.value, reply.n, reply.interval) == (None, 0, None)
    assert reply.parts == {"excluded": 0, "started": 0, "finished": 0}
    assert [list(cell.values())[2:] for cell in reply.cells] == [[0, 0, None, None, 0.0, None, None, None]] * 2
    assert 'Did you mean "view"?' in reply.warnings[0]["message"]
    nothing = funnel(regard.open(), ["view", "cart"])
    assert (nothing.value, people(nothing), nothing.cells[0]["of_active"]) == (None, [0, 0], None)
