"""Every metric of customers who stay or leave against its plain statement, on contracts and orders by chance."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from tests.asking.plain_question import check_reply
from tests.asking.plain_spans import SpanQuestion
from tests.naive.workspaces import opened
from tests.worked.loyalty.plain_members import MEMBERS, REVENUE, by_contract, by_orders, in_money, of_kind
from tests.worked.loyalty.random_contracts import LINK, questions, worlds

DAY = 86_400
SOME = settings(max_examples=25)


def _opened(world: Sequence[Any]) -> regard.Workspace:
    """Return a workspace that was told of the records."""
    kinds = ("subscription", "order", "customer")
    told = {kind: [{k: v for k, v in one.items() if k != "record"} for one in of_kind(world, kind)] for kind in kinds}
    return opened(link=[LINK], **told)


def _check(ws: regard.Workspace, question: SpanQuestion, statements: Any, world: Sequence[Any]) -> None:
    """Compare each metric and variant with its plain statement."""
    for (name, variant), statement in statements.items():
        asked = replace(question, own={**question.own, "variant": variant})
        check_reply(ws.ask(name, **asked.arguments()), asked, statement, world)


@SOME
@given(world=worlds(), question=questions(by_contract))
def test_contracts_as_counted_plainly(world: Sequence[Any], question: SpanQuestion) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement, for every variant."""
    with _opened(world) as ws:
        _check(ws, question, MEMBERS, world)


@SOME
@given(world=worlds(), question=questions(by_orders(30 * DAY), span="30d"))
def test_shops_as_counted_plainly(world: Sequence[Any], question: SpanQuestion) -> None:
    """So are those of shops without contracts."""
    with _opened(world) as ws:
        _check(ws, question, MEMBERS, world)


@SOME
@given(world=worlds(), question=questions(in_money))
def test_revenue_as_counted_plainly(world: Sequence[Any], question: SpanQuestion) -> None:
    """So is the churn of revenue, gross and net."""
    with _opened(world) as ws:
        _check(ws, question, REVENUE, world)


@SOME
@given(world=worlds(), question=questions(by_contract), span=st.sampled_from([None, "20d"]))
def test_retention_and_churn_are_one(world: Sequence[Any], question: SpanQuestion, span: str | None) -> None:
    """On the opening cohort they add up to 1, in the whole, in each bucket and in each group."""
    with _opened(world) as ws:
        replies = ws.ask(["retention_rate", "churn_rate"], span=span, **question.arguments())
    stayed, left = (
        [reply.to_dict(), *reply.series, *sorted(reply.breakdown, key=lambda row: str(row["group"]))]
        for reply in (replies["retention_rate"], replies["churn_rate"])
    )
    assert len(stayed) == len(left)
    for one, other in zip(stayed, left, strict=True):
        assert one["n"] == other["n"]
        assert (one["value"] is None) == (other["value"] is None) == (one["n"] == 0)
        if one["value"] is not None:
            assert one["value"] + other["value"] == pytest.approx(1)
            assert one["interval"]["low"] == pytest.approx(1 - other["interval"]["high"])
