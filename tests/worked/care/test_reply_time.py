from tests.worked.care.stories import ASKED, HOUR, Story, told

STORIES: dict[str, Story] = {
    # Two hours for the first reply, then three from the first of two messages; bot and note change nothing.
    "talk": [
        (0, "customer"),
        (0.5, "bot"),
        (2, "agent"),
        (2.5, "agent"),
        (5, "customer"),
        (6, "customer"),
        (7, "note"),
        (8, "agent"),
        (9, "customer"),
    ],
    # Nobody wrote before the reply, so that the ticket is the message: four hours.
    "form": [(4, "agent")],
    # Asked only after an hour, answered an hour later.
    "later": [(1, "customer"), (2, "agent")],
    # An agent opened it, nobody waited; the customer's answer waits for half an hour.
    "ours": [(0, "agent"), (1, "customer"), (1.5, "agent")],
    # Still waiting.
    "silent": [(1, "customer")],
}


def test_waits_by_hand() -> None:
    """2 + 3 hours, 4, 1, and half an hour: five waits of 10.5 hours; what has no reply yet is out."""
    workspace = told(STORIES, channel={"talk": "chat"})
    reply = workspace.ask("reply_time", by="channel", **ASKED)
    assert (reply.value, reply.n, reply.unit) == (2.1 * HOUR, 5, "seconds")
    assert reply.parts == {"total": 10.5 * HOUR, "n": 5}
    assert {row["group"]["channel"]: row["value"] for row in reply.breakdown} == {
        "chat": 2.5 * HOUR,
        None: 5.5 / 3 * HOUR,
    }
    assert workspace.ask("reply_time", statistic="median", **ASKED).value == 2 * HOUR
    assert workspace.ask("reply_time", statistic="sum", **ASKED).value == 10.5 * HOUR
    bins = workspace.ask("reply_time", bins=["0h", "1h", "3h"], **ASKED).bins
    assert [one["n"] for one in bins] == [1, 2, 2]


def test_waits_are_dated_by_their_reply() -> None:
    """A message of 3 March that is answered on the 5th counts then."""
    workspace = told({"one": [(0, "customer"), (48, "agent")]})
    series = workspace.ask("reply_time", period=("2025-03-03", "2025-03-05"), every="day").series
    assert [point["value"] for point in series] == [None, None, 48 * HOUR]
