from typing import Any

import pytest

from regard.serving.cli.arguments import read_arguments
from regard.serving.cli.question import ARGUMENTS
from tests.serving.command import Command


@pytest.mark.parametrize(
    ("options", "meant"),
    [
        ({"steps": ["view", "cart"]}, {"steps": ["view", "cart"]}),
        ({"steps": ['["view", {"page": "/pay"}]']}, {"steps": ["view", {"page": "/pay"}]}),
        ({"start": "trial", "end": '{"event": "pay"}'}, {"start": "trial", "end": {"event": "pay"}}),
        (
            {"span": "90d", "lifespan": "3 years"},
            {"span": "90d", "lifespan": "3 years"},
        ),
        ({"window": "3600"}, {"window": 3600}),
        ({"compare": '{"date": "2025-03-15"}'}, {"compare": {"date": "2025-03-15"}}),
        ({"hours": "business", "schedule": "office"}, {"hours": "business", "schedule": "office"}),
    ],
)
def test_words_become_the_values_of_the_question(options: dict[str, Any], meant: dict[str, Any]) -> None:
    """An option means what its argument means in Python: text stays text, JSON is read, seconds are a number."""
    assert read_arguments(ARGUMENTS, options) == meant


def test_arguments_of_single_metrics_on_the_command_line(regard_command: Command) -> None:
    """A funnel, churn by span and business hours reach the question; one for another metric is refused there."""
    assert regard_command("init", "acme").code == 0
    asked = ("--period", "2025-03", "--as-of", "2025-04-30", "-w", "acme", "--json")
    funnel = regard_command("ask", "funnel", "--steps", "view", "--steps", "cart", "--window", "1d", *asked).document
    assert [cell["event"] for cell in funnel["cells"]] == ["view", "cart"]
    assert funnel["definition"]["arguments"]["window"] == "1d"
    churn = regard_command("ask", "churn_rate", "--span", "90d", *asked).document
    assert churn["definition"]["arguments"] == {"span": "90d"}
    refused = regard_command("ask", "first_response_time", "--hours", "business", *asked)
    assert (refused.code, "none is declared" in refused.err) == (2, True)
    refused = regard_command("ask", "nps", "--steps", "view", *asked)
    assert (refused.code, "steps" in refused.err) == (2, True)
