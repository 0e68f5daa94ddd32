"""Events: the clicks of visits and what servers send, as they were delivered."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from regard.records import record_type
from regard.simulator import steps
from regard.simulator.accounts import introductions
from regard.simulator.arrays import Floats, Ints
from regard.simulator.baskets import CURRENCY, TOTALS
from regard.simulator.calendar import DAY, SECOND
from regard.simulator.lives import Lives
from regard.simulator.orders import Orders
from regard.simulator.people import People
from regard.simulator.scripts import TITLES
from regard.simulator.tables.columns import flags, instants, numbered, numbers, record_table, texts, whole_numbers
from regard.simulator.tables.names import OLD_NUMBER, PHONE, account_of, is_named, name_people
from regard.simulator.tables.origins import HOST, origin_columns, person_columns
from regard.simulator.tables.receipt import receive
from regard.simulator.traits import JOINING

_LATE_SHARE, _TWICE_SHARE = 0.02, 0.005

_SAID = {
    "searched": '{"query": "desk lamp"}',
    "export": '{"format": "pdf"}',
    "video_played": '{"seconds": 30}',
    "scan_room": '{"width_cm": 240}',
}
_PROPERTIES = ("{}", *_SAID.values())
_PROPERTIES_OF_NAME: Ints = np.array([[*_SAID].index(name) + 1 if name in _SAID else 0 for name in steps.NAMES] + [0])
"""By name; the last one is for events without a name."""


@dataclass(frozen=True, eq=False)
class Sent:
    """Events before they are delivered, one place each in every array; -1 stands for none."""

    row: Ints
    visit: Ints
    time: Ints
    user: Ints
    device: Ints
    order: Ints
    view: Ints
    """Which page view of these people's."""
    attention_ms: Ints
    scroll: Floats

    def take(self, places: Ints) -> "Sent":
        """Return the events at these places."""
        return Sent(**{name: getattr(self, name)[places] for name in self.__dataclass_fields__})


def event_table(rng: np.random.Generator, lives: Lives) -> pa.Table:
    """Return the events of people, some of them delivered twice."""
    sent = _together(_from_visits(lives), _from_servers(lives))
    received = receive(rng, sent.time, _LATE_SHARE, lives.calendar.closes)
    twice = np.flatnonzero(rng.random(len(sent.row)) < _TWICE_SHARE)
    again = np.minimum(received[twice] + rng.integers(SECOND, DAY, len(twice)), lives.calendar.closes)
    number = lives.people.record_numbers(len(sent.row))
    places = np.concatenate([np.arange(len(sent.row)), twice])
    columns = _columns(lives, sent.take(places))
    columns |= {"id": numbered("e", number[places]), "received_at": instants(np.concatenate([received, again]))}
    return record_table(record_type("event"), columns)


def _from_visits(lives: Lives) -> Sent:
    """Return what people's devices send."""
    people, visits, clicks, names = lives.people, lives.visits, lives.clicks, name_people(lives.people)
    person = visits.person[clicks.visit]
    step = clicks.row - steps.FIRST[visits.script][clicks.visit]
    named = is_named(people, visits, clicks.visit, step)
    account = account_of(people, visits)[clicks.visit]
    is_purchase = steps.IS_PURCHASE[clicks.row]
    view = np.cumsum(steps.IS_PAGE[clicks.row]) - 1
    return Sent(
        row=clicks.row,
        visit=clicks.visit,
        time=clicks.time,
        user=np.where(named, names.user(person, account), -1),
        device=names.device(person, visits.is_app.astype(np.int64)[clicks.visit] * PHONE),
        order=np.where(is_purchase, np.cumsum(is_purchase) - 1, -1),
        view=np.where(visits.is_app[clicks.visit], -1, view),
        attention_ms=np.where(steps.IS_ATTENTION[clicks.row], clicks.attention_ms, -1),
        scroll=clicks.scroll,
    )


