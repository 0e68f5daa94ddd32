from pathlib import Path
from typing import Any

import pytest

import regard
from regard.errors import RegardError

DAY: dict[str, Any] = {"week": {"mon": [["09:00", "17:00"]]}}
LEVEL: dict[str, Any] = {"metric": "first_response_time", "within": "4h"}
BILLING, SALES, URGENT = (
    [["is", "group", ["billing"]]],
    [["is", "group", ["sales", "billing"]]],
    [["is", "priority", ["urgent"]]],
)

# What is declared wrongly, and the sentence that says so.
REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("schedule", {}, "missing_argument", 'The schedule "x" has no hours.'),
    ("schedule", {"week": {"mon": []}}, "missing_argument", 'The schedule "x" has no hours.'),
    ("schedule", {"week": [["09:00", "17:00"]]}, "bad_value", 'The week of "x" is no table of days.'),
    ("schedule", {"week": {"monday": [["09:00", "17:00"]]}}, "unknown_day", 'There is no day "monday".'),
    ("schedule", {**DAY, "hollidays": []}, "unknown_key", 'There is no key "hollidays".'),
    ("schedule", {**DAY, "zone": "Europe/Rom"}, "unknown_zone", 'There is no zone "Europe/Rom".'),
    ("schedule", {"week": {"mon": "9-17"}}, "bad_value", 'The hours of "x" on mon are no list of spans.'),
    ("schedule", {"week": {"mon": ["9-17"]}}, "bad_value", "The hours '9-17' of \"x\" on mon cannot be read."),
    (
        "schedule",
        {"week": {"mon": [["9:00", "25:00"]]}},
        "bad_value",
        "The hours ['9:00', '25:00'] of \"x\" on mon cannot be read.",
    ),
    (
        "schedule",
        {"week": {"fri": [["22:00", "06:00"]]}},
        "bad_value",
        'The schedule "x" closes on fri at 06:00, not after it opens at 22:00.',
    ),
    (
        "schedule",
        {"week": {"tue": [["14:00", "24:00"], ["09:00", "14:30"]]}},
        "bad_value",
        'The schedule "x" has two spans on tue that overlap: 09:00 to 14:30 and 14:00 to 24:00.',
    ),
    ("schedule", {**DAY, "holidays": ["2025-13-01"]}, "bad_value", "The holiday '2025-13-01' of \"x\" is no day."),
    ("schedule", {**DAY, "holidays": "2025-01-01"}, "bad_value", "The holiday '2025-01-01' of \"x\" is no day."),
    (
        "schedule",
        {**DAY, "holidays": [["2025-08-15", "2025-08-11"]]},
        "bad_value",
        'Holidays of "x" end on 2025-08-11 before they start on 2025-08-15.',
    ),
    ("schedule", {**DAY, "applies_to": [["is", "grupp", ["a"]]]}, "unknown_field", 'There is no field "grupp".'),
    ("sla", {"within": "4h"}, "missing_argument", 'The service level "x" has no metric.'),
    ("sla", {"metric": "csat", "within": "4h"}, "bad_value", "metric='csat' of \"x\" means nothing."),
    ("sla", {"metric": "reply_time"}, "missing_argument", 'The service level "x" has no within.'),
    ("sla", {**LEVEL, "within": "4"}, "bad_value", "'4' is not a duration."),
    ("sla", {**LEVEL, "within": 0}, "bad_value", 'within=0 of "x" is no time at all.'),
    ("sla", {**LEVEL, "hours": "office"}, "bad_value", "hours='office' of \"x\" means nothing."),
    ("sla", {**LEVEL, "target": 1}, "unknown_key", 'There is no key "target".'),
    ("sla", {**LEVEL, "since": "May"}, "bad_value", "since='May' of \"x\" is no day."),
    (
        "sla",
        {**LEVEL, "since": "2025-05-01", "until": "2025-04-30"},
        "bad_period",
        'The service level "x" ends on 2025-04-30 before it starts on 2025-05-01.',
    ),
    (
        "sla",
        {**LEVEL, "schedule": "office"},
        "not_together",
        'The service level "x" has the schedule "office" and counts calendar time.',
    ),
    (
        "sla",
        {**LEVEL, "hours": "business"},
        "missing_argument",
        "Business hours need a schedule, and none is declared.",
    ),
    ("sla", {**LEVEL, "applies_to": [["person_has", "signup"]]}, "bad_filter", "The filter"),
]


