"""Statements are shared by all workspaces of a process, and by processes: each must be told apart from every other."""

import regard

ORDERS = [
    {"id": f"o{number}", "user_id": "ann", "time": "2025-03-03T10:00Z", "total": total, "currency": "EUR"}
    for number, total in enumerate((10.0, 30.0, 60.0))
]
EVENTS = [
    {"time": f"2025-03-03T10:0{minute}Z", "user_id": "ann", "type": "page", "path": path}
    for minute, path in enumerate(("/", "/a", "/b"))
]


def test_metrics_of_one_name_are_told_apart() -> None:
    """Two workspaces declare a metric of the same name in two ways, and each is answered by its own."""
    told = []
    for least in (20, 50):
        with regard.open() as ws:
            ws.add("order", ORDERS)
            ws.declare("metric", "big_orders", kind="count", grain="orders", where=[["gte", "total", [least]]])
            told.append(ws.ask("big_orders", period="2025-03").value)
    assert told == [2, 1]


def test_statistics_are_told_apart() -> None:
    """The mean, the median and the sum of one metric are asked one after the other, in one workspace and in another."""
    answers = []
    for statistics in ((None, "median", "sum"), ("sum", "median", None)):
        with regard.open() as ws:
            ws.add("event", [*EVENTS, {**EVENTS[0], "user_id": "bob"}])
            asked = {one: ws.ask("visit_duration", period="2025-03", statistic=one) for one in statistics}
            answers.append([asked[one].value for one in (None, "median", "sum")])
    assert answers[0] == answers[1] == [60.0, 60.0, 120.0]


def test_zones_and_settings_are_told_apart() -> None:
    """Workspaces of two zones, and of two times after which a visit is over, count the same events in their own way."""
    late = {"time": "2025-03-31T22:30Z", "user_id": "ann", "type": "page", "path": "/"}
    for zone, timeout, count in (("UTC", "30m", 2), ("Europe/Rome", "30m", 1), ("UTC", "40d", 1)):
        with regard.open(zone=zone, visit_timeout=timeout) as ws:
            ws.add("event", [EVENTS[0], late])
            assert ws.ask("visits", period="2025-03", as_of="2025-05-01").value == count
