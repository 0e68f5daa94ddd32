"""Lives: some people with all that they did, bought, asked and answered, before any of it is a record."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.accounts import Accounts, draw_accounts
from regard.simulator.answers import Answers, draw_answers
from regard.simulator.calendar import Calendar
from regard.simulator.clicks import Clicks, draw_clicks
from regard.simulator.contracts import Contracts, draw_contracts
from regard.simulator.letters import Letters, draw_letters
from regard.simulator.orders import Orders, draw_orders
from regard.simulator.people import People, draw_people
from regard.simulator.tickets import Tickets, draw_tickets
from regard.simulator.visits import Visits, draw_visits
from regard.simulator.voices import Voices, draw_voices


@dataclass(frozen=True, eq=False)
class Lives:
    """What happened to some people in the period."""

    calendar: Calendar
    people: People
    visits: Visits
    clicks: Clicks
    orders: Orders
    tickets: Tickets
    answers: Answers
    accounts: Accounts
    contracts: Contracts
    letters: Letters
    voices: Voices


def draw_lives(rng: np.random.Generator, first: int, count: int, calendar: Calendar) -> Lives:
    """Return the lives of so many people, the first of them with that number.

    What follows from visits has randomness of its own, so that more of one thing changes nothing of another.
    """
    of_accounts, of_contracts, of_letters, of_voices = rng.spawn(4)
    people = draw_people(rng, first, count, calendar)
    visits = draw_visits(rng, people, calendar)
    clicks = draw_clicks(rng, people, visits)
    orders = draw_orders(rng, people, visits, clicks, calendar)
    tickets = draw_tickets(rng, people, visits, clicks, calendar)
    answers = draw_answers(rng, people, visits, clicks=clicks, orders=orders, tickets=tickets, calendar=calendar)
    accounts = draw_accounts(of_accounts, people, visits)
    return Lives(
        calendar=calendar,
        people=people,
        visits=visits,
        clicks=clicks,
        orders=orders,
        tickets=tickets,
        answers=answers,
        accounts=accounts,
        contracts=draw_contracts(of_contracts, people, accounts, calendar),
        letters=draw_letters(of_letters, people, visits, accounts, calendar),
        voices=draw_voices(of_voices, people, accounts, calendar),
    )
