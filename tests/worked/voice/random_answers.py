"""Answers by chance: every kind and status, scales said and not said, people known and unknown."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from tests.asking.plain_question import Choice, PlainQuestion
from tests.asking.yearly_log import PERSONS, ZONE, customer_field, moments, periods
from tests.naive.records import Record, is_answered, scale

SCALES: dict[str, list[tuple[int | None, int | None]]] = {
    "nps": [(None, None), (0, 10), (1, 10)],
    "csat": [(None, None), (1, 5), (0, 5), (1, 7)],
    "ces": [(None, None), (1, 7), (1, 5)],
    "rating": [(1, 5), (0, 10)],
    "choice": [(None, None)],
    "text": [(None, None)],
}
PROPERTIES: tuple[dict[str, Any], ...] = (
    {},
    *({"way": way} for way in ("app", "2", 2, 2.5, True, None)),
)

SAID: tuple[dict[str, Any], ...] = ({}, {"choices": ["a"]}, {"choices": []}, {"text": "fine"}, {"text": " "})


def _property(answer: Record) -> Any:
    return answer["properties"].get("way")


def _score(answer: Record) -> Any:
    return float(answer["score"]) if is_answered(answer) and "score" in answer else None


FIELDS: Mapping[str, Callable[[Record], Any]] = {
    "touchpoint": lambda answer: answer["touchpoint"],
    "kind": lambda answer: answer["kind"],
    "score": _score,
    "properties.way": _property,
    "plan": lambda answer: customer_field("plan", answer),
    "customer.country": lambda answer: customer_field("country", answer),
    "user_id": lambda answer: answer["user_id"],
    "higher_is_better": lambda answer: scale(answer)[2],
}

CHOICES = (
    Choice(["is", "touchpoint", ["support", None]], lambda answer: answer["touchpoint"] in ("support", None)),
    Choice(["is_not", "touchpoint", ["support"]], lambda answer: answer["touchpoint"] in ("Purchase", "product")),
    Choice(
        ["contains", "touchpoint", ["PUR", "oduc"], {"case_sensitive": False}],
        lambda answer: answer["touchpoint"] in ("Purchase", "product"),
    ),
    Choice(["matches_not", "touchpoint", ["^p"]], lambda answer: answer["touchpoint"] in ("Purchase", "support")),
    Choice(["between", "score", [2, 9]], lambda answer: 2 <= (-1 if _score(answer) is None else _score(answer)) <= 9),
    Choice(["is", "properties.way", [2]], lambda answer: _property(answer) == 2),
    Choice(["is_not", "properties.way", ["2"]], lambda answer: _property(answer) not in (None, "2")),
    Choice(["not", [["is", "plan", ["pro"]]]], lambda answer: customer_field("plan", answer) != "pro"),
    Choice(
        ["or", [["is", "plan", ["pro"]], ["and", [["is", "status", ["partial"]], ["is", "kind", ["nps", "csat"]]]]]],
        lambda answer: (
            customer_field("plan", answer) == "pro"
            or (answer["status"] == "partial" and answer["kind"] in ("nps", "csat"))
        ),
    ),
)


@st.composite
def _answer(draw: st.DrawFn, year: int, number: int, one_scale: bool) -> dict[str, Any]:  # noqa: FBT001
    """Return one answer; what it does not say is left out or null."""
    kind = draw(st.sampled_from(sorted(SCALES)))
    low, high = SCALES[kind][0] if one_scale else draw(st.sampled_from(SCALES[kind]))
    person = draw(st.sampled_from([*PERSONS, None]))
    answer: dict[str, Any] = {
        "id": f"{year} {number}",
        "time": draw(moments(year)),
        "kind": kind,
        "status": draw(st.sampled_from(["completed", "completed", "partial", "shown", "dismissed"])),
        "user_id": f"{person} {year}" if person else None,
        "touchpoint": draw(st.sampled_from(["support", "Purchase", "product", None])),
        "properties": draw(st.sampled_from(PROPERTIES)),
    }
    if low is not None:
        answer |= {"scale_min": low, "scale_max": high}
    if kind == "ces" and not one_scale:
        answer["higher_is_better"] = draw(st.sampled_from([None, True, False]))
    if kind in ("choice", "text"):
        return {**answer, **draw(st.sampled_from(SAID))}
    ends = scale(answer)
    score = draw(st.none() | st.integers(int(ends[0] or 0), int(ends[1] or 0)))
    return answer if score is None else {**answer, "score": score}


@st.composite
def answer_logs(draw: st.DrawFn, year: int) -> list[dict[str, Any]]:
    """Return up to 40 answers of a year."""
    one_scale = draw(st.booleans())
    return [draw(_answer(year, number, one_scale)) for number in range(draw(st.integers(0, 40)))]


@st.composite
def answer_questions(draw: st.DrawFn, year: int) -> PlainQuestion:
    """Return a question about the answers of a year."""
    first, last = draw(periods(year))
    return PlainQuestion(
        first=first,
        last=last,
        zone=ZONE,
        fields=FIELDS,
        every=draw(st.sampled_from([None, "day", "week", "month"])),
        by=draw(st.sampled_from([None, *FIELDS])),
        where=draw(st.lists(st.sampled_from(CHOICES), max_size=2)),
        compare=draw(st.sampled_from([None, "previous"])),
    )
