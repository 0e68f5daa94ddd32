"""What columns are taken for by their names."""

from pathlib import Path

import pytest

from regard.errors import RegardError
from regard.intake.header import choose_record, plain_name, recognise
from regard.intake.synonyms import MARKS, SYNONYMS
from regard.records import RECORDS, record_type
from regard.records.fields import field_readers


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
        ("subscription", "Customer ID,Start date,End date,MRR", {"Start date": "started_at", "MRR": "monthly_amount"}),
        ("delivery", "Date,Campaign,Impr.,Clicks,Cost", {"Date": "time", "Impr.": "impressions", "Cost": "cost"}),
        ("delivery", "time,channel,campaign,user_id,kind", {"kind": "kind"}),
        ("post", "published_at,platform,permalink,impressions,likes", {"published_at": "time", "platform": "network"}),
        ("profile_day", "Date,Network,Account,Followers", {"Date": "day", "Account": "profile"}),
        ("mention", "created_at,network,author,rating,text", {"created_at": "time", "rating": "rating"}),
        ("spend", "Date,Campaign,Cost,Currency", {"Date": "day", "Cost": "amount"}),
        ("spend", "day,channel,campaign,amount,currency", {"day": "day", "amount": "amount"}),
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


@pytest.mark.parametrize(
    ("record", "header"),
    [
        ("order", "date,campaign,amount,currency"),
        ("order", "id,date,total,cost,channel"),
        ("order", "order_id,time,user_id,total,campaign,clicks"),
        ("customer", "customer_id,email,tier,plan,start_date,mrr"),
        ("event", "timestamp,event,user_id,platform,shares"),
        ("answer", "time,kind,score,message"),
        ("answer", "time,kind,rating,comment"),
    ],
)
def test_older_kinds_go_first(record: str, header: str) -> None:
    """Where a header fits two kinds as well, it is that of an event, order, answer, customer as it always was."""
    assert choose_record(Path("x.csv"), header.split(",")).name == record


def test_two_of_the_later_kinds_are_not_guessed() -> None:
    """A header that may be of posts or of profile days is refused with both."""
    with pytest.raises(RegardError, match="may be of several kinds: post, profile_day"):
        choose_record(Path("x.csv"), ["date", "network", "profile", "followers", "likes"])


def test_every_kind_has_names_and_marks() -> None:
    """Every kind of record has its synonyms and its marks, all of them of fields that it has."""
    assert set(SYNONYMS) == set(MARKS) == {record.name for record in RECORDS}
    for record in RECORDS:
        fields = set(field_readers(record))
        assert set(SYNONYMS[record.name]) <= fields
        assert frozenset().union(*MARKS[record.name]) <= fields


def test_a_field_is_claimed_once() -> None:
    """Of two columns with one meaning the one with our exact name is taken."""
    found = recognise(record_type("event"), ["Time", "time", "timestamp", "name"])
    assert {column: meaning.fields for column, meaning in found.items()} == {"time": ("time",), "name": ("name",)}


@pytest.mark.parametrize("name", ["Created at", "createdAt", "created-at", "CREATED_AT", " created  at "])
def test_names_are_spelt_alike(name: str) -> None:
    """Names differ in spelling only."""
    assert plain_name(name) == "created_at"
