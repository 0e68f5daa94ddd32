"""Fields that questions may name: of the event, of its visit, of the customer behind it."""

from typing import Any

import pytest

import regard
from regard import RegardError
from tests.naive.tables import table

LOG = table("""
    time               user_id  type   path  channel  country  name  properties
    2025-03-03T10:00Z  ann      page   /     email    IT       -     {"n":3,"deep":{"a":1},"flag":true}
    2025-03-03T10:01Z  ann      track  /a    -        PL       buy   {"n":"3","flag":false,"n.m":1.5}
    2025-03-03T10:02Z  bob      track  -     ads      FR       buy   {"n":null}
""")
CUSTOMERS: list[dict[str, Any]] = [
    {"user_id": "ann", "plan": "pro", "country": "AT", "name": "Ann", "as_of": "2025-01-01T00:00Z"},
    {"user_id": "ann2", "plan": "free", "as_of": "2025-02-01T00:00Z", "properties": {"size": 10}},
]

GROUPS: dict[str, dict[Any, int]] = {
    "channel": {"email": 2, "ads": 1},
    "country": {"IT": 2, "FR": 1},
    "page": {"/": 1, "/a": 1, None: 1},
    "name": {None: 1, "buy": 2},
    "entry_page": {"/": 2, None: 1},
    "is_bounce": {False: 2, None: 1},
    "user_id": {"ann": 2, "bob": 1},
    "identified": {True: 3},
    "new": {True: 3},
    "plan": {"pro": 2, None: 1},
    "customer.country": {"AT": 2, None: 1},
    "customer.name": {"Ann": 2, None: 1},
    "properties.n": {3: 1, "3": 1, None: 1},
    "properties.flag": {True: 1, False: 1, None: 1},
    "properties.n.m": {1.5: 1, None: 2},
    "properties.deep": {'{"a": 1}': 1, None: 2},
}


@pytest.fixture(scope="module")
def ws() -> regard.Workspace:
    """Return a workspace with the log and what is known of ann."""
    ws = regard.open()
    ws.add("event", LOG)
    ws.add("customer", CUSTOMERS)
    return ws


@pytest.mark.parametrize("by", GROUPS)
def test_events_by_a_field(by: str, ws: regard.Workspace) -> None:
    """What a visit has holds for all of it, a free property keeps its type, and not set is a group of its own."""
    rows = ws.ask("events", period="2025-03", by=by).breakdown
    assert {row["group"][by]: row["value"] for row in rows} == GROUPS[by]
    assert {type(row["group"][by]) for row in rows} == {type(value) for value in GROUPS[by]}


def test_several_fields_at_once(ws: regard.Workspace) -> None:
    """A list of dimensions gives a group for each combination that occurs."""
    rows = ws.ask("events", period="2025-03", by=["plan", "name"]).breakdown
    assert {(row["group"]["plan"], row["group"]["name"]): row["value"] for row in rows} == {
        ("pro", None): 1,
        ("pro", "buy"): 1,
        (None, "buy"): 1,
    }


def test_merged_people_have_one_customer() -> None:
    """Of the records of merged people that of the kept id stands, also when the other is newer."""
    with regard.open() as merged:
        merged.add("event", LOG)
        merged.add("customer", CUSTOMERS)
        merged.add("link", [{"time": "2025-03-04T10:00Z", "kind": "merge", "user_id": "ann", "other_id": "ann2"}])
        rows = merged.ask("events", period="2025-03", by="plan").breakdown
    assert {row["group"]["plan"]: row["value"] for row in rows} == {"pro": 2, None: 1}


def test_a_filter_narrows_by_what_the_visit_or_the_person_did(ws: regard.Workspace) -> None:
    """Of the visits with a purchase there is ann's; of the people with one there are both."""
    bought = {"event": "buy", "where": [["is", "new", [True]]]}
    assert ws.ask("events", period="2025-03", where=[["visit_has", "buy"]]).value == 2
    assert ws.ask("events", period="2025-03", where=[["person_has", bought]]).value == 3
    assert ws.ask("events", period="2025-03", where=[["not", [["visit_has", "buy"]]]]).value == 1


def test_an_unknown_field_is_refused(ws: regard.Workspace) -> None:
    """A field that nothing has is refused with a did-you-mean, in a split and in a filter."""
    for asked in ({"by": "plann"}, {"where": [["is", "plann", ["pro"]]]}):
        with pytest.raises(RegardError, match=r'no field "plann"\. Did you mean "plan"') as refused:
            ws.ask("events", **asked)
        assert refused.value.code == "unknown_field"


def test_new_where_nothing_matches(ws: regard.Workspace) -> None:
    """A filter on being new that leaves nothing gives 0, not a failure."""
    assert ws.ask("visits", period="2024-03", where=[["is", "new", [True]]]).value == 0
