from typing import Any

import pytest

import regard
from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.asking.shop import AS_OF, MARCH

# In March ann and b1 signed up (once each) and read the docs (twice and once); cyd did neither.
NAMES = ["conversions", "converting_visitors", "conversion_rate"]


@pytest.mark.parametrize(
    ("goal", "conversions", "visits"),
    [("signup", 2, 0.5), ("docs", 3, 0.75), (["signup", "docs"], 5, 0.75), (None, 5, 0.75)],
)
def test_goals_one_several_and_any(
    shop: Workspace, goal: str | list[str] | None, conversions: int, visits: float
) -> None:
    """One goal, any of several, or any that is declared: its events, its people, their share, that of visits."""
    replies = shop.ask(NAMES, goal=goal, **MARCH)
    assert [reply.value for reply in replies.values()] == [conversions, 2, pytest.approx(2 / 3)]
    assert replies["conversion_rate"].parts == {"converting_visitors": 2, "visitors": 3}
    assert replies["conversion_rate"].definition["arguments"] == ({"goal": goal} if goal else {})
    assert shop.ask("conversion_rate", goal=goal, per="visit", **MARCH).value == visits


def test_each_goal_as_a_group(shop: Workspace) -> None:
    """Split by goal, each has a row with its series and its change; the total is that of any of them."""
    reply = shop.ask("conversions", by="goal", every="month", compare="previous", **MARCH)
    assert reply.value == 5
    assert [(row["group"], row["value"], row["previous"]) for row in reply.breakdown] == [
        ({"goal": "signup"}, 2, 0),
        ({"goal": "docs"}, 3, 0),
    ]
    assert [[point["value"] for point in row["series"]] for row in reply.breakdown] == [[2], [3]]
    by_country = shop.ask("conversions", by=["goal", "country"], goal=["docs"], **MARCH)
    assert [(row["group"], row["value"]) for row in by_country.breakdown] == [
        ({"goal": "docs", "country": "IT"}, 2),
        ({"goal": "docs", "country": "PL"}, 1),
    ]


def test_goals_that_do_not_exist(shop: Workspace) -> None:
    """A goal that nobody declared is refused with the nearest; where there is none at all, with how to declare one."""
    with pytest.raises(RegardError) as caught:
        shop.ask("conversion_rate", goal="sign up", **MARCH)
    assert (caught.value.code, str(caught.value)) == (
        "unknown_goal",
        'There is no goal "sign up". Did you mean "signup"?',
    )
    with regard.open() as workspace:
        for asked in ({}, {"by": "goal"}):
            with pytest.raises(RegardError) as caught:
                workspace.ask("conversion_rate", as_of=AS_OF, **asked)
            assert caught.value.code == "missing_argument"
            assert caught.value.message == "conversion_rate needs a goal, and none is declared."
            assert caught.value.suggestion.startswith('Declare one, such as ws.declare("goal", "signup", event=')


def test_declared_things_are_checked(shop: Workspace) -> None:
    """What cannot be declared, or names no event, is refused when it is declared."""
    with pytest.raises(RegardError, match=r'no declaration "gaol"\. Did you mean "goal"') as caught:
        shop.declare("gaol", "signup", event="signup")
    assert caught.value.code == "unknown_declaration"
    with pytest.raises(RegardError, match="names no event and no page"):
        shop.declare("goal", "nothing")
    assert sorted(shop.settings.goals) == ["docs", "signup"]


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ([["is", "plann", ["pro"]]], "unknown_field"),
        ([["is", "new", [True]]], "bad_filter"),
        ([["visit_has", "cart"]], "bad_filter"),
    ],
)
def test_a_goal_that_no_event_could_reach(where: list[Any], code: str) -> None:
    """A goal is refused when it is declared, and questions go on being answered."""
    with regard.open() as ws:
        with pytest.raises(RegardError) as refusal:
            ws.declare("goal", "signup", event="signup", where=where)
        assert refusal.value.code == code
        assert ws.ask("visits").value == 0
