from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.errors import RegardError
from regard.metrics.catalogue import METRICS
from regard.serving.cli.ask import read_question
from regard.serving.cli.locate import find_workspace
from regard.serving.cli.question import ARGUMENTS
from regard.serving.cli.words import split_options

NO_OPTIONS = dict.fromkeys(argument.name for argument in ARGUMENTS)


@pytest.mark.parametrize(
    ("given_options", "question"),
    [
        ({"period": "2025-03"}, {"period": "2025-03"}),
        ({"period": "2025-04-01..2025-04-17"}, {"period": ("2025-04-01", "2025-04-17")}),
        ({"period": '["2025-04-01", "2025-04-17"]'}, {"period": ["2025-04-01", "2025-04-17"]}),
        ({"by": ["channel,country", "plan"]}, {"by": ["channel", "country", "plan"]}),
        ({"where": ['["is", "country", ["IT"]]']}, {"where": [["is", "country", ["IT"]]]}),
        (
            {"where": ['[["is", "plan", ["pro"]]]', '["gt", "score", 3]']},
            {"where": [["is", "plan", ["pro"]], ["gt", "score", 3]]},
        ),
        ({"compare": "previous"}, {"compare": "previous"}),
        ({"compare": '{"where": [["is", "new", [true]]]}'}, {"compare": {"where": [["is", "new", [True]]]}}),
        ({"event": '{"page": "/docs/**"}'}, {"event": {"page": "/docs/**"}}),
        ({"goal": ["signup"]}, {"goal": "signup"}),
        ({"goal": ["signup", "paid"]}, {"goal": ["signup", "paid"]}),
        ({"bins": "0,30m,4h"}, {"bins": [0, "30m", "4h"]}),
        ({"level": "0.9"}, {"level": 0.9}),
    ],
)
def test_options_become_the_question(given_options: dict[str, object], question: dict[str, object]) -> None:
    """Each option is read as the question language writes its argument."""
    assert read_question(["nps"], NO_OPTIONS | given_options, {}, METRICS) == question


def test_arguments_of_one_metric_are_written_like_the_others() -> None:
    """They need no option of their own, and are numbers where they are written so."""
    assert read_question(["high_effort_share"], NO_OPTIONS, {"threshold": "6"}, METRICS) == {"threshold": 6}


@pytest.mark.parametrize(
    ("options", "free", "code", "sentence"),
    [
        ({"where": ["country=IT"]}, {}, "bad_filter", "--where country=IT is not JSON"),
        ({"level": "high"}, {}, "bad_value", '--level is "high", which is not a number'),
        ({"compare": "{broken"}, {}, "bad_filter", "--compare {broken is not JSON"),
        ({}, {"treshold": "6"}, "unknown_option", 'Did you mean "--threshold"'),
    ],
)
def test_what_cannot_be_read_is_refused(
    options: dict[str, object], free: dict[str, str], code: str, sentence: str
) -> None:
    """The sentence names the option, what is wrong, and the way out."""
    with pytest.raises(RegardError) as caught:
        read_question(["nps"], NO_OPTIONS | options, free, METRICS)
    assert caught.value.code == code
    assert sentence in str(caught.value)


WORD = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)
NUMBER = st.floats(allow_nan=False, allow_infinity=False).map(str) | st.integers().map(str)


@given(plain=st.lists(WORD | NUMBER), options=st.dictionaries(WORD, WORD | NUMBER, max_size=4), signed=st.booleans())
def test_words_and_options_are_told_apart(plain: list[str], options: dict[str, str], *, signed: bool) -> None:
    """Whatever stands between, `--name value` and `--name=value` are options, and negative numbers are none."""
    written = [[f"--{name}={value}"] if signed else [f"--{name}", value] for name, value in options.items()]
    words = [*plain[:1], *(word for pair in written for word in pair), *plain[1:]]
    assert split_options(words) == (plain, options)


def test_an_option_is_given_once() -> None:
    """Twice is a contradiction."""
    with pytest.raises(RegardError, match="--start is given twice"):
        split_options(["--start", "1", "--start=2"])


def test_the_nearest_workspace_above_is_meant(tmp_path: Path) -> None:
    """Without a name it is the nearest folder with a regard.toml; a named one must have it."""
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "inner"
    (inner / "deep").mkdir(parents=True)
    for folder in (outer, inner):
        (folder / "regard.toml").touch()
    assert find_workspace(None, inner / "deep") == inner
    assert find_workspace(outer, inner) == outer
    with pytest.raises(RegardError, match="Make one with: regard init"):
        find_workspace(inner / "deep", inner)
    with pytest.raises(RegardError, match="There is no workspace in this folder or above it"):
        find_workspace(None, tmp_path)
