from typing import Any

import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.asking.shop import AS_OF, MARCH

# A dimension of events, and how many of the eight of March are in each group.
SPLITS: dict[str, dict[Any, int]] = {
    "name": {None: 4, "signup": 2, "Signup": 1, "buy": 1},
    "page": {None: 4, "/docs": 1, "/docs/start/edit": 1, "/pricing": 1, "/docs/start": 1},
    "country": {"IT": 4, "PL": 2, None: 2},
    "device": {"phone": 8},
    "entry_page": {"/docs": 2, "/docs/start/edit": 2, "/pricing": 2, "/docs/start": 2},
    "properties.seats": {None: 5, 3: 1, "3": 1, 10.5: 1},
    "properties.trial": {None: 6, True: 1, False: 1},
    "plan": {"pro": 4, "free": 2, None: 2},
    "customer.country": {"IT": 4, "PL": 2, None: 2},
    "user_id": {"ann": 4, "cyd": 2, None: 2},
    "identified": {True: 6, False: 2},
    "new": {True: 2, False: 6},
}


@pytest.mark.parametrize("dimension", SPLITS)
def test_groups_keep_the_type_of_their_value(shop: Workspace, dimension: str) -> None:
    """Text, numbers, flags and what is not set are groups of their own; a visit has the country of its first event."""
    reply = shop.ask("events", by=dimension, **MARCH)
    found = {(type(value), value): row["value"] for row in reply.breakdown for value in row["group"].values()}
    assert found == {(type(value), value): count for value, count in SPLITS[dimension].items()}
    assert [row["n"] for row in reply.breakdown] == sorted(found.values(), reverse=True)
    assert sum(row["share"] for row in reply.breakdown) == pytest.approx(1)


def test_several_dimensions_give_several_keys(shop: Workspace) -> None:
    """A list in `by` splits by every combination that occurs, each with its series."""
    reply = shop.ask("events", by=["country", "plan"], every="week", period=("2025-03-03", "2025-03-16"), as_of=AS_OF)
    rows = [(row["group"], row["value"], [point["value"] for point in row["series"]]) for row in reply.breakdown]
    assert rows == [
        ({"country": "IT", "plan": "pro"}, 4, [2, 2]),
        ({"country": None, "plan": "free"}, 2, [2, 0]),
        ({"country": "PL", "plan": None}, 2, [2, 0]),
    ]


def test_moments_as_groups_are_text(shop: Workspace) -> None:
    """A moment is shown with the offset of the zone."""
    rows = shop.ask("orders", by="created_at", **MARCH).breakdown
    assert {row["group"]["created_at"]: row["value"] for row in rows} == {
        "2025-01-10T12:00:00+01:00": 2,
        "2025-03-31T12:00:00+02:00": 1,
        None: 1,
    }


def test_share_of_everybody(shop: Workspace) -> None:
    """With base="total" a group's people are held against all people of the period, and of each bucket."""
    asked: dict[str, Any] = {"goal": "signup", "by": "country", "period": ("2025-03-03", "2025-03-16"), "as_of": AS_OF}
    own = shop.ask("conversion_rate", **asked)
    assert {row["group"]["country"]: (row["value"], row["n"]) for row in own.breakdown} == {
        "IT": (1, 1),
        "PL": (1, 1),
        None: (0, 1),
    }
    total = shop.ask("conversion_rate", base="total", every="week", **asked)
    rows = {row["group"]["country"]: row for row in total.breakdown}
    assert {country: (row["value"], row["n"]) for country, row in rows.items()} == {
        "IT": (pytest.approx(1 / 3), 3),
        "PL": (pytest.approx(1 / 3), 3),
        None: (0, 3),
    }
    assert rows["PL"]["parts"] == {"converting_visitors": 1, "visitors": 3}
    assert [(point["value"], point["n"]) for point in rows["PL"]["series"]] == [(pytest.approx(1 / 3), 3), (0, 1)]
    assert total.value == own.value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("asked", "code", "sentence"),
    [
        ({"by": "chanel"}, "unknown_field", 'There is no field "chanel". Did you mean "channel"?'),
        ({"by": 3}, "bad_value", '3 is not a dimension. Write by="channel" or by=["channel"].'),
        ({"by": ["name", "name"]}, "bad_value", "A dimension is named twice in by."),
        ({"by": "goal"}, "not_for_metric", 'by="goal" is for conversion_rate, not for events.'),
        ({"by": "name", "base": "all"}, "bad_value", 'base="all" means nothing. base is one of "group", "total".'),
    ],
)
def test_what_is_no_dimension(shop: Workspace, asked: dict[str, Any], code: str, sentence: str) -> None:
    """A dimension that nothing has is refused with the nearest that there is."""
    with pytest.raises(RegardError) as caught:
        shop.ask("events", **MARCH, **asked)
    assert (caught.value.code, str(caught.value)[: len(sentence)]) == (code, sentence)
