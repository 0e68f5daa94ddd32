"""The shop as a workspace; tests ask it and add nothing."""

import pytest

import regard
from regard.serving.workspace import Workspace
from tests.asking.shop import ANSWERS, CUSTOMERS, EVENTS, orders


@pytest.fixture(scope="session")
def shop() -> Workspace:
    """Return the shop, with two goals."""
    workspace = regard.open(zone="Europe/Rome")
    records = {"event": EVENTS, "customer": CUSTOMERS, "order": orders(), "answer": ANSWERS}
    for kind, rows in records.items():
        assert workspace.add(kind, rows).added == len(rows)
    workspace.declare("goal", "signup", event="signup")
    workspace.declare("goal", "docs", page="/docs/**")
    return workspace
