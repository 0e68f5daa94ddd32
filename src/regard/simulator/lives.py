"""Lives: some people with all that they did, bought, asked and answered, before any of it is a record."""

from dataclasses import dataclass

import numpy as np

from regard.simulator.answers import Answers, draw_answers
from regard.simulator.calendar import Calendar
from regard.simulator.clicks import Clicks, draw_clicks
from regard.simulator.orders import Orders, draw_orders
from regard.simulator.people import People, draw_people
from regard.simulator.tickets import Tickets, draw_tickets
from regard.simulator.visits import Visits, draw_visits


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


def draw_lives(rng: np.random.Generator, first: int, count: int, calendar: Calendar) -> Lives:
    """Return the lives of so many people, the first of them with that number."""
    people = draw_people(rng, first, count, calendar)
    visits = draw_visits(rng, people, calendar)
    clicks = draw_clicks(rng, people, visits)
    orders = draw_orders(rng, people, visits, clicks, calendar)
    tickets = draw_tickets(rng, people, visits, clicks, calendar)
    answers = draw_answers(rng, people, visits, clicks=clicks, orders=orders, tickets=tickets, calendar=calendar)
    return Lives(calendar, people, visits, clicks, orders, tickets, answers)
