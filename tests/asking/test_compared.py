from datetime import date

import pytest

from regard.asking.compared import compared_days, days_around
from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.asking.shop import AS_OF, MARCH

# Asked, how it is compared, and with which days.
COMPARED = [
    (("2025-03-01", "2025-03-31"), "previous", None, ("2025-01-29", "2025-02-28")),
    (("2025-03-10", "2025-03-10"), "previous", None, ("2025-03-09", "2025-03-09")),
    (("2025-02-01", "2025-02-28"), "year", None, ("2024-02-01", "2024-02-28")),
    (("2024-02-01", "2024-02-29"), "year", None, ("2023-02-01", "2023-02-28")),
    (("2025-04-01", "2025-04-17"), ("2024-04-01", "2024-04-17"), None, ("2024-04-01", "2024-04-17")),
    (("2025-04-01", "2025-04-17"), ["2024-04-01", "2024-04-05"], None, ("2024-04-01", "2024-04-05")),
    # 1 April 2025 is a Tuesday, 1 April 2024 a Monday: the nearest earlier Tuesday is 26 March.
    (("2025-04-01", "2025-04-17"), "year", "weekday", ("2024-03-26", "2024-04-11")),
    # Seven days before begin on the same weekday already.
    (("2025-03-03", "2025-03-09"), "previous", "weekday", ("2025-02-24", "2025-03-02")),
    # Monday 10 to Wednesday 12 March: before them Friday 7, moved back to Monday 3.
    (("2025-03-10", "2025-03-12"), "previous", "weekday", ("2025-03-03", "2025-03-05")),
]


@pytest.mark.parametrize(("days", "compare", "align", "expected"), COMPARED)
def test_compared_days(days: tuple[str, str], compare: object, align: str | None, expected: tuple[str, str]) -> None:
    """As many days just before, the same dates a year before, or those named; aligned to the same weekday."""
    asked = date.fromisoformat(days[0]), date.fromisoformat(days[1])
    found = compared_days(compare, asked, align=align)
    assert tuple(day.isoformat() for day in found) == expected


def test_partners_of_buckets(shop: Workspace) -> None:
    """The n-th bucket meets the n-th; a bucket without partner has none."""
    asked = {"period": ("2025-03-03", "2025-03-12"), "every": "week", "as_of": AS_OF}
    reply = shop.ask("events", compare=("2025-02-10", "2025-02-14"), **asked)
    first, second = reply.series
    assert (first["value"], first["previous"], first["previous_start"]) == (6, 2, "2025-02-10")
    assert first["change"] == {"value": 2.0, "unit": "relative"}
    assert (second["value"], second["previous"], second["previous_start"], second["change"]) == (2, None, None, None)
    assert reply.previous is not None
    assert reply.previous["period"] == {"from": "2025-02-10", "to": "2025-02-14"}
    assert (reply.previous["value"], reply.previous["n"]) == (2, 2)
    assert [(point["start"], point["end"], point["value"]) for point in reply.previous["series"]] == [
        ("2025-02-10", "2025-02-14", 2)
    ]


def test_changes_by_unit(shop: Workspace) -> None:
    """Counts, people and money change relatively; points and shares by their difference; from nothing nothing."""
    replies = shop.ask(["orders", "revenue", "average_order_value", "customers"], compare="previous", **MARCH)
    changes = {name: (reply.change or {}).get("value") for name, reply in replies.items()}
    assert changes == {
        "orders": pytest.approx(3.0),
        "revenue": pytest.approx((80.5 - 5) / 5),
        "average_order_value": pytest.approx((80.5 / 4 - 5) / 5),
        "customers": pytest.approx(1.0),
    }
    assert {(reply.change or {}).get("unit") for reply in replies.values()} == {"relative"}
    moved = shop.ask("nps", period=("2025-03-10", "2025-03-16"), compare="previous", as_of=AS_OF)
    assert moved.change is not None
    assert set(moved.change) == {"value", "unit", "interval", "p_value", "stands_out"}
    assert (moved.value, moved.change["value"], moved.change["unit"]) == (-50, -150, "points")
    assert shop.ask("nps", compare="previous", **MARCH).change is None
    from_nothing = shop.ask("events", compare="year", **MARCH).change
    assert from_nothing is not None
    assert (from_nothing["value"], from_nothing["unit"], from_nothing["interval"]) == (None, "relative", None)


