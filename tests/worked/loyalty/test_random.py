"""Every metric of customers who stay or leave against its plain statement, on contracts and orders by chance."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings

from tests.asking.plain_question import check_reply
from tests.asking.plain_spans import SpanQuestion
from tests.naive.slates import Slate
from tests.worked.loyalty.plain_members import (
    CHURN,
    RETENTION,
    REVENUE,
    ZONE,
    by_contract,
    by_orders,
    in_money,
)
from tests.worked.loyalty.random_contracts import LINK, questions, worlds

DAY = 86_400
SLATE = Slate(ZONE.key, link=[LINK])
SOME = settings(max_examples=30)


@SOME
@given(world=worlds(), question=questions(by_contract, CHURN))
def test_churn_of_contracts_as_counted_plainly(world: Sequence[Any], question: SpanQuestion) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement, for every variant."""
    reply = SLATE.told(world).ask("churn_rate", **question.arguments())
    check_reply(reply, question, CHURN[question.own["variant"]], world)


@SOME
@given(world=worlds(), question=questions(by_orders(30 * DAY), CHURN, span="30d"))
def test_churn_of_shops_as_counted_plainly(world: Sequence[Any], question: SpanQuestion) -> None:
    """So are those of shops without contracts."""
    reply = SLATE.told(world).ask("churn_rate", **question.arguments())
    check_reply(reply, question, CHURN[question.own["variant"]], world)


@SOME
@given(world=worlds(), question=questions(in_money, REVENUE))
def test_revenue_churn_as_counted_plainly(world: Sequence[Any], question: SpanQuestion) -> None:
    """So is the churn of revenue, gross and net."""
    reply = SLATE.told(world).ask("revenue_churn", **question.arguments())
    check_reply(reply, question, REVENUE[question.own["variant"]], world)


@SOME
@given(world=worlds(), question=questions(by_contract, [None]))
def test_retention_and_churn_are_one(world: Sequence[Any], question: SpanQuestion) -> None:
    """Retention is as counted plainly, and 1 less the churn: in the whole, in each bucket and in each group."""
    replies = SLATE.told(world).ask(["retention_rate", "churn_rate"], **question.arguments())
    check_reply(replies["retention_rate"], question, RETENTION, world)
    stayed, left = (
        [reply.to_dict(), *reply.series, *sorted(reply.breakdown, key=lambda row: str(row["group"]))]
        for reply in replies.values()
    )
    assert len(stayed) == len(left)
    for one, other in zip(stayed, left, strict=True):
        assert one["n"] == other["n"]
        assert (one["value"] is None) == (other["value"] is None) == (one["n"] == 0)
        if one["value"] is not None:
            assert one["value"] + other["value"] == pytest.approx(1)
            assert one["interval"]["low"] == pytest.approx(1 - other["interval"]["high"])
