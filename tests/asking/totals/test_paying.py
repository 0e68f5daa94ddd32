"""Who pays, and who of them is active, counted at once in every span, is what is counted person by person."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import regard
from regard.asking.totals.paying import Paying, make_runs

Time = tuple[int, int, int]
"""A person, and the first and the last day on which they pay, or are active."""

_FIRST = date(2025, 3, 27)
_MIDNIGHTS = [datetime(2025, 3, day, 23, tzinfo=UTC) for day in (27, 28, 29)] + [datetime(2025, 3, 30, 22, tzinfo=UTC)]
"""Of Rome, on both sides of the night in which clocks go forward."""

_MOMENTS = st.builds(
    lambda moment, seconds: moment + timedelta(seconds=seconds),
    st.sampled_from(_MIDNIGHTS),
    st.sampled_from((-1, 0, 1, 40_000)),
)
_SPANS = np.array([(0, 9), *((day, day + 1) for day in range(0, 10, 2))])
FEW = settings(max_examples=max(1, settings.default.max_examples // 10))  # type: ignore[union-attr]


def _runs(times: list[Time]) -> Any:
    """Return the runs of some times."""
    return make_runs(*np.array(times, dtype=np.int64).reshape(-1, 3).T)


def _meeting(times: list[Time], span: Any) -> set[int]:
    """Return the people one of whose times meets a span."""
    return {person for person, first, last in times if first <= span[1] and last >= span[0]}


@st.composite
def _times(draw: st.DrawFn) -> list[Time]:
    """Return times of three people, which may lie in each other, meet, or be far beyond."""
    firsts = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(-3, 11), st.sampled_from((0, 1, 2, 5, 10**6)))))
    return [(person, first, min(first + length, 10**6)) for person, first, length in firsts]


@given(paying=_times(), days=st.lists(st.tuples(st.integers(0, 2), st.integers(-2, 11))))
def test_people_count_once_in_every_span_that_they_pay_in(paying: list[Time], days: list[tuple[int, int]]) -> None:
    """So do those who are active in it too, on whatever day; who never pays is none of them."""
    payers = {person for person, _, _ in paying}
    active = [(person, day, day) for person, day in days if person in payers]
    counted = Paying(_runs(paying), _runs(active), _runs([*paying, *active]), "").numbers(_SPANS)
    assert counted[0].tolist() == [len(_meeting(paying, span)) for span in _SPANS]
    assert counted[1].tolist() == [len(_meeting(paying, span) & _meeting(active, span)) for span in _SPANS]


_CONTRACTS = st.lists(
    st.tuples(st.sampled_from(("u1", "u2", "u3", "nobody")), _MOMENTS, st.none() | _MOMENTS), max_size=5
)
_EVENTS = st.lists(st.tuples(st.sampled_from(("u1", "u2", "u4")), _MOMENTS), min_size=1, max_size=6)


@given(contracts=_CONTRACTS, events=_EVENTS, customers=st.lists(st.sampled_from(("u1", "u4")), unique=True))
@FEW
def test_totals_of_who_pays_say_what_rows_say(
    contracts: list[tuple[str, datetime, datetime | None]], events: list[tuple[str, datetime]], customers: list[str]
) -> None:
    """So it is of contracts that overlap, begin or end at midnight, never end, or belong to nobody who was seen."""
    told = []
    for totals_from in (0, 10**9):
        with regard.open(zone="Europe/Rome", totals_from=totals_from) as ws:
            named = [{"id": str(n), "user_id": user, "time": time} for n, (user, time) in enumerate(events)]
            ws.add("event", [{**event, "type": "track", "name": "buy"} for event in named])
            ws.add("subscription", [_contract(str(n), *contract) for n, contract in enumerate(contracts)])
            ws.add("customer", [{"user_id": user, "paying_since": _MIDNIGHTS[1]} for user in customers])
            period = (_FIRST.isoformat(), "2025-04-01")
            reply = ws.ask("activity_rate", period=period, every="day", as_of="2025-04-03").to_dict()
            told.append({name: reply[name] for name in reply if name not in ("sql", "seconds", "path")})
            assert reply["path"] == ("rows" if totals_from else "totals")
    assert told[0] == told[1]


def _contract(name: str, user: str, since: datetime, until: datetime | None) -> dict[str, Any]:
    """Return a contract as it is loaded."""
    return {"id": name, "user_id": user, "started_at": since, "ended_at": until}
