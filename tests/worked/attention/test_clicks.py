from typing import Any

import pytest

import regard
from regard.serving.workspace import Workspace

MARCH: dict[str, Any] = {"period": "2025-03", "as_of": "2025-06-30"}
NAMES = ["deliveries", "click_through_rate", "unique_click_through_rate", "click_to_open_rate"]

# What became of the spring letter to seven people.
LETTERS = {
    "ann": ["sent", "delivered", "opened", "opened", "clicked", "clicked", "clicked"],
    "bob": ["sent", "delivered", "opened"],
    # Nothing says that it was delivered, and nothing that it was not.
    "cyd": ["sent"],
    "dan": ["sent", "bounced"],
    # Images are blocked: a click and no open.
    "eve": ["sent", "clicked"],
    # Found out late: what was delivered did not bounce.
    "fay": ["sent", "delivered", "bounced"],
    "gus": ["sent", "bounced", "bounced"],
}
# Delivered: ann, bob, cyd, eve, fay = 5. Clicks 3 + 1 = 4, unique 2. Opened: ann, bob, eve = 3.


def _records(letters: dict[str, list[str]], day: int = 10, month: int = 3, **told: str) -> list[dict[str, Any]]:
    """Return a record for everything that became of each letter, a minute after the other."""
    sent = {"channel": "email", "campaign": "spring", "message": "letter", **told}
    return [
        {
            "id": f"{sent} {day} {user} {minute}",
            "time": f"2025-{month:02}-{day:02}T08:{minute:02}:00Z",
            "user_id": user,
            "kind": kind,
            **sent,
        }
        for user, kinds in letters.items()
        for minute, kind in enumerate(kinds)
    ]


def _holding(*records: list[dict[str, Any]]) -> Workspace:
    """Return a workspace with these deliveries."""
    workspace = regard.open(zone="Europe/Rome")
    rows = [record for some in records for record in some]
    assert workspace.add("delivery", rows).added == len(rows)
    return workspace


def _day(number: int, **counts: Any) -> dict[str, Any]:
    """Return the counts of a day of March."""
    return {"id": f"day {number}", "time": f"2025-03-{number:02}T12:00:00Z", "channel": "ad", **counts}


def test_rates_of_messages_to_people() -> None:
    """5 of 7 letters arrive; 4 clicks, 2 of them by different people; 2 of the 3 who opened clicked."""
    total, through, unique, to_open = _holding(_records(LETTERS)).ask(NAMES, **MARCH).values()
    assert (total.value, total.unit, through.unit) == (5, "count", "share")
    assert (through.value, through.n, through.parts) == (0.8, 5, {"clicks": 4, "impressions": 5})
    assert (unique.value, unique.parts) == (0.4, {"unique_clicks": 2, "impressions": 5})
    assert (to_open.value, to_open.n) == (pytest.approx(2 / 3), 3)
    assert to_open.parts == {"unique_clicks": 2, "unique_opens": 3}
    assert through.warnings[0]["message"] == "Only 5 impressions in all: read the number with care."


def test_rates_of_daily_counts() -> None:
    """50 clicks of 200 opens are 25 %; what a day does not tell is left out; each impression is a trial of its own."""
    workspace = _holding(
        [
            _day(1, channel="email", unique_opens=200, unique_clicks=50),
            _day(2, impressions=600, clicks=40),
            _day(3, impressions=400, clicks=25),
            _day(4, impressions=1000),
            _day(5, clicks=7),
        ]
    )
    total, through, unique, to_open = workspace.ask(NAMES, **MARCH).values()
    assert (to_open.value, to_open.n) == (0.25, 200)
    assert (total.value, unique.value) == (2000, None)
    assert (through.value, through.n, through.parts) == (0.065, 1000, {"clicks": 65, "impressions": 1000})
    assert through.band is not None
    assert through.band["verdict"] == "good"
    # Wilson's interval of 65 of 1000.
    assert through.interval is not None
    assert through.interval["method"] == "wilson"
    assert through.interval["low"] == pytest.approx(0.05132, abs=0.00001)
    assert through.interval["high"] == pytest.approx(0.08201, abs=0.00001)


def test_rates_by_channel_campaign_and_message() -> None:
    """People and daily counts stand beside each other, and together in the total."""
    workspace = _holding(_records(LETTERS), [_day(2, impressions=600, clicks=40)])
    reply = workspace.ask("click_through_rate", by="channel", **MARCH)
    assert {row["group"]["channel"]: row["parts"] for row in reply.breakdown} == {
        "ad": {"clicks": 40, "impressions": 600},
        "email": {"clicks": 4, "impressions": 5},
    }
    assert (reply.value, reply.n) == (pytest.approx(44 / 605), 605)
    for name, value in (("campaign", "spring"), ("message", "letter")):
        rows = workspace.ask("deliveries", by=name, **MARCH).breakdown
        assert {row["group"][name]: row["value"] for row in rows} == {value: 5, None: 600}


def test_a_message_is_dated_by_its_first_record() -> None:
    """A letter of March that is clicked in April is a click of March."""
    letters = _records({"ann": ["sent"]}, day=31) + _records({"ann": ["opened", "clicked"]}, day=2, month=4)
    reply = _holding(letters).ask("click_through_rate", period=("2025-03-01", "2025-04-30"), every="month")
    assert [(point["value"], point["n"]) for point in reply.series] == [(1.0, 1), (None, 0)]


def test_the_same_letter_sent_again_is_another_message() -> None:
    """A reminder that goes out twice is delivered twice; each click belongs to the sending before it."""
    first, second = (_records({"ann": ["sent", "opened", "clicked"]}, day=day) for day in (3, 20))
    reply = _holding(first, second).ask("unique_click_through_rate", every="week", **MARCH)
    assert (reply.value, reply.parts) == (1.0, {"unique_clicks": 2, "impressions": 2})
    assert [point["n"] for point in reply.series if point["n"]] == [1, 1]


def test_records_of_nobody_are_counts() -> None:
    """Without a person 3 delivered and 1 clicked are 1 of 3; where nothing is delivered, sent less bounced."""
    told = {"a": "sent sent delivered delivered delivered clicked", "b": "sent sent bounced"}
    nobody = [
        {"id": f"{message} {number}", "time": "2025-03-04T12:00:00Z", "kind": kind, "message": message}
        for message, kinds in told.items()
        for number, kind in enumerate(kinds.split())
    ]
    reply = _holding(nobody).ask(NAMES, by="message", **MARCH)
    assert {row["group"]["message"]: row["value"] for row in reply["deliveries"].breakdown} == {"a": 3, "b": 1}
    rates = {row["group"]["message"]: row["value"] for row in reply["click_through_rate"].breakdown}
    assert rates == {"a": pytest.approx(1 / 3), "b": 0.0}
    assert (reply["unique_click_through_rate"].value, reply["click_to_open_rate"].n) == (None, 0)
