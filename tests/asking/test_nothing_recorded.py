"""Where no record of a kind was ever kept, statements are not run, and answers are those that they would give."""

import pytest

import regard
from regard.asking.passes import Passes
from regard.metrics.catalogue import METRICS
from regard.metrics.compile.grains import GRAINS
from regard.metrics.kinds import Curve, Quotient
from regard.serving.workspace import Workspace

NAMES = list(
    {
        (metric.of.name, type(metric)): name
        for name, metric in METRICS.items()
        if not isinstance(metric, Curve | Quotient) and not metric.needs and GRAINS[metric.of.name].kinds
    }.values()
)
"""A metric of each kind for each grain that is made of records alone."""

MARCH = {"period": "2025-03", "every": "month", "as_of": "2025-04-10"}


@pytest.fixture(scope="module")
def visited() -> Workspace:
    """Return a workspace with a visit, and nothing else."""
    ws = regard.open()
    ws.add("event", [{"id": "1", "time": "2025-03-10T12:00:00Z", "type": "page", "path": "/", "user_id": "u"}])
    return ws


def test_answers_without_records_are_those_of_statements(visited: Workspace) -> None:
    """Metrics of records alone have the value, the series and the warnings that their statements would give."""
    told = visited.ask(NAMES, **MARCH).to_dict()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Passes, "_is_empty", lambda *_: False)
        visited._asker._given._known.clear()
        compiled = visited.ask(NAMES, **MARCH).to_dict()
    for name in NAMES:
        for reply in (told[name], compiled[name]):
            del reply["seconds"]
        assert told[name] == compiled[name], name


def test_what_was_not_read_is_said(visited: Workspace) -> None:
    """The reading says that there are no records; once there is one it is read."""
    (line,) = visited.explain("deliveries", **MARCH)["deliveries"]
    assert line.startswith("nothing, for no records of messages were kept")
    with regard.open() as ws:
        assert ws.ask("answers", **MARCH).value == 0
        ws.add("answer", [{"id": "1", "time": "2025-03-10T12:00:00Z", "kind": "nps", "score": 9, "survey": "s"}])
        assert ws.ask("answers", **MARCH).value == 1


def test_what_is_wrong_with_a_question_is_said_all_the_same(visited: Workspace) -> None:
    """A field that messages do not have is refused though there are no messages."""
    with pytest.raises(regard.RegardError, match="entry_page"):
        visited.ask("deliveries", by="entry_page", **MARCH)