def _from_servers(lives: Lives) -> Sent:
    """Return what servers send: accounts made before the period, sign-ups within it, parcels that left."""
    people, visits, orders, names = lives.people, lives.visits, lives.orders, name_people(lives.people)
    old = np.flatnonzero(people.known_since)
    first = introductions(visits)
    first = first[people.standing[visits.person[first]] == JOINING]
    gone = np.flatnonzero(orders.shipped)
    person = np.concatenate([old, visits.person[first], visits.person[orders.visit[gone]]])
    count = len(person)
    row = np.repeat([steps.ACCOUNT_CREATED, steps.SIGNED_UP, steps.SHIPPED], [len(old), len(first), len(gone)])
    nothing = np.full(count, -1)
    uses_old = people.is_aliased[person] & (row == steps.SHIPPED)
    return Sent(
        row=row,
        visit=nothing,
        time=np.concatenate([people.known_since[old], visits.start[first] + SECOND // 50, orders.shipped[gone]]),
        user=names.user(person, np.where(uses_old, OLD_NUMBER, 0)),
        device=nothing,
        order=np.concatenate([nothing[: count - len(gone)], gone]),
        view=nothing,
        attention_ms=nothing,
        scroll=np.full(count, np.nan),
    )


def _together(first: Sent, second: Sent) -> Sent:
    """Return the events of both."""
    return Sent(
        **{name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in Sent.__dataclass_fields__}
    )


def _columns(lives: Lives, sent: Sent) -> dict[str, pa.Array]:
    """Return all columns but those of the delivery."""
    names = name_people(lives.people)
    return {
        **_what(sent),
        **_bought(lives.orders, sent),
        **origin_columns(lives.visits, sent.visit),
        **person_columns(lives.people, lives.visits, sent.visit),
        "time": instants(sent.time),
        "user_id": texts(sent.user, names.users),
        "anonymous_id": texts(sent.device, names.devices),
        "page_view_id": texts(sent.view, _view_ids(lives.people, sent)),
        "engaged_ms": whole_numbers(sent.attention_ms, sent.attention_ms >= 0),
        "scroll_percent": numbers(sent.scroll),
    }


def _view_ids(people: People, sent: Sent) -> pa.Array:
    """Return the ids of all page views."""
    return numbered("v", people.record_numbers(int(sent.view.max(initial=-1)) + 1))


def _what(sent: Sent) -> dict[str, pa.Array]:
    """Return the columns that the script's step decides."""
    page = steps.PAGE[sent.row]
    return {
        "type": texts(steps.TYPE[sent.row], steps.TYPES),
        "name": texts(steps.NAME[sent.row], steps.NAMES),
        "path": texts(page, steps.PAGES),
        "url": texts(page, [f"https://{HOST}{path}" for path in steps.PAGES]),
        "host": texts(np.minimum(page, 0), [HOST]),
        "title": texts(page, [*TITLES.values()]),
        "interactive": flags(steps.INTERACTIVE[sent.row]),
    }


def _bought(orders: Orders, sent: Sent) -> dict[str, pa.Array]:
    """Return revenue and currency of purchases, and the properties of every event."""
    is_purchase = steps.IS_PURCHASE[sent.row]
    revenue = np.full(len(sent.row), np.nan)
    order = sent.order[is_purchase]
    revenue[is_purchase] = TOTALS[orders.is_reduced[order], orders.basket[order]]
    said = _PROPERTIES_OF_NAME[steps.NAME[sent.row]]
    of_orders = numbered('{"order_id": "o', orders.number, '"}')
    return {
        "revenue": numbers(revenue),
        "currency": texts(is_purchase.astype(np.int64) - 1, [CURRENCY]),
        "properties": texts(
            np.where(sent.order >= 0, sent.order + len(_PROPERTIES), said),
            pa.concat_arrays([pa.array(_PROPERTIES), of_orders]),
        ),
        "source": texts(_sources(sent), ("web", "app", "server")),
        "consent": texts(np.minimum(sent.visit, 0), ["granted"]),
    }


def _sources(sent: Sent) -> Ints:
    """Return the source of each event: 0 the web site, 1 the app, 2 a server."""
    return np.where(sent.visit < 0, 2, (sent.view < 0).astype(np.int64))
