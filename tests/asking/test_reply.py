import json
from typing import Any

import pytest

from regard.serving.workspace import Workspace
from tests.asking.shop import AS_OF, MARCH

KEYS = [
    *("metric", "variant", "value", "unit", "n", "parts", "interval", "period", "series", "breakdown", "cells"),
    *("average", "bins", "previous", "change", "band", "warnings", "definition", "path", "sql", "seconds"),
]
INTERVAL = ["low", "high", "level", "method", "standard_error"]
POINT = ["start", "end", "value", "n", "parts", "interval", "is_complete", "previous", "previous_start", "change"]
GROUP = ["group", "value", "n", "parts", "share", "interval", "previous", "change", "series"]
CHANGE = ["value", "unit", "interval", "p_value", "stands_out"]

ASKED: dict[str, Any] = {"period": ("2025-03-03", "2025-03-16"), "every": "week", "compare": "previous", "as_of": AS_OF}


def test_every_key_of_a_reply(shop: Workspace) -> None:
    """The keys are those of the question language at every level, and their values are JSON."""
    reply = shop.ask("nps", by="touchpoint", **ASKED)
    told = json.loads(json.dumps(reply.to_dict(), allow_nan=False))
    assert sorted(told) == sorted(KEYS)
    assert list(told["interval"]) == INTERVAL
    assert list(told["period"]) == ["from", "to", "zone", "week_start", "every", "as_of"]
    assert told["period"]["as_of"] == "2025-07-01T00:00:00+02:00"
    assert [sorted(point) for point in told["series"]] == [sorted(POINT)] * 2
    assert [sorted(row) for row in told["breakdown"]] == [sorted(GROUP)] * 3
    assert [sorted(point) for row in told["breakdown"] for point in row["series"]] == [sorted(POINT)] * 6
    assert sorted(told["previous"]) == sorted(["period", "value", "n", "parts", "interval", "series"])
    bands = {"good": "> 0", "great": "> 20", "excellent": "> 50", "source": "guide 001"}
    assert (told["value"], told["band"]) == (25, {"verdict": "great", **bands})
    assert {"asks", "reads", "arguments", "method"} <= set(told["definition"])
    assert (told["cells"], told["average"], told["bins"], told["variant"]) == ([], [], [], None)
    assert all(sorted(warning) == ["code", "message"] for warning in told["warnings"])
    assert isinstance(told["sql"], str)
    assert isinstance(told["seconds"], float)
    assert told["path"] == "rows"


def test_attributes_are_the_keys(shop: Workspace) -> None:
    """What `to_dict` holds is what the reply has under the same name."""
    reply = shop.ask("orders", by="channel", **ASKED)
    assert {name: getattr(reply, name) for name in KEYS} == reply.to_dict()
    assert reply.change is not None
    assert list(reply.change) == CHANGE
    assert [list(row["change"]) for row in reply.breakdown] == [CHANGE] * 4
    assert {tuple(point["change"]) for point in reply.series if point["change"]} <= {("value", "unit")}


def test_currency_stands_where_the_unit_is_money(shop: Workspace) -> None:
    """Money names its currency; no other unit has the key."""
    replies = shop.ask(["revenue", "orders"], **MARCH).to_dict()
    assert replies["revenue"]["currency"] == "EUR"
    assert sorted(replies["revenue"]) == sorted([*KEYS, "currency"])
    assert sorted(replies["orders"]) == sorted(KEYS)


def test_nothing_there(shop: Workspace) -> None:
    """Without rows a count is 0 and all else is nothing, with n 0; the series has no holes."""
    asked: dict[str, Any] = {"period": "2024-05", "every": "week", "by": "channel", "as_of": AS_OF}
    for name, reply in shop.ask(["orders", "revenue", "customers", "average_order_value"], **asked).items():
        nothing = None if name == "average_order_value" else 0
        assert (reply.value, reply.n, reply.breakdown) == (nothing, 0, [])
        assert [(point["value"], point["n"]) for point in reply.series] == [(nothing, 0)] * 5
        assert (reply.interval is None) == (nothing is None)
        assert (reply.previous, reply.change) == (None, None)


@pytest.mark.parametrize("metric", ["nps", "csat", "ces", "csat_mean", "response_rate", "repeat_purchase_rate"])
def test_no_answers_have_no_value(shop: Workspace, metric: str) -> None:
    """A score, a share or a rate of nothing is null, without interval, band and change."""
    reply = shop.ask(metric, period="2024-05", compare="previous", as_of=AS_OF)
    assert (reply.value, reply.n, reply.interval, reply.change, reply.band) == (None, 0, None, None, None)
    assert reply.previous is not None
    assert (reply.previous["value"], reply.previous["n"], reply.previous["series"]) == (None, 0, [])


def test_several_metrics_share_their_statement(shop: Workspace) -> None:
    """Metrics of one grain are read in one pass; a mapping keeps the order asked."""
    replies = shop.ask(["revenue", "nps", "orders"], **MARCH)
    assert list(replies) == list(replies.to_dict()) == ["revenue", "nps", "orders"]
    assert replies["revenue"].sql == replies["orders"].sql != replies["nps"].sql
    assert json.loads(json.dumps(replies.to_dict()))["nps"]["n"] == 4


def test_an_argument_is_told_where_it_is_taken(shop: Workspace) -> None:
    """Of several metrics the one that takes the argument says so in its definition, the others do not."""
    replies = shop.ask(["conversions", "events"], goal="docs", **MARCH)
    assert {name: (reply.value, reply.definition["arguments"]) for name, reply in replies.items()} == {
        "conversions": (3, {"goal": "docs"}),
        "events": (8, {}),
    }


def test_a_reply_told_twice_is_told_anew(shop: Workspace) -> None:
    """Who changes what `to_dict()` gave changes nothing in the reply, at any depth."""
    reply = shop.ask("nps", by="touchpoint", **ASKED)
    told = reply.to_dict()
    told["parts"]["promoters"] = -1
    told["series"][0]["parts"].clear()
    told["breakdown"][0]["series"][0]["interval"] = None
    again = reply.to_dict()
    assert again["parts"]["promoters"] >= 0
    assert again["series"][0]["parts"]
    assert again != told
    assert list(again) == [name for name in vars(reply) if name != "currency"]
