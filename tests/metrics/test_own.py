from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from regard.errors import RegardError
from regard.metrics.own import own_metric

MARCH = {"period": "2025-03", "as_of": "2025-04-30"}

# A declaration that means nothing, and the sentence that says so.
REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("nps", {"kind": "count", "grain": "orders"}, "bad_value", "nps is a metric already. Give yours another name."),
    (
        "Big Orders",
        {"kind": "count", "grain": "orders"},
        "bad_value",
        '"Big Orders" is not a name for a metric. Write it like "big_orders".',
    ),
    ("x", {"grain": "orders"}, "missing_argument", "The metric x has no kind."),
    ("x", {"kind": "men", "grain": "orders"}, "unknown_kind", 'There is no kind "men". Did you mean "mean"?'),
    ("x", {"kind": "mean", "grain": "order"}, "unknown_grain", 'There is no grain "order". Did you mean "orders"?'),
    ("x", {"kind": "mean", "grain": "orders"}, "missing_argument", "The metric x has no column."),
    (
        "x",
        {"kind": "mean", "grain": "orders", "column": "totl"},
        "unknown_column",
        'There is no column "totl". Did you mean "total"?',
    ),
    (
        "x",
        {"kind": "mean", "grain": "visits", "column": "total"},
        "unknown_column",
        'x is made of visits, and "total" is a column of orders.',
    ),
    ("x", {"kind": "ratio", "grain": "visits", "column": "events"}, "missing_argument", 'The metric x has no "over".'),
    (
        "x",
        {"kind": "mean", "grain": "visits", "column": "events", "over": "events"},
        "not_together",
        '"over" is for a ratio, and x is a mean. Drop over.',
    ),
    (
        "x",
        {"kind": "quantile", "grain": "visits", "column": "is_bounce"},
        "not_together",
        "is_bounce is true or false and has no quantile.",
    ),
    (
        "x",
        {"kind": "quantile", "grain": "visits", "column": "duration", "q": 90},
        "bad_value",
        "x has q = 90, which is not between 0 and 1. Write q = 0.9.",
    ),
    ("x", {"kind": "count", "grain": "visits", "colum": "events"}, "unknown_key", 'Did you mean "column"?'),
    ("x", {"kind": "count", "grain": "visits", "where": ["is"]}, "bad_filter", "is one filter where a list"),
    (
        "x",
        {"kind": "count", "grain": "visits", "where": [["is", "contry", ["IT"]]]},
        "unknown_field",
        'There is no field "contry". Did you mean "country"?',
    ),
    ("x", {"kind": "count", "grain": "visits", "good": "40"}, "bad_value", 'Write good = "< 0.4".'),
    (
        "x",
        {"kind": "mean", "grain": "visits", "column": "duration", "unit": "money"},
        "bad_value",
        "visits have no currency to count money in.",
    ),
]


@pytest.mark.parametrize(
    ("name", "spec", "code", "sentence"), REFUSED, ids=[f"{name} {spec}" for name, spec, *_ in REFUSED]
)
def test_what_is_declared_wrongly(name: str, spec: dict[str, Any], code: str, sentence: str) -> None:
    """A wrong word is refused with what there is, and nothing is kept of it."""
    workspace = regard.open()
    with pytest.raises(RegardError) as caught:
        workspace.declare("metric", name, **spec)
    assert caught.value.code == code
    assert sentence in str(caught.value)
    assert workspace.settings.metrics == {}


@settings(max_examples=8, deadline=None)
@given(
    orders=st.lists(
        st.tuples(st.integers(1, 31), st.sampled_from("abcd"), st.integers(1, 50), st.sampled_from(["web", "app"])),
        max_size=30,
    )
)
def test_own_metrics_say_what_their_words_say(orders: list[tuple[int, str, int, str]]) -> None:
    """Each kind is the plain sum, mean, share or number of people of the rows that pass its filters."""
    workspace = regard.open()
    rows = [
        {
            "id": str(place),
            "time": f"2025-03-{day:02}T12:00:00Z",
            "user_id": user,
            "total": total,
            "currency": "EUR",
            "channel": channel,
        }
        for place, (day, user, total, channel) in enumerate(orders)
    ]
    workspace.add("order", rows)
    big = [["gte", "total", [20]]]
    workspace.declare("metric", "big_orders", kind="count", grain="orders", where=big)
    workspace.declare("metric", "big_sales", kind="count", grain="orders", column="total", where=big)
    workspace.declare("metric", "big_buyers", kind="distinct", grain="orders", where=big)
    workspace.declare("metric", "big_total", kind="mean", grain="orders", column="total", where=big)
    workspace.declare("metric", "middle_total", kind="quantile", grain="orders", column="total", where=big)
    names = ["big_orders", "big_sales", "big_buyers", "big_total", "middle_total"]
    replies = workspace.ask(names, where=[["is", "channel", ["web"]]], **MARCH)
    kept = [(user, total) for _, user, total, channel in orders if total >= 20 and channel == "web"]
    totals = sorted(total for _, total in kept)
    assert replies["big_orders"].value == len(kept)
    assert replies["big_sales"].value == sum(totals)
    assert replies["big_buyers"].value == len({user for user, _ in kept})
    half = len(totals) // 2
    middle = (totals[half] if len(totals) % 2 else (totals[half - 1] + totals[half]) / 2) if totals else None
    assert replies["big_total"].value == (pytest.approx(sum(totals) / len(totals)) if totals else None)
    assert replies["middle_total"].value == middle
    assert (replies["big_sales"].unit, replies["big_buyers"].unit) == ("money", "people")


