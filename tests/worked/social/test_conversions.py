import regard

SOURCES = {
    "by channel": {"channel": "social"},
    "by medium": {"channel": "campaign", "utm_medium": "Paid_Social"},
    "by mail": {"channel": "email"},
    "untold": {},
}


def test_social_conversions() -> None:
    """Orders of visits from networks count, each of them; where the visit began decides, not the event."""
    workspace = regard.open(zone="UTC")
    workspace.declare("goal", "order", event="order")
    rows = []
    for user, source in SOURCES.items():
        page = {"user_id": user, "url": "https://shop.example/a"}
        rows.append({**page, "time": "2025-03-10T08:00:00Z", "type": "page", "name": "page", **source})
        rows += [
            {**page, "time": f"2025-03-10T08:0{minute}:00Z", "type": "track", "name": "order"} for minute in (1, 2)
        ]
    # A visit that began elsewhere, in which a link of a network is followed.
    rows[-1]["channel"] = "social"
    assert workspace.add("event", rows).added == len(rows)
    reply = workspace.ask("social_conversions", goal="order", by="user_id", period="2025-03", as_of="2025-06-30")
    assert (reply.value, reply.unit) == (4, "count")
    assert {row["group"]["user_id"]: row["value"] for row in reply.breakdown} == {"by channel": 2, "by medium": 2}