def test_another_segment(shop: Workspace) -> None:
    """A segment of the same period is compared: the filters of the question hold for it too, but on its own fields."""
    where = [["is", "country", ["IT", "PL"]]]
    reply = shop.ask("events", where=where, compare={"where": [["is", "country", ["PL"]]]}, every="month", **MARCH)
    assert reply.previous is not None
    assert reply.previous["period"] == {"from": "2025-03-01", "to": "2025-03-31"}
    assert (reply.value, reply.previous["value"]) == (6, 2)
    assert [(point["value"], point["previous"]) for point in reply.series] == [(6, 2)]


def test_groups_of_either_period(shop: Workspace) -> None:
    """A group has a row when there is anything to count in either period."""
    reply = shop.ask("events", by="name", compare="previous", **MARCH)
    rows = {row["group"]["name"]: (row["value"], row["previous"]) for row in reply.breakdown}
    assert rows == {None: (4, 1), "signup": (2, 0), "Signup": (1, 0), "buy": (1, 1)}
    assert {row["group"]["name"]: row["share"] for row in reply.breakdown} == {
        None: 0.5,
        "signup": 0.25,
        "Signup": 0.125,
        "buy": 0.125,
    }


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"compare": "last week"}, "bad_value"),
        ({"compare": {"filter": []}}, "bad_value"),
        ({"compare": {"where": [["is", "country"]]}}, "bad_filter"),
        ({"compare": ("2025-02-02", "2025-02-01")}, "bad_period"),
        ({"compare": ("2025-02",)}, "bad_period"),
        ({"align": "weekday"}, "not_together"),
        ({"compare": {"where": [["is", "country", ["PL"]]]}, "align": "weekday"}, "not_together"),
        ({"compare": "previous", "align": "month"}, "bad_value"),
    ],
)
def test_what_cannot_be_compared(shop: Workspace, asked: dict[str, object], code: str) -> None:
    """What names no period and no segment is refused."""
    with pytest.raises(RegardError) as caught:
        shop.ask("events", **MARCH, **asked)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_segment_against_segment(shop: Workspace) -> None:
    """Two values of one field are compared with each other, each with the other filters of the question."""
    pages = ["is", "type", ["page"]]
    italian, polish = (["is", "country", [country]] for country in ("IT", "PL"))
    both = shop.ask("events", where=[italian, pages], compare={"where": [polish]}, **MARCH)
    apart = [shop.ask("events", where=[one, pages], **MARCH).value for one in (italian, polish)]
    assert both.previous is not None
    assert [both.value, both.previous["value"]] == apart
    assert all(apart)


@pytest.mark.parametrize(
    ("turn", "after", "before"),
    [
        ("2025-03-21", ("2025-03-21", "2025-03-31"), ("2025-03-10", "2025-03-20")),
        ("2025-03-05", ("2025-03-05", "2025-03-08"), ("2025-03-01", "2025-03-04")),
        ("2025-03-31", ("2025-03-31", "2025-03-31"), ("2025-03-30", "2025-03-30")),
    ],
)
def test_before_and_after_a_date(turn: str, after: tuple[str, str], before: tuple[str, str]) -> None:
    """As many days on either side of the date as the period has on both, so that counts can be compared."""
    march = date(2025, 3, 1), date(2025, 3, 31)
    found = days_around({"date": turn}, march)
    assert tuple(tuple(day.isoformat() for day in days) for days in found) == (after, before)


def test_a_date_is_asked_as_two_periods(shop: Workspace) -> None:
    """The value is that from the date on, the previous one that before it."""
    turned = shop.ask("events", compare={"date": "2025-03-08"}, every="day", **MARCH)
    two = shop.ask(
        "events", period=("2025-03-08", "2025-03-14"), compare=("2025-03-01", "2025-03-07"), every="day", as_of=AS_OF
    )
    assert turned.previous is not None
    assert two.previous is not None
    assert (turned.value, turned.previous["value"]) == (two.value, two.previous["value"])
    assert (turned.period["from"], turned.period["to"]) == ("2025-03-08", "2025-03-14")
    assert [point["previous"] for point in turned.series] == [point["previous"] for point in two.series]


def test_a_date_outside_the_period(shop: Workspace) -> None:
    """A date that parts nothing is refused with both sides."""
    with pytest.raises(RegardError, match="does not part the period from 2025-03-01 to 2025-03-31"):
        shop.ask("events", compare={"date": "2025-03-01"}, **MARCH)
