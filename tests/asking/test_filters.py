from typing import Any

import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.asking.shop import MARCH

# Orders a to e: see the shop. Each filter, and the orders that pass it.
PASS: list[tuple[list[Any], str]] = [
    (["is", "channel", ["web"]], "ae"),
    (["is", "channel", ["web"], {"case_sensitive": False}], "abe"),
    (["is", "channel", ["store", None]], "cd"),
    (["is", "channel", [None]], "d"),
    (["is_not", "channel", ["web"]], "bc"),
    (["is_not", "channel", ["WEB"], {"case_sensitive": False}], "c"),
    (["is_not", "channel", [None]], "abce"),
    (["or", [["is_not", "channel", ["web"]], ["is", "channel", [None]]]], "bcd"),
    (["contains", "campaign", ["_", "%"]], "ab"),
    (["contains", "campaign", ["SPRING"], {"case_sensitive": False}], "a"),
    (["contains_not", "campaign", ["off", "sale"]], "c"),
    (["starts_with", "campaign", ["it's", "50%"]], "bc"),
    (["ends_with", "campaign", ["sale", "OFF"], {"case_sensitive": False}], "ab"),
    (["matches", "campaign", ["^s.*e$"]], "a"),
    (["matches", "campaign", [r"\d"]], "b"),
    (["matches", "campaign", ["IT.S"], {"case_sensitive": False}], "c"),
    (["matches_not", "campaign", ["_", "'"]], "b"),
    (["gt", "total", [20]], "bc"),
    (["gte", "total", [20]], "bcd"),
    (["lt", "total", [10]], "e"),
    (["lte", "total", [10.0]], "ae"),
    (["between", "total", [10, 20]], "ad"),
    (["is", "total", [20]], "d"),
    (["is_not", "discount", [2]], "e"),
    (["gte", "discount", [0]], "de"),
    (["gte", "time", ["2025-03-03"]], "cd"),
    (["lte", "time", ["2025-03-02"]], "abe"),
    (["gt", "time", ["2025-03-02"]], "cd"),
    (["between", "time", ["2025-03-01", "2025-03-03"]], "abc"),
    (["gt", "time", ["2025-03-02T09:00:00+01:00"]], "cd"),
    (["between", "time", ["2025-03-02T08:00:00Z", "2025-03-03T09:00:00+01:00"]], "bc"),
    (["is", "time", ["2025-03-04"]], "d"),
    (["is", "properties.gift", [True]], "a"),
    (["is", "properties.gift", ["true"]], "b"),
    (["is", "properties.gift", [None]], "de"),
    (["is_not", "properties.gift", [True]], "bc"),
    (["is", "properties.size", [2]], "a"),
    (["is", "properties.size", ["2"]], "c"),
    (["is", "properties.size", [True]], "d"),
    (["gte", "properties.size", [2]], "ab"),
    (["between", "properties.size", [2.1, 3]], "b"),
    (["contains", "properties.size", ["2"]], "c"),
    (["is", "properties.a.b $", ["x"]], "a"),
    (["between", "properties.due", ["2025-03-05", "2025-03-05"]], "b"),
    (["gte", "properties.due", ["2025-03-06"]], "ac"),
    (["lt", "properties.due", ["2025-03-06T00:30:00+01:00"]], "b"),
    (["is", "properties.nothing", [None]], "abcde"),
    (["is", "plan", ["pro"]], "ab"),
    (["is_not", "plan", ["free"]], "ab"),
    (["is", "plan", [None]], "de"),
    (["is", "customer.country", ["PL"]], "c"),
    (["is", "country", ["PL"]], "c"),
    (["gt", "created_at", ["2025-03-31"]], ""),
    (["gte", "created_at", ["2025-03-31"]], "c"),
    (["is", "user_id", ["ann", None]], "abd"),
    (["person_has", "buy"], "ab"),
    (["person_has", {"page": "/pricing"}], "abc"),
    (["not", [["person_has", "buy"]]], "cde"),
    (["and", [["is", "channel", ["web"]], ["gt", "total", [5]]]], "a"),
    (["not", [["is", "channel", ["web"]], ["gt", "total", [5]]]], "bcde"),
    (["not", [["or", [["is", "channel", ["web"]], ["is", "channel", [None]]]]]], "bc"),
]


@pytest.mark.parametrize(("written", "expected"), PASS, ids=[str(written) for written, _ in PASS])
def test_every_operator(shop: Workspace, written: list[Any], expected: str) -> None:
    """A filter keeps the orders for which it holds; one that is negated never holds where nothing is set."""
    assert "".join(sorted(order["id"] for order in shop.rows("order", where=[written]))) == expected


