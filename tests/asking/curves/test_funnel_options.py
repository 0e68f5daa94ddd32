from typing import Any

import pytest

from regard.asking.curves.funnel_options import read_funnel
from regard.errors import RegardError
from regard.metrics.curves.funnel_rules import FOREVER

STEPS = ["view", "cart", "pay"]
DAY = 86_400_000_000

REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    ({"steps": "view"}, "bad_value", "steps='view'", "Write steps="),
    ({"steps": []}, "bad_value", "no steps", "2 to 30"),
    ({"steps": ["view"]}, "bad_value", "1 step", "2 to 30"),
    ({"steps": ["view"] * 31}, "bad_value", "31 steps", "2 to 30"),
    ({"steps": ["view", {"event": "pay", "wihtin": "1h"}]}, "bad_filter", 'Step 2 has no "wihtin"', '"within"'),
    ({"steps": ["view", {"within": "1h"}]}, "bad_filter", "no event and no page", "Write"),
    ({"steps": ["view", 3]}, "bad_filter", "3 is not an event spec", "Write"),
    ({"steps": [{"event": "view", "within": "1h"}, "pay"]}, "bad_value", "step 1 has none", "Move it"),
    ({"steps": ["view", {"event": "pay", "within": "15d"}]}, "not_together", "longer than the window", "Make"),
    ({"steps": ["view", {"event": "pay", "within": -1}]}, "bad_value", "within=-1", "Write"),
    ({"order": "orderd"}, "bad_value", "order='orderd'", '"ordered"'),
    ({"window": "14"}, "bad_value", "'14' is not a duration", "with a unit"),
    ({"window": -1}, "bad_value", "window=-1", 'window="14d"'),
    ({"window": "3 months"}, "bad_value", "3 months", '"30d"'),
    ({"window": True}, "bad_value", "True is not a duration", "with a unit"),
    ({"exclude": "refund"}, "bad_value", "exclude='refund'", "between"),
    ({"exclude": ["refund"]}, "bad_value", "'refund' does not say between which steps", "between"),
    ({"exclude": [{"event": "refund"}]}, "missing_argument", '"refund" has no "between"', "between"),
    ({"exclude": [{"event": "refund", "betwen": [1, 2]}]}, "bad_filter", '"betwen"', '"between"'),
    ({"exclude": [{"event": "refund", "between": [0, 2]}]}, "bad_value", "none of the 3", "1 to 3"),
    ({"exclude": [{"event": "refund", "between": [1, 4]}]}, "bad_value", "none of the 3", "1 to 3"),
    ({"exclude": [{"event": "refund", "between": [2, 2]}]}, "bad_value", "begins at step 2", "[1, 2]"),
    ({"exclude": [{"event": "refund", "between": [3, 1]}]}, "bad_value", "begins at step 3", "[1, 3]"),
    ({"exclude": [{"event": "refund", "between": [1]}]}, "bad_value", "not two numbers", "between"),
    ({"exclude": [{"event": "refund", "between": ["1", 2]}]}, "bad_value", "not two numbers", "between"),
    (
        {"order": "strict", "exclude": [{"event": "refund", "between": [1, 2]}]},
        "not_together",
        'order="strict" and "exclude"',
        "drop one",
    ),
    (
        {"order": "any", "exclude": [{"event": "refund", "between": [1, 2]}]},
        "not_together",
        'order="any" and "exclude"',
        "drop one",
    ),
    (
        {"order": "any", "steps": ["view", {"event": "pay", "within": "1h"}]},
        "not_together",
        'order="any" and the "within" of step 2',
        "drop one",
    ),
    ({"order": "any", "steps": ["view", "pay", "view"]}, "not_together", 'steps 1 and 3 are both "view"', "Drop one"),
    ({"hold": [3]}, "bad_value", "hold=[3]", "Write hold="),
    ({"hold": ["plan", "plan"]}, "bad_value", "different fields", "Write hold="),
    ({"unit": 3}, "bad_value", "unit=3", "Write unit="),
    ({"attribution": "first_touch"}, "not_together", '"attribution" and no "by"', "Add by="),
]

OF_GROUPS: list[tuple[str, str, str]] = [
    ("first_tuch", "attribution='first_tuch'", '"first_touch"'),
    ("step:", "attribution='step:'", '"step:1"'),
    ("step:9", "none of the 3", '"step:1" to "step:3"'),
    ("step:0", "none of the 3", '"step:1" to "step:3"'),
]


@pytest.mark.parametrize(("options", "code", "said", "way_out"), REFUSED)
def test_what_is_refused(options: dict[str, Any], code: str, said: str, way_out: str) -> None:
    """A funnel that contradicts itself is refused in one sentence that names both sides, and with the way out."""
    with pytest.raises(RegardError) as refused:
        read_funnel({"steps": STEPS, **options}, ())
    assert (refused.value.code, said in refused.value.message) == (code, True), refused.value
    assert way_out in refused.value.suggestion, refused.value
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(("attribution", "said", "way_out"), OF_GROUPS)
def test_attributions_that_are_refused(attribution: str, said: str, way_out: str) -> None:
    """An attribution that is none, or of a step that is not there, is refused."""
    with pytest.raises(RegardError) as refused:
        read_funnel({"steps": STEPS, "attribution": attribution}, ("channel",))
    assert refused.value.code == "bad_value"
    assert said in refused.value.message
    assert way_out in refused.value.suggestion


def test_what_is_left_out_has_its_default() -> None:
    """In order, 14 days, per person, no limits and no exclusions; groups are those of the first touch."""
    options = read_funnel({"steps": STEPS}, ("channel",))
    assert [str(step) for step in options.steps] == STEPS
    rules = options.rules
    assert (rules.steps, rules.order, rules.window, rules.within, rules.exclusions) == (3, "ordered", 14 * DAY, (), ())
    assert (options.hold, options.unit, options.attribution) == ((), "person", "first_touch")
    assert options.written == {
        "steps": STEPS,
        "order": "ordered",
        "window": "14d",
        "unit": "person",
        "attribution": "first_touch",
    }


def test_everything_said() -> None:
    """Each option is read: windows in microseconds, exclusions with their steps, fields in a tuple."""
    pay = {"event": "pay", "where": [["is", "currency", ["EUR"]]], "within": "1h"}
    refund = {"event": {"event": "refund", "where": [["is", "currency", ["EUR"]]]}, "between": [1, 3]}
    options = read_funnel(
        {
            "steps": ["view", {"page": "/cart/**"}, pay],
            "window": 3_600.5,
            "exclude": [refund, {"event": "error", "between": (2, 3)}],
            "hold": "properties.project",
            "unit": "visit",
            "attribution": "step:2",
        },
        ("channel", "device"),
    )
    assert [str(step) for step in options.steps] == ["view", "/cart/**", "pay"]
    assert options.steps[2].where == options.excluded[0].where != ()
    assert options.rules.window == 3_600_500_000
    assert options.rules.within == (FOREVER, FOREVER, 3_600_000_000)
    assert options.rules.exclusions == ((1, 3), (2, 3))
    assert [str(spec) for spec in options.excluded] == ["refund", "error"]
    assert (options.hold, options.unit, options.attribution) == (("properties.project",), "visit", 2)
    assert read_funnel({"steps": STEPS, "window": "none"}, ()).rules.window == FOREVER
