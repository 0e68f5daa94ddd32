from typing import Any

import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.asking.shop import MARCH

# A question that cannot be answered as it stands, and the whole sentence that says so.
REFUSED: list[tuple[Any, dict[str, Any], str, str]] = [
    ("bounce_rat", {}, "unknown_metric", 'There is no metric "bounce_rat". Did you mean "bounce_rate"?'),
    (["nps", "csta"], {}, "unknown_metric", 'There is no metric "csta". Did you mean "csat"?'),
    ("nps", {"evry": "day"}, "unknown_argument", 'There is no argument "evry". Did you mean "every"?'),
    (
        "bounce_rate",
        {"variant": "singlepage"},
        "unknown_variant",
        'There is no variant "singlepage". Did you mean "single_page"?',
    ),
    ("nps", {"variant": "net"}, "unknown_variant", "nps has no variants. Leave variant out."),
    ("nps", {"zone": "Europe/Rom"}, "unknown_zone", 'There is no zone "Europe/Rom". Did you mean "Europe/Rome"?'),
    ("nps", {"rule": "bounded"}, "not_for_metric", '"rule" is for retention_curve, not for nps. Leave it out.'),
    ("nps", {"steps": ["a"]}, "not_for_metric", '"steps" is for funnel, not for nps. Leave it out.'),
    ("nps", {"threshold": 6}, "not_for_metric", '"threshold" is for high_effort_share, not for nps. Leave it out.'),
    ("nps", {"goal": "signup"}, "not_for_metric", '"goal" is for conversions, not for nps. Leave it out.'),
    ("nps", {"per": "visit"}, "not_for_metric", 'nps is not offered per "visit". Leave it out.'),
    ("nps", {"bins": [1, 2]}, "not_for_metric", '"bins" is for times and amounts, not for nps. Leave it out.'),
    (
        "nps",
        {"every": "fortnight"},
        "bad_value",
        'every="fortnight" means nothing. every is one of "hour", "day", "week", "month", "quarter", "year".',
    ),
    (
        "nps",
        {"week_start": "friday"},
        "bad_value",
        'week_start="friday" means nothing. week_start is one of "monday", "sunday".',
    ),
    (
        "nps",
        {"period": "2025-13"},
        "bad_period",
        '"2025-13" is not a month. Write "2025-12" or ("2025-12-01", "2025-12-31").',
    ),
    (
        "nps",
        {"period": ("2025-04-17", "2025-04-01")},
        "bad_period",
        'The period ends on 2025-04-01 before it starts on 2025-04-17. Write ("2025-04-01", "2025-04-17").',
    ),
    (
        "feature_usage",
        {},
        "missing_argument",
        (
            'feature_usage needs "event", the event that it counts. '
            'Write event="checkout" or event={"page": "/checkout/**"}.'
        ),
    ),
    (
        "funnel",
        {},
        "missing_argument",
        'funnel needs "steps", the events in their order. Write steps=["view", "cart", "buy"].',
    ),
    (
        "nps",
        {"trailing": "7d"},
        "not_together",
        '"trailing" and "nps" do not go together. Drop trailing: it is for counts, sums and people.',
    ),
    (
        "orders",
        {"align": "weekday"},
        "not_together",
        '"align" and "no compare" do not go together. Add compare="previous", or drop align.',
    ),
]


@pytest.mark.parametrize(
    ("metric", "asked", "code", "sentence"), REFUSED, ids=[f"{metric} {asked}" for metric, asked, *_ in REFUSED]
)
def test_refusals_name_the_conflict_and_the_way_out(
    shop: Workspace, metric: Any, asked: dict[str, Any], code: str, sentence: str
) -> None:
    """Nothing is guessed: the error has a code, one sentence for the conflict and one for the way out."""
    with pytest.raises(RegardError) as caught:
        shop.ask(metric, **{**MARCH, **asked})
    error = caught.value
    assert (error.code, str(error)) == (code, sentence)
    assert f"{error.message} {error.suggestion}" == str(error)


def test_a_field_of_another_grain(shop: Workspace) -> None:
    """A field that only one of the metrics has is refused with the rows of both."""
    with pytest.raises(RegardError) as caught:
        shop.ask(["bounce_rate", "nps"], by="page", **MARCH)
    assert caught.value.code == "unknown_field"
    assert "for nps, which reads answers; bounce_rate reads visits." in caught.value.message


def test_the_same_name_twice_and_none(shop: Workspace) -> None:
    """Several metrics answer in the order asked; none answer with nothing."""
    replies = shop.ask(["orders", "events", "customers"], **MARCH)
    assert [(name, reply.value) for name, reply in replies.items()] == [("orders", 4), ("events", 8), ("customers", 2)]
    assert dict(shop.ask([], **MARCH)) == {}