def test_all_filters_must_hold(shop: Workspace) -> None:
    """Several filters narrow each other, in a question as in a list of rows."""
    where = [["is", "channel", ["web"], {"case_sensitive": False}], ["gte", "total", [10]], ["is", "plan", ["pro"]]]
    assert [order["id"] for order in shop.rows("order", where=where)] == ["a", "b"]
    reply = shop.ask("revenue", where=where, **MARCH)
    assert (reply.value, reply.n) == (30.5, 2)
    assert shop.ask("revenue", where=[], **MARCH).value == 80.5


# What is no filter, the code, and the sentence that tells it.
REFUSED: list[tuple[Any, str, str]] = [
    (["is", "country"], "bad_filter", 'The filter ["is", "country"] has no values. Write ["is", "country", ["IT"]].'),
    (["is", "country", []], "bad_filter", 'The filter ["is", "country", []] has no values.'),
    (
        ["is", "country", "IT"],
        "bad_filter",
        'The filter ["is", "country", "IT"] has a value that is not in a list. Write ["is", "country", ["IT"]].',
    ),
    (["is", 3, ["IT"]], "bad_filter", 'The filter ["is", 3, ["IT"]] names no field.'),
    ([["is", "country", ["IT"]]], "bad_filter", "does not begin with an operator."),
    (3, "bad_filter", "The filter 3 does not begin with an operator."),
    (["equals", "country", ["IT"]], "unknown_operator", 'There is no operator "equals".'),
    (["is_nt", "country", ["IT"]], "unknown_operator", 'There is no operator "is_nt". Did you mean "is_not"?'),
    (["gt", "total", [1, 2]], "bad_filter", "needs one value. It has 2."),
    (["between", "total", [1]], "bad_filter", "needs two values. It has 1."),
    (["gt", "total", ["many"]], "bad_filter", "total cannot be held against 'many'. Give it a number."),
    (["gt", "total", [None]], "bad_filter", "compares numbers, times or dates."),
    (["gt", "channel", ["web"]], "bad_filter", "channel has no order: it is text."),
    (["gt", "time", ["soon"]], "bad_filter", "time cannot be held against 'soon'. Give it a time such as"),
    (["gt", "time", ["9999-12-31"]], "bad_filter", "time cannot be held against '9999-12-31'."),
    (["is", "total", ["20"]], "bad_filter", "total cannot be held against '20'. Give it a number."),
    (["is", "channel", [20]], "bad_filter", "channel cannot be held against 20. Give it text."),
    (["contains", "total", ["2"]], "bad_filter", "looks for text in total, which is not text."),
    (["contains", "channel", [2]], "bad_filter", "compares text. Give text values."),
    (["contains", "channel", [None]], "bad_filter", "compares text."),
    (["matches", "channel", ["("]], "bad_filter", "has the broken expression '('"),
    (["matches", "channel", ["a(?=b)"]], "bad_filter", "has 'a(?=b)', which RE2 has no sign for."),
    (["matches", "channel", ["a++"]], "bad_filter", "has 'a++', which RE2 has no sign for."),
    (["is", "channel", ["web"], {"case": False}], "bad_filter", "ends in something else than options."),
    (["is", "channel", ["web"], {"case_sensitive": "no"}], "bad_filter", "neither true nor false."),
    (["and", []], "bad_filter", 'The filter ["and", []] has no list of filters.'),
    (["not", ["is", "channel", ["web"]]], "bad_filter", "is one filter where a list of filters is wanted."),
    (["visit_has"], "bad_filter", "needs one event spec."),
    (["visit_has", "signup"], "bad_filter", '"visit_has" asks for visits, which these rows do not have.'),
    (["is", "chanel", ["web"]], "unknown_field", 'There is no field "chanel". Did you mean "channel"?'),
    (["is", "page", ["/"]], "unknown_field", 'There is no field "page".'),
]


@pytest.mark.parametrize(("written", "code", "sentence"), REFUSED, ids=[str(written) for written, _, _ in REFUSED])
def test_broken_filters_are_refused(shop: Workspace, written: Any, code: str, sentence: str) -> None:
    """A filter of the wrong shape or with a value of the wrong type is told in a sentence, with the way out."""
    with pytest.raises(RegardError) as caught:
        shop.ask("orders", where=[written], **MARCH)
    assert caught.value.code == code
    assert sentence in str(caught.value)
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize("where", ["country", {"is": "country"}, 3, ["is", "country", ["IT"]]])
def test_where_is_a_list_of_filters(shop: Workspace, where: Any) -> None:
    """A filter alone, or something else than a list, is refused."""
    with pytest.raises(RegardError, match="list of filters") as caught:
        shop.ask("orders", where=where, **MARCH)
    assert caught.value.code == "bad_filter"
