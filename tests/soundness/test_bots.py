"""What bots do counts as nothing that people do, is told apart, and is never lost."""

import regard

PERIOD = {"period": "2025-03", "as_of": "2025-04-30"}
PEOPLE = [
    {"id": f"p{day}", "time": f"2025-03-{day:02}T10:00Z", "anonymous_id": "ann", "type": "page", "path": "/"}
    for day in range(1, 5)
]
BOTS = [
    {
        "id": f"b{place}",
        "time": "2025-03-02T10:00Z",
        "anonymous_id": f"bot {place}",
        "type": "page",
        "path": "/",
        "device": device,
    }
    for place, device in enumerate(("bot", "Bot", "crawler", "spider"))
]
METRICS = ["page_views", "events", "visits", "unique_visitors", "bounce_rate", "daily_active", "new_visitor_share"]


def test_bots_change_no_number() -> None:
    """Every number is that of the people alone, whichever came first, and the bots are counted apart."""
    alone, beside = regard.open(), regard.open()
    alone.add("event", PEOPLE)
    beside.add("event", BOTS)
    assert beside.check()["bots"] == 4
    beside.add("event", PEOPLE)
    for name in METRICS:
        expected, found = alone.ask(name, **PERIOD), beside.ask(name, **PERIOD)
        assert (found.value, found.n, found.parts) == (expected.value, expected.n, expected.parts)
    assert (alone.check()["bots"], beside.check()["bots"]) == (0, 4)


def test_bots_are_not_lost() -> None:
    """Their events are in the log."""
    workspace = regard.open()
    workspace.add("event", [*PEOPLE, *BOTS])
    assert len(workspace.rows("event")) == 8
    assert [row["device"] for row in workspace.rows("event") if row["device"]] == ["bot", "Bot", "crawler", "spider"]


def test_a_device_of_people_is_none_of_them() -> None:
    """A phone, no device at all, and a device whose name holds the word count as people's."""
    workspace = regard.open()
    devices = (None, "mobile", "robotic vacuum", "botany tablet")
    workspace.add("event", [{**PEOPLE[0], "id": str(place), "device": device} for place, device in enumerate(devices)])
    assert workspace.ask("page_views", **PERIOD).value == 4
    assert workspace.check()["bots"] == 0
