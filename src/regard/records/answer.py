"""Answers: what customers say when asked."""

from typing import Annotated, Literal

import msgspec

from regard.records.record import Happening, Instant, RecordType


class Answer(Happening, frozen=True, kw_only=True):
    """One person, one question, one showing of it."""

    time: Instant
    survey: str | None = None
    question: str | None = None
    kind: Literal["nps", "csat", "ces", "rating", "choice", "text"]
    status: Literal["shown", "dismissed", "partial", "completed"] = "completed"
    score: float | None = None
    scale_min: float | None = None
    scale_max: float | None = None
    higher_is_better: bool | None = None
    choices: list[str] = msgspec.field(default_factory=list)
    text: str | None = None
    language: str | None = None
    user_id: str | None = None
    touchpoint: str | None = None
    about_id: str | None = None
    channel: str | None = None
    weight: Annotated[float, msgspec.Meta(ge=0)] | None = None


ANSWER = RecordType("answer", "answers", Answer)
