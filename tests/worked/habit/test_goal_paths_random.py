from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.metrics.curves.funnel_rules import FOREVER, Rules
from tests.naive.random_logs import event_logs, link_logs
from tests.naive.visits import Event, read_log
from tests.naive.workspaces import told
from tests.worked.habit.test_funnel_random import SPECS, WINDOWS, Asked, agree

FEW = settings(max_examples=settings.default.max_examples // 5)  # type: ignore[union-attr]
ALL_EVENTS = [["is", "type", ["page", "screen", "track"]]]
"""A filter that takes nothing away, and that kept attempts do not know of."""


@st.composite
def declared_paths(draw: st.DrawFn) -> Asked:
    """Return the funnel of a path of two to four different steps; some steps share events."""
    names = st.lists(st.sampled_from(["cart", "buy", "page /a", "seen", "page"]), min_size=2, max_size=4, unique=True)
    steps = tuple(draw(names))
    window = draw(st.sampled_from(list(WINDOWS)))
    microseconds = FOREVER if window == "none" else WINDOWS[window] * 1_000_000
    return Asked(
        steps=steps,
        rules=Rules(len(steps), "ordered", microseconds),
        excluded=(),
        options={"window": window, "by": None, "hold": None, "unit": "person", "where": None, "within": [None] * 4},
        days=(date(2025, 3, 28), date(2025, 4, 4)),
        as_of=date(2025, 5, 31),
    )


@FEW
@given(events=event_logs(), links=link_logs(), asked=declared_paths(), data=st.data())
def test_kept_attempts_agree_with_events(
    events: list[Event], links: list[Any], asked: Asked, data: st.DataObject
) -> None:
    """Over any days and at any clock a path answers as plain Python does, and as its events do bucket by bucket."""
    touches = read_log(events, links)
    with told(events, links) as ws:
        steps = [SPECS[name][0] for name in asked.steps]
        ws.declare("path", "way", steps=steps, window=asked.options["window"])
        for _ in range(2):
            days = sorted(data.draw(st.lists(st.dates(date(2025, 3, 28), date(2025, 4, 3)), min_size=2, max_size=2)))
            one = replace(asked, days=(days[0], days[1]), as_of=data.draw(st.sampled_from([days[1], asked.as_of])))
            question = {"period": tuple(str(day) for day in days), "as_of": one.as_of}
            more = {"every": data.draw(st.sampled_from([None, "day", "week"])), "compare": "previous", **question}
            kept = ws.ask("funnel", steps="way", **more)
            agree(kept, one, touches)
            rows = ws.ask("funnel", steps=steps, window=asked.options["window"], where=ALL_EVENTS, **more)
            assert rows.path == "rows"
            if one.as_of == asked.as_of and "page" not in asked.steps:
                assert kept.path == "totals"
            for part in ("cells", "series", "previous", "parts", "change"):
                assert _rounded(getattr(kept, part)) == _rounded(getattr(rows, part))


def _rounded(told: Any) -> Any:
    """Return what was told with its numbers to nine places, for means may be summed up in another order."""
    if isinstance(told, float):
        return pytest.approx(told, abs=1e-9)
    if isinstance(told, dict):
        return {key: _rounded(value) for key, value in told.items()}
    return [_rounded(value) for value in told] if isinstance(told, list) else told
