from typing import Any

import pytest

import regard
from regard.serving.workspace import Workspace
from tests.asking.shop import AS_OF, MARCH


def _warned(reply: regard.Reply) -> dict[str, str]:
    """Return the warnings of a reply by code."""
    return {warning["code"]: warning["message"] for warning in reply.warnings}


@pytest.mark.parametrize(
    ("metric", "asked", "sentence"),
    [
        ("events", {"event": "signup"}, None),
        ("events", {"event": "sign_up"}, 'No event "sign_up" ever occurs. Did you mean "signup"?'),
        ("events", {"event": {"event": "byu"}}, 'No event "byu" ever occurs. Did you mean "buy"?'),
        ("feature_usage", {"event": "sign_up"}, 'No event "sign_up" ever occurs. Did you mean "signup"?'),
        (
            "nps",
            {"where": [["is", "touchpoint", ["suport"]]]},
            'No touchpoint "suport" ever occurs. Did you mean "support"?',
        ),
        ("nps", {"where": [["or", [["is", "plan", ["Pro"]]]]]}, 'No plan "Pro" ever occurs. Did you mean "pro"?'),
        ("nps", {"where": [["is", "touchpoint", ["support", "suport"]]]}, None),
        ("nps", {"where": [["is_not", "touchpoint", ["suport"]]]}, None),
    ],
)
def test_names_that_never_occur(shop: Workspace, metric: str, asked: dict[str, Any], sentence: str | None) -> None:
    """A name that never occurs is no error: the answer is 0 or nothing, with a did-you-mean."""
    reply = shop.ask(metric, **MARCH, **asked)
    assert _warned(reply).get("nothing_matches") == sentence
    assert (not reply.value) == (sentence is not None)


def test_small_bases(shop: Workspace) -> None:
    """Under 30 rows a share is marked, as a whole or by bucket; a count never is."""
    assert _warned(shop.ask("nps", **MARCH))["small_base"] == "Only 4 answers in all: read the number with care."
    assert _warned(shop.ask("orders", **MARCH)) == {}
    workspace = regard.open()
    answer = {"kind": "csat", "score": 5}
    days = [("2025-03-01", 10), ("2025-03-02", 30), ("2025-03-03", 1)]
    workspace.add("answer", [{**answer, "time": f"{day}T09:00:{n:02}Z"} for day, count in days for n in range(count)])
    asked: dict[str, Any] = {"every": "day", "as_of": AS_OF}
    one = workspace.ask("csat", period=("2025-03-01", "2025-03-02"), **asked)
    assert _warned(one) == {"small_base": "Only 10 answers on 2025-03-01: read that one with care."}
    two = workspace.ask("csat", period=("2025-03-01", "2025-03-03"), **asked)
    assert _warned(two)["small_base"].startswith("Only 10 answers on 2025-03-01, and under 30 in 1 more: ")


def test_a_comparison_that_reaches_before_the_first_record(shop: Workspace) -> None:
    """A compared period that begins before there was anything is said so."""
    warned = _warned(shop.ask("orders", compare="previous", **MARCH))
    assert warned == {
        "short_history": "The compared period begins on 2025-01-29, before the first record on 2025-02-20."
    }
    later = shop.ask("orders", period="2025-04", compare="previous", as_of=AS_OF)
    assert _warned(later) == {}
