"""What columns are taken for by their names."""

from pathlib import Path

import pytest

from regard.errors import RegardError
from regard.intake.header import choose_record, plain_name, recognise
from regard.records import record_type


@pytest.mark.parametrize(
    ("record", "header", "meanings"),
    [
        ("event", "client_id,event,timestamp", {"client_id": "anonymous_id", "event": "name", "timestamp": "time"}),
        ("order", "Order ID,createdAt,Total,E-mail", {"Order ID": "id", "createdAt": "time", "Total": "total"}),
        ("answer", "time,kind,score,comment", {"score": "score", "comment": "text"}),
        ("customer", "id,email,plan,created at", {"id": "id user_id", "email": "email", "created at": "created_at"}),
        ("ticket", "Ticket ID,created_at,priority,solved_at", {"Ticket ID": "id", "solved_at": "resolved_at"}),
        ("ticket_event", "time,ticket_id,kind,value", {"ticket_id": "ticket_id"}),
        ("link", "time,kind,user_id,other_id", {"other_id": "other_id"}),
    ],
)
def test_headers_are_recognised(record: str, header: str, meanings: dict[str, str]) -> None:
    """Our own names in any spelling, and clear synonyms, tell the kind of record and the fields."""
    kind = choose_record(Path("x.csv"), header.split(","))
    assert kind.name == record
    found = recognise(kind, header.split(","))
    assert {column: " ".join(found[column].fields) for column in meanings} == meanings


@pytest.mark.parametrize(
    "header", [["id", "name", "created_at"], ["a", "b"], ["time", "value"], ["date", "page_id", "impressions"]]
)
def test_other_headers_are_refused(header: list[str]) -> None:
    """A header that could be of anything is refused, not guessed."""
    with pytest.raises(RegardError, match=r"is not recognised\. Its columns are"):
        choose_record(Path("x.csv"), header)


def test_a_field_is_claimed_once() -> None:
    """Of two columns with one meaning the one with our exact name is taken."""
    found = recognise(record_type("event"), ["Time", "time", "timestamp", "name"])
    assert {column: meaning.fields for column, meaning in found.items()} == {"time": ("time",), "name": ("name",)}


@pytest.mark.parametrize("name", ["Created at", "createdAt", "created-at", "CREATED_AT", " created  at "])
def test_names_are_spelt_alike(name: str) -> None:
    """Names differ in spelling only."""
    assert plain_name(name) == "created_at"
