import math
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import regard
from regard.errors import RegardError
from regard.serving.workspace import Workspace

BEGIN = datetime(2025, 3, 3, tzinfo=UTC)
ASKED = {"period": ("2025-03-03", "2025-03-16"), "as_of": "2025-03-31"}


def _orders(rows: list[tuple[int, int, float, str]]) -> Workspace:
    """Return a workspace with orders: day, person, total, channel."""
    workspace = regard.open()
    orders = [
        {
            "id": str(place),
            "time": BEGIN + timedelta(days=day, hours=12),
            "user_id": f"u{person}",
            "total": total,
            "currency": "EUR",
            "channel": channel,
        }
        for place, (day, person, total, channel) in enumerate(rows)
    ]
    workspace.add("order", orders)
    return workspace


def test_the_median_and_its_neighbours() -> None:
    """Of 1 to 10 the median is 5.5; with one row a person its interval are the 2nd and the 9th value."""
    workspace = _orders([(0, place, float(place), "web") for place in range(1, 11)])
    reply = workspace.ask("average_order_value", statistic="median", **ASKED)
    assert (reply.value, reply.n) == (5.5, 10)
    assert reply.interval is not None
    assert (reply.interval["low"], reply.interval["high"], reply.interval["method"]) == (2, 9, "order_statistics")
    assert workspace.ask("average_order_value", statistic="p90", **ASKED).value == pytest.approx(9.1)


def test_too_few_to_tell() -> None:
    """Five values have a median, and no pair of them encloses it with 95 %."""
    reply = _orders([(0, place, float(place), "web") for place in range(5)]).ask(
        "average_order_value", statistic="median", **ASKED
    )
    assert (reply.value, reply.interval) == (2.0, None)


def test_rows_of_one_person_tell_less() -> None:
    """Ten people who always pay the same tell of ten people, however often they come."""
    once = _orders([(0, person, float(person), "web") for person in range(10)])
    often = _orders([(day, person, float(person), "web") for person in range(10) for day in range(10)])
    narrow, wide = (one.ask("average_order_value", statistic="median", **ASKED).interval for one in (once, often))
    assert narrow is not None
    assert wide is not None
    assert wide["high"] - wide["low"] >= narrow["high"] - narrow["low"] - 1


def _type_7(values: list[float], q: float) -> float:
    """Return a quantile between its two neighbours in proportion."""
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@settings(max_examples=10, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 13),
            st.integers(0, 10_000),
            st.integers(0, 40).map(float),
            st.sampled_from(["web", "app"]),
        ),
        min_size=1,
        max_size=60,
        unique_by=lambda row: row[1],
    ),
    q=st.sampled_from([10, 50, 90]),
)
def test_every_bucket_and_group_has_its_own(rows: list[tuple[int, int, float, str]], q: int) -> None:
    """The total, each week and each channel have the quantile of their own rows, and its order statistics."""
    reply = _orders(rows).ask("average_order_value", statistic=f"p{q}", every="week", by="channel", **ASKED)
    pieces: dict[Any, list[float]] = defaultdict(list)
    for day, _, total, channel in rows:
        for key in ("total", day // 7, channel):
            pieces[key].append(total)
    answered: dict[Any, Any] = {"total": (reply.value, reply.interval)}
    answered |= {index: (point["value"], point["interval"]) for index, point in enumerate(reply.series)}
    answered |= {row["group"]["channel"]: (row["value"], row["interval"]) for row in reply.breakdown}
    for key, (value, interval) in answered.items():
        values = sorted(pieces[key])
        if not values:
            assert value is None
            continue
        assert value == pytest.approx(_type_7(values, q / 100))
        low = int(stats.binom.ppf(0.025, len(values), q / 100))
        high = int(stats.binom.ppf(0.975, len(values), q / 100)) + 1
        if low < 1 or high > len(values):
            assert interval is None
        else:
            assert (interval["low"], interval["high"]) == (values[low - 1], values[high - 1])


def test_change_of_a_median() -> None:
    """A median that doubles changes by 100 %, with an interval that holds it, and stands out."""
    rows = [(7, place, 20.0 + place / 100, "web") for place in range(50)]
    rows += [(0, 100 + place, 10.0 + place / 200, "web") for place in range(50)]
    asked = {"period": ("2025-03-10", "2025-03-16"), "as_of": "2025-03-31", "compare": "previous"}
    change = _orders(rows).ask("average_order_value", statistic="median", **asked).change
    assert change is not None
    assert change["value"] == pytest.approx(1.0)
    assert change["unit"] == "relative"
    assert change["interval"]["low"] < 1.0 < change["interval"]["high"]
    assert change["stands_out"]


def test_what_has_no_quantile() -> None:
    """A sum has no median, and p100 is none."""
    workspace = regard.open()
    with pytest.raises(RegardError, match="revenue is no mean of rows, and has no quantiles"):
        workspace.ask("revenue", statistic="median")
    with pytest.raises(RegardError, match='statistic="p0" means nothing'):
        workspace.ask("average_order_value", statistic="p0")
