import pytest

import regard
from tests.naive.tables import table

CUSTOMERS = table("""
    user_id  plan  paying_since       paying_until
    ann      pro   2025-01-01T00:00Z  -
    bob      pro   2025-03-04T12:00Z  -
    cat      free  -                  -
    dan      pro   2025-01-01T00:00Z  2025-03-03T00:00Z
    eve      team  2025-02-01T00:00Z  2025-03-03T00:01Z
    fay      team  2025-03-05T00:00Z  -
""")
LOG = table("""
    time               user_id  name
    2025-03-03T10:00Z  ann      open
    2025-03-04T10:00Z  ann      open
    2025-03-04T11:00Z  cat      open
""")
"""On 3 and 4 March paid ann, bob and eve (a minute of it): dan's time ended as the 3rd began, fay's began after them.
Active were ann and cat: 2 of 3. On a day there were (1 + 2) / 2 active people: 1.5 of 3."""

PERIOD = ("2025-03-03", "2025-03-04")


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the customers and what they did."""
    ws = regard.open()
    ws.add("customer", CUSTOMERS)
    ws.add("event", LOG)
    return ws


def test_activity_rate(ws: regard.Workspace) -> None:
    """2 active people over 3 paying customers; the variant takes those of a typical day."""
    reply = ws.ask("activity_rate", period=PERIOD)
    assert (reply.value, reply.n, reply.parts) == (2 / 3, 3, {"active_people": 2, "paying_customers": 3})
    daily = ws.ask("activity_rate", period=PERIOD, variant="daily")
    assert (daily.value, daily.parts) == (0.5, {"person_days": 3, "paying_customers": 3})


def test_days_and_plans(ws: regard.Workspace) -> None:
    """On the 3rd ann of ann and eve, on the 4th ann and cat over ann and bob; of plan pro ann over ann and bob."""
    days = ws.ask("activity_rate", period=PERIOD, every="day")
    assert [(point["value"], point["n"]) for point in days.series] == [(0.5, 2), (1.0, 2)]
    plans = ws.ask("activity_rate", period=PERIOD, by="plan").breakdown
    assert {row["group"]["plan"]: row["value"] for row in plans} == {"pro": 0.5, "team": 0.0}


def test_above_the_whole() -> None:
    """Where more are active than pay, the rate exceeds 1 and a warning says so."""
    free = [{"time": "2025-03-04T12:00Z", "user_id": f"free{number}", "name": "open"} for number in range(3)]
    with regard.open() as crowded:
        crowded.add("customer", CUSTOMERS)
        crowded.add("event", [*LOG, *free])
        reply = crowded.ask("activity_rate", period=PERIOD)
    assert reply.value == 5 / 3
    assert "above_one" in [warning["code"] for warning in reply.warnings]


def test_contracts_say_who_pays() -> None:
    """Who has contracts pays while one is in force, whatever a customer record says of the latest of them."""
    workspace = regard.open()
    contracts = [("2024-06-01", "2025-02-01"), ("2025-06-01", None)]
    workspace.add(
        "subscription",
        [
            {"user_id": "ann", "started_at": f"{since}T00:00Z", "ended_at": until and f"{until}T00:00Z"}
            for since, until in contracts
        ],
    )
    workspace.add("customer", [{"user_id": "ann", "plan": "pro", "paying_since": "2025-06-01T00:00Z"}])
    workspace.add("event", [{"time": "2025-01-10T10:00Z", "user_id": "ann", "type": "page", "path": "/"}])
    months = {month: workspace.ask("activity_rate", period=f"2025-0{month}", as_of="2025-12-31") for month in (1, 3, 7)}
    assert [(reply.value, reply.parts["paying_customers"]) for reply in months.values()] == [(1, 1), (None, 0), (0, 1)]
    split = workspace.ask("activity_rate", period="2025-01", by="plan", as_of="2025-12-31").breakdown
    assert [(row["group"], row["value"]) for row in split] == [({"plan": "pro"}, 1)]
