"""Answers written short, and a workspace that holds them."""

from collections.abc import Iterable, Mapping
from typing import Any

import regard
from regard.serving.workspace import Workspace

MARCH = {"period": "2025-03", "as_of": "2025-06-30"}


def said(kind: str, *scores: float, **more: Any) -> list[dict[str, Any]]:
    """Return an answer of a kind for each score, one person each, at noon of 10 March 2025."""
    given = {"time": "2025-03-10T12:00:00+01:00", "kind": kind, **more}
    name = "-".join(str(value) for value in (kind, *more.values()))
    return [
        {"id": f"{name} {number}", "user_id": f"{name} {number}", "score": score, **given}
        for number, score in enumerate(scores)
    ]


def holding(*answers: Iterable[Mapping[str, Any]]) -> Workspace:
    """Return a workspace with these answers."""
    workspace = regard.open(zone="Europe/Rome")
    rows = [answer for some in answers for answer in some]
    assert workspace.add("answer", rows).added == len(rows)
    return workspace
