"""Where surveys are left, against a plain walk through each run, on showings and questions by chance."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.asking.plain_question import PlainQuestion, check_reply
from tests.asking.yearly_log import FEW, PERSONS, ZONE, YearlyLog, moments, periods
from tests.naive.records import Plain, Record, Statement, share

LOG = YearlyLog()
FIELDS: Mapping[str, Callable[[Record], Any]] = {
    "question": lambda row: row["question"],
    "survey": lambda row: row["survey"],
}


@st.composite
def showing_logs(draw: st.DrawFn, year: int) -> list[dict[str, Any]]:
    """Return up to 40 showings of a year, several of a run at one moment."""
    some = draw(st.lists(moments(year), min_size=1, max_size=12))
    return [
        {
            "id": f"{year} {number:02}",
            "time": draw(st.sampled_from(some)),
            "kind": "text",
            "survey": draw(st.sampled_from(["s", "t", None])),
            "question": draw(st.sampled_from(["q1", "q2", "q3"])),
            "status": draw(st.sampled_from(["shown", "dismissed", "partial", "completed"])),
            "user_id": f"{person} {year}" if (person := draw(st.sampled_from([*PERSONS[:2], None]))) else None,
        }
        for number in range(draw(st.integers(0, 40)))
    ]


def _with_ends(showings: Sequence[Record]) -> list[dict[str, Any]]:
    """Return showings with the run that each belongs to, and whether the run ended at its question."""
    runs: dict[Any, list[Record]] = {}
    for row in showings:
        runs.setdefault((row["user_id"], row["survey"]) if row["user_id"] else row["id"], []).append(row)
    found = []
    for run, rows in runs.items():
        last = max(rows, key=lambda row: (row["time"].timestamp(), row["question"]))["question"]
        completed = any(row["question"] == last and row["status"] == "completed" for row in rows)
        found += [{**row, "run": run, "drops": row["question"] == last and not completed} for row in rows]
    return found


def _dropoff(showings: Sequence[Record]) -> Plain:
    runs = {row["run"] for row in showings}
    return share({row["run"] for row in showings if row["drops"]}, list(runs), ("dropped", "shown"))


@given(data=st.data())
@FEW
def test_dropoff_as_counted_plainly(data: st.DataObject) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement."""
    year = LOG.take_year()
    showings = data.draw(showing_logs(year))
    first, last = data.draw(periods(year))
    question = PlainQuestion(
        first=first,
        last=last,
        zone=ZONE,
        fields=FIELDS,
        every=data.draw(st.sampled_from([None, "week"])),
        by=data.draw(st.sampled_from(["question", "question", "survey", None])),
        compare=data.draw(st.sampled_from([None, None, "previous"])),
    )
    reply = LOG.add(answer=showings).ask("survey_dropoff", **question.arguments())
    check_reply(reply, question, Statement("time", _dropoff), _with_ends(showings))