@pytest.mark.parametrize("grain", ["events", "visits", "page_visits", "people"])
@pytest.mark.parametrize("totals_from", [0, 200_000])
def test_own_people_are_those_who_are_known(grain: str, totals_from: int) -> None:
    """Of rows of events each person counts once, ann and b1 here, and nobody does not count."""
    workspace = regard.open(totals_from=totals_from)
    who = [{"user_id": "ann"}, {"user_id": "ann"}, {"anonymous_id": "b1"}, {"session_id": "s"}, {"session_id": "s"}]
    events = [
        {**owner, "id": str(place), "time": f"2025-03-{place + 1:02}T12:00:00Z", "type": "page", "path": "/"}
        for place, owner in enumerate(who)
    ]
    workspace.add("event", events)
    workspace.declare("metric", "known", kind="distinct", grain=grain)
    assert workspace.ask("known", **MARCH).value == 2


def test_an_own_bounce_rate_is_the_bounce_rate() -> None:
    """What the catalogue defines can be said in regard.toml, with the same number, n and interval."""
    workspace = regard.open()
    pages = [(day, user, page) for day in range(1, 20) for user in "abc" for page in range((day + ord(user)) % 3)]
    events = [
        {"time": f"2025-03-{day:02}T10:0{page}:00Z", "user_id": user, "type": "page", "path": f"/{page}"}
        for day, user, page in pages
    ]
    workspace.add("event", events)
    where = [["gt", "page_views", [0]]]
    workspace.declare("metric", "left", kind="mean", grain="visits", column="is_bounce", where=where, good="< 0.4")
    own, known = workspace.ask(["left", "bounce_rate"], every="week", **MARCH).values()
    assert (own.value, own.n, own.interval) == (known.value, known.n, known.interval)
    assert [point["value"] for point in own.series] == [point["value"] for point in known.series]
    assert own.definition["family"] == "own"
    assert own.band is not None
    assert own.band["source"] == "regard.toml"


def test_own_metrics_are_kept_and_read_again(tmp_path: Path) -> None:
    """What was declared is in regard.toml, and answers after the workspace was opened again."""
    with regard.open(tmp_path / "acme") as workspace:
        workspace.declare("metric", "big_orders", kind="count", grain="orders", where=[["gte", "total", [20]]])
    with regard.open(tmp_path / "acme") as workspace:
        order = {"id": "1", "time": "2025-03-02T10:00:00Z", "total": 20, "currency": "EUR"}
        workspace.add("order", [order, {**order, "id": "2", "total": 19}])
        assert workspace.ask("big_orders", **MARCH).value == 1
        workspace.declare("metric", "big_orders", kind="count", grain="orders", where=[["gte", "total", [10]]])
        assert workspace.ask("big_orders", **MARCH).value == 2


def test_a_file_that_declares_nonsense(tmp_path: Path) -> None:
    """A slip in regard.toml is told with its place when the workspace is opened."""
    regard.open(tmp_path / "acme").close()
    with (tmp_path / "acme" / "regard.toml").open("a") as file:
        file.write('\n[metrics.big]\nkind = "coutn"\ngrain = "orders"\n')
    with pytest.raises(RegardError, match=r"regard.toml, \[metrics.big\]: There is no kind"):
        regard.open(tmp_path / "acme")


def test_the_words_of_an_own_metric() -> None:
    """Formula and question follow from the parts unless they are said."""
    metric = own_metric("late", {"kind": "ratio", "grain": "visits", "column": "events", "over": "page_views"})
    assert (metric.formula, metric.asks) == ("events / page_views over visits", "Events / page_views over visits")
    said = own_metric("late", {"kind": "count", "grain": "visits", "asks": "How many?", "better": "lower"})
    assert (said.asks, said.better, said.formula) == ("How many?", "lower", "number of visits")