@pytest.mark.parametrize(("kind", "spec", "code", "sentence"), REFUSED)
def test_declarations_that_mean_nothing(kind: str, spec: dict[str, Any], code: str, sentence: str) -> None:
    """Each is refused when it is declared, in a sentence with a way out, and nothing is kept of it."""
    with regard.open() as ws:
        with pytest.raises(RegardError) as caught:
            ws.declare(kind, "x", **spec)
        assert caught.value.code == code
        assert caught.value.message.startswith(sentence)
        assert caught.value.suggestion
        assert (ws.settings.schedules, ws.settings.slas) == ({}, {})


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ([], [], True),
        (BILLING, BILLING, True),
        (BILLING, SALES, True),
        ([], BILLING, True),
        (BILLING, [*BILLING, *URGENT], True),
        (BILLING, [], False),
        ([*BILLING, *URGENT], BILLING, False),
        (BILLING, URGENT, False),
        (BILLING, [["is", "group", ["sales"]]], False),
        (BILLING, [["is_not", "group", ["billing"]]], False),
    ],
)
def test_two_for_the_same_tickets(first: list[Any], second: list[Any], clash: bool) -> None:  # noqa: FBT001
    """Two are refused by both names where filters prove that they meet; what is for the rest comes last, and may."""
    for kind, spec, what in (("schedule", DAY, "schedules"), ("sla", LEVEL, "service levels for first_response_time")):
        with regard.open() as ws:
            ws.declare(kind, "one", **spec, applies_to=first)
            ws.declare(kind, "one", **spec, applies_to=first)
            if not clash:
                ws.declare(kind, "two", **spec, applies_to=second)
                continue
            with pytest.raises(RegardError) as caught:
                ws.declare(kind, "two", **spec, applies_to=second)
            assert caught.value.code == "not_together"
            assert caught.value.message == f'The {what} "one" and "two" apply to the same tickets.'


def test_service_levels_one_after_the_other() -> None:
    """What changes gets a new name and the days on which each is in force; another metric is another promise."""
    with regard.open() as ws:
        ws.declare("sla", "old", **LEVEL, until="2025-05-31")
        ws.declare("sla", "new", metric="first_response_time", within="2h", since="2025-06-01")
        ws.declare("sla", "waits", metric="reply_time", within="4h")
        with pytest.raises(RegardError, match='"old" and "early" apply to the same tickets'):
            ws.declare("sla", "early", metric="first_response_time", within="1h", since="2025-05-31")


def test_business_hours_that_are_not_there() -> None:
    """A schedule needs business hours, business hours a schedule, and a name one that is declared."""
    with regard.open() as ws:
        for asked, sentence in (
            ({"hours": "business"}, "Business hours need a schedule, and none is declared"),
            ({"schedule": "office"}, '"schedule" is for business hours, and reply_time is asked for in calendar time'),
            ({"hours": "office"}, "hours='office' means nothing"),
        ):
            with pytest.raises(RegardError, match=sentence):
                ws.ask("reply_time", **asked)
        with pytest.raises(RegardError, match="sla_met_share needs a service level, and none is declared"):
            ws.ask("sla_met_share")
        ws.declare("schedule", "office", **DAY)
        with pytest.raises(RegardError, match=r'There is no schedule "ofice"\. Did you mean "office"'):
            ws.ask("reply_time", hours="business", schedule="ofice")
        with pytest.raises(RegardError, match=r'There is no schedule "night"'):
            ws.declare("sla", "x", **LEVEL, hours="business", schedule="night")


def test_what_is_declared_is_kept(tmp_path: Path) -> None:
    """Opened again, a workspace has its schedules and service levels, days off and all."""
    folder = tmp_path / "acme"
    holidays = ["2025-12-25", ["2025-08-11", "2025-08-15"]]
    with regard.open(folder) as ws:
        ws.declare("schedule", "office", **DAY, holidays=holidays, applies_to=BILLING)
        ws.declare("sla", "gold", **LEVEL, since="2025-01-01")
        before = ws.settings
    with regard.open(folder) as ws:
        assert (ws.settings.schedules, ws.settings.slas) == (before.schedules, before.slas)
        assert ws.ask("sla_met_share").value is None
