from typing import Any

import pytest

import regard

REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "retention_curve",
        {"rule": "loose"},
        "bad_value",
        'rule=\'loose\' means nothing. rule is one of "bounded", "unbounded".',
    ),
    (
        "retention_curve",
        {"cohorts": "all"},
        "bad_value",
        'cohorts=\'all\' means nothing. cohorts is one of "first_time", "recurring".',
    ),
    (
        "retention_curve",
        {"window": "14d"},
        "bad_value",
        'window=\'14d\' means nothing. window is one of "calendar", "elapsed".',
    ),
    (
        "retention_curve",
        {"window": "elapsed", "every": "month"},
        "not_together",
        (
            'window="elapsed" and every="month" do not go together. '
            'A window is 24 hours or 7 times that: take every="day" or "week".'
        ),
    ),
    ("retention_curve", {"intervals": 0}, "bad_value", "intervals=0 is out of range. It is 1 to 1000."),
    (
        "retention_curve",
        {"min_occurrences": 1.5},
        "bad_value",
        "min_occurrences=1.5 is not a whole number. Write min_occurrences=2.",
    ),
    (
        "retention_curve",
        {"back": {"evnt": "open"}},
        "bad_filter",
        'An event spec has no "evnt". Did you mean "event"?',
    ),
    ("retention_curve", {"base": "total"}, "not_for_metric", 'base="total" is not for retention_curve. Leave it out.'),
    (
        "retention_curve",
        {"interval": "jackknife"},
        "not_for_metric",
        'The interval "jackknife" is not for retention_curve. It offers "wilson", "wald", "adjusted_wald".',
    ),
    (
        "lifecycle",
        {"interval": "wilson"},
        "not_for_metric",
        'The interval "wilson" is not for lifecycle. Leave it out: people are counted, not estimated.',
    ),
    (
        "lifecycle",
        {"unit": 3},
        "bad_value",
        'unit=3 is neither a person nor a field. Write unit="person", or a field such as unit="properties.account_id".',
    ),
    ("lifecycle", {"unit": "chanel"}, "unknown_field", 'There is no field "chanel". Did you mean "channel"?'),
    (
        "lifecycle",
        {"rule": "bounded"},
        "not_for_metric",
        '"rule" is for retention_curve, not for lifecycle. Leave it out.',
    ),
    (
        "active_days_distribution",
        {"every": "hour"},
        "not_together",
        'active_days_distribution and every="hour" do not go together. Take every="day", "week" or "month".',
    ),
    (
        "journeys",
        {},
        "missing_argument",
        (
            'journeys needs "anchor", what journeys are looked at from. '
            'Write anchor="order", or an event such as anchor="signup".'
        ),
    ),
    (
        "journeys",
        {"anchor": "order", "direction": "up"},
        "bad_value",
        'direction=\'up\' means nothing. direction is one of "after", "before".',
    ),
    ("journeys", {"anchor": "order", "depth": 21}, "bad_value", "depth=21 is out of range. It is 1 to 20."),
    (
        "journeys",
        {"anchor": "order", "touchpoints": []},
        "bad_value",
        'touchpoints=[] names no fields. Write touchpoints=["properties.workspace"].',
    ),
    (
        "journeys",
        {"anchor": "order", "by": "channel"},
        "not_together",
        (
            '"channel" is a field of events, and journeys go over all channels. '
            'Split or filter by a field of customers, such as "plan"; filter the anchor in its spec.'
        ),
    ),
    (
        "journeys",
        {"anchor": "order", "every": "day"},
        "not_together",
        'journeys and "every" do not go together. Journeys have no buckets: drop every, or ask for a shorter period.',
    ),
    (
        "conversion",
        {"start": "trial"},
        "missing_argument",
        'conversion needs "end", the event that it counts. Write end="checkout" or end={"page": "/checkout/**"}.',
    ),
    (
        "conversion",
        {"start": "trial", "end": "pay", "count": "visits"},
        "bad_value",
        'count=\'visits\' means nothing. count is one of "people", "events".',
    ),
    (
        "conversion",
        {"start": "trial", "end": "pay", "hold": ["sesion_id"]},
        "unknown_field",
        'There is no field "sesion_id". Did you mean "session_id"?',
    ),
]


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return an empty workspace."""
    return regard.open(zone="Europe/Rome")


@pytest.mark.parametrize(
    ("metric", "asked", "code", "sentence"), REFUSED, ids=[f"{metric} {asked}" for metric, asked, *_ in REFUSED]
)
def test_refusals_name_the_conflict_and_the_way_out(
    ws: regard.Workspace, metric: str, asked: dict[str, Any], code: str, sentence: str
) -> None:
    """What cannot be answered as it stands is refused by a code, one sentence for the conflict, one for the way out."""
    with pytest.raises(regard.RegardError) as caught:
        ws.ask(metric, **{"period": "2025-03", **asked})
    assert (caught.value.code, str(caught.value)) == (code, sentence)


def test_nothing_is_there_yet(ws: regard.Workspace) -> None:
    """On an empty workspace every curve has its cells and no value."""
    curves = {"retention_curve": 48, "lifecycle": 31, "active_days_distribution": 31, "journeys": 0}
    for name, cells in curves.items():
        own = {"anchor": "order"} if name == "journeys" else {}
        reply = ws.ask(name, period="2025-03", as_of="2025-04-30", **own)
        assert (reply.value, reply.n, len(reply.cells)) == (0 if name == "lifecycle" else None, 0, cells)
        assert reply.to_dict()["cells"] == reply.cells
