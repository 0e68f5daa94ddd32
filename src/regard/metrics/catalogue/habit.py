"""Habit: whether people come back to the product, and what they use."""

from dataclasses import replace

from regard.metrics.bands import Bands, above
from regard.metrics.catalogue import habit_curves, habit_first_week, habit_funnel
from regard.metrics.kinds import Distinct, Mean, Ratio
from regard.rows.grains.people_in_period import ACTIVE_PEOPLE, ACTIVITY, VISITORS
from regard.rows.grains.touchpoints import INTERACTIONS

active_people = Distinct(
    name="active_people",
    asks="How many people were active?",
    reads="Distinct people with an event that counts as being active; with event= only those who did that.",
    formula="distinct people with a qualifying event",
    of=ACTIVE_PEOPLE,
    unit="people",
    better="higher",
    parts={"identified": lambda person: person.identified},
    takes=("event",),
    since="0.1",
)

daily_active = replace(
    active_people,
    name="daily_active",
    asks="How many people are active on a day?",
    reads='Of the last day asked for; every="day" gives each. Says how many of them are identified.',
    formula="distinct people with a qualifying event in the day",
    trailing="1d",
)

weekly_active = replace(
    active_people,
    name="weekly_active",
    asks="How many people are active in a week?",
    reads='The 7 days that end with the last day asked for; every="day" gives each.',
    formula="distinct people with a qualifying event in the trailing 7 days, label day included",
    trailing="7d",
)

monthly_active = replace(
    active_people,
    name="monthly_active",
    asks="How many people are active in a month?",
    reads="The 28 days that end with the last day asked for, so that every month has four of each weekday.",
    formula="distinct people with a qualifying event in the trailing 28 days, label day included",
    trailing="28d",
)

stickiness = Mean(
    name="stickiness",
    asks="On a typical day, what share of the period's people show up?",
    reads="Over 28 days, or the period where it is shorter; trailing= sets another span. Once a week is 14.3 %.",
    formula="mean daily active people / distinct people of the same days",
    of=ACTIVE_PEOPLE,
    value=lambda person: person.active_days,
    unit="share",
    better="higher",
    bands=Bands(good=above(0.13), source="guide 001"),
    counts=("person_days", "people"),
    takes=("event",),
    trailing="28d",
    spread="days",
    since="0.1",
)

activity_rate = Ratio(
    name="activity_rate",
    asks="What share of the paying customers is active?",
    reads="Active people of the period over customers who paid in it; above 100 % people use it who do not pay.",
    formula="active people / paying customers of the period",
    of=ACTIVITY,
    value=lambda person: person.is_active,
    over=lambda person: person.is_paying,
    unit="share",
    better="higher",
    bands=Bands(good=above(0.20), source="guide 001"),
    counts=("active_people", "paying_customers"),
    since="0.1",
)
activity_rate = replace(
    activity_rate,
    variants={
        "daily": replace(
            activity_rate,
            reads="Those active on a typical day over customers who paid in the period.",
            formula="mean daily active people / paying customers of the period",
            value=lambda person: person.active_days,
            counts=("person_days", "paying_customers"),
            spread="days",
        )
    },
)

feature_usage = Mean(
    name="feature_usage",
    asks="What share of the active people uses a feature?",
    reads='event names the feature; by="name" with base="total" shows every feature beside each other.',
    formula="people using the feature / active people of the period",
    of=ACTIVE_PEOPLE,
    value=lambda person: person.did_event,
    unit="share",
    interval="wilson",
    better="higher",
    bands=Bands(good=above(0.28), source="guide 001"),
    counts=("people", "active_people"),
    takes=("event",),
    needs=("event",),
    since="0.1",
)

interaction_frequency = Mean(
    name="interaction_frequency",
    asks="How often does a person come in a month?",
    reads="Visits per visitor, per calendar month: a period of 28 days in March is 28/31 of a month.",
    formula="visits / visitors / months",
    of=VISITORS,
    value=lambda person: person.visits,
    unit="ratio",
    better="higher",
    bands=Bands(good=above(8), source="guide 004: several visits a week is high"),
    counts=("visits", "visitors"),
    spread="months",
    since="0.1",
)
interaction_frequency = replace(
    interaction_frequency,
    variants={
        "interactions": Mean(
            name="interaction_frequency",
            asks="How often do a customer and the business meet in a month, over all channels?",
            reads=(
                "Visits, messages opened, messages clicked, answers, tickets and mentions of known people, per person "
                "with any of them and calendar month; an order is none. Split by touchpoint to see what they are."
            ),
            formula="interactions / people with an interaction / months",
            of=INTERACTIONS,
            value=lambda person: person.interactions,
            unit="ratio",
            better="higher",
            counts=("interactions", "people"),
            spread="months",
            since="0.2",
        )
    },
)

METRICS = (
    active_people,
    daily_active,
    weekly_active,
    monthly_active,
    stickiness,
    activity_rate,
    feature_usage,
    interaction_frequency,
    *habit_first_week.METRICS,
    *habit_curves.METRICS,
    habit_funnel.FUNNEL,
)
