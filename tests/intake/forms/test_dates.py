"""Dates as people write them."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.intake.forms.dates import DateSigns, Order, iso_dates, iso_of_numbers


def iso(text: str, order: Order | None = None) -> str:
    """Return one date in ISO 8601."""
    return str(iso_dates(pa.array([text]), order)[0].as_py())


@pytest.mark.parametrize(
    ("written", "order", "meant"),
    [
        ("17/04/2025", "dmy", "2025-04-17"),
        ("4/17/2025", "mdy", "2025-04-17"),
        ("17.4.2025 9:30", "dmy", "2025-04-17T09:30:00"),
        ("04-17-2025 21:30:15,5", "mdy", "2025-04-17T21:30:15.5"),
        ("03/15/2024 10:05 am", "mdy", "2024-03-15T10:05:00"),
        ("12/31/2024 12:05 AM", "mdy", "2024-12-31T00:05:00"),
        ("12/31/2024 12:05 p.m.", "mdy", "2024-12-31T12:05:00"),
        ("2026/09/27 3:00:00 PM GMT+3", None, "2026-09-27T15:00:00+03:00"),
        ("2026/09/27 3:00:00 PM GMT+5:30", "mdy", "2026-09-27T15:00:00+05:30"),
        ("2024.02.09 10:00 UTC", None, "2024-02-09T10:00:00Z"),
        ("12 Mar 2024", None, "2024-03-12"),
        ("Mar 12, 2024, 10:00 PM", None, "2024-03-12T22:00:00"),
        ("1-September-2024", None, "2024-09-01"),
        ("19970118", None, "1997-01-18"),
        ("1617691790", None, "2021-04-06T06:49:50.000000Z"),
        ("1617691790431", None, "2021-04-06T06:49:50.431000Z"),
        ("1617691790431476", None, "2021-04-06T06:49:50.431476Z"),
        ("2020-02-10 18:00 +0000", "dmy", "2020-02-10 18:00 +0000"),
        ("31/12/99", "dmy", "1999-12-31"),
        # What is no date in that order, or in none, stays as it is: the arbiter refuses it as it was written.
        ("04/17/2025", "dmy", "04/17/2025"),
        ("17/04/2025", None, "17/04/2025"),
        ("31/12/99", None, "31/12/99"),
        ("the 5th of May", "dmy", "the 5th of May"),
        ("12 Foo 2024", None, "12 Foo 2024"),
        ("", "dmy", ""),
    ],
)
def test_dates_become_iso(written: str, order: Order | None, meant: str) -> None:
    """Dates of any order, with names of months, halves of days and offsets, and counts since 1970 become ISO 8601."""
    assert iso(written, order) == meant


@given(st.dates(), st.sampled_from("/.-"), st.sampled_from(["dmy", "mdy"]))
def test_orders_are_kept_apart(date: object, sign: str, order: Order) -> None:
    """A date written in an order is read back from that order."""
    year, month, day = str(date).split("-")
    parts = [day, month, year] if order == "dmy" else [month, day, year]
    assert iso(sign.join(parts), order) == str(date)


@pytest.mark.parametrize(
    ("column", "order", "is_unclear"),
    [
        (["03/04/2025", "25/04/2025"], "dmy", False),
        (["03/04/2025", "04/25/2025"], "mdy", False),
        (["03/04/2025", "05/06/2025"], None, True),
        (["25/04/2025", "04/25/2025"], None, True),
        (["03/03/2025"], "dmy", False),
        (["2025-04-03", "2025/04/03", "soon", None], None, False),
    ],
)
def test_order_is_decided_from_the_column(column: list[str | None], order: str | None, *, is_unclear: bool) -> None:
    """The order is that in which every date is one; where two are, or none is, it is unclear."""
    signs = DateSigns()
    for text in column:
        signs.look(pa.array([text], pa.string()))
    assert (signs.order, signs.is_unclear) == (order, is_unclear)


def test_numbers_become_dates_where_they_can() -> None:
    """Counts since 1970 become dates; the day numbers of a spreadsheet stay numbers, to be refused."""
    found = iso_of_numbers(pa.array([1617691790, 1617691790431.0, 45123.5, 45123, None])).to_pylist()
    assert found == ["2021-04-06T06:49:50.000000Z", "2021-04-06T06:49:50.431000Z", "45123.5", "45123", None]
