import shlex

import pytest

from regard.metrics.calculators import CALCULATORS
from regard.serving.cli.calc import command_line
from tests.serving.command import Command


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["nps", 64, 20, 16], "48.0"),
        (["churn_rate", "--start", 100, "--lost", 10], "10.0 %"),
        (["churn_rate", 100, "--lost=10"], "10.0 %"),
        (["csat", 40, 50], "80.0 %"),
        (["customer_lifetime_value", 20, 12, 3], "720.00"),
        (["click_to_open_rate", 50, 200], "25.0 %"),
    ],
)
def test_counts_may_be_plain_or_named(regard_command: Command, words: list[object], shown: str) -> None:
    """Both give the worked examples, with the formula."""
    told = regard_command("calc", *words)
    assert told.code == 0, told.err
    assert shown in told.out
    assert " = " in told.out


@pytest.mark.parametrize("name", sorted(CALCULATORS))
def test_every_example_of_the_list_works(regard_command: Command, name: str) -> None:
    """What `regard calc` says one can type gives a number."""
    command = command_line(CALCULATORS[name])
    assert command in regard_command("calc").out
    told = regard_command(*shlex.split(command)[1:], "--json")
    assert told.code == 0, told.err
    assert told.document["metric"] == name
    assert told.document["value"] is not None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nps", 1, 2, 3, 4], "nps needs 3 numbers, and 4 were given. Write: regard calc nps 64 20 16"),
        (["nps", 1, 2], 'nps needs "detractors".'),
        (["nps", 64, 20, 16, "--promoters", 3], "promoters is given as a plain number and as --promoters."),
        (["churn_rate", 100, "--lots", 3], 'Did you mean "lost"?'),
    ],
)
def test_counts_that_do_not_fit_are_refused(regard_command: Command, words: list[object], sentence: str) -> None:
    """The sentence shows a command that works, or names the count."""
    told = regard_command("calc", *words)
    assert told.code == 2
    assert sentence in told.err
