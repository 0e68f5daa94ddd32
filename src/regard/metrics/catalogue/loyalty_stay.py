"""Who stays a customer and who leaves."""

from dataclasses import replace

from regard.metrics.bands import Bands, at_most, between
from regard.metrics.kinds import Mean, Ratio
from regard.rows.grains.memberships import MEMBERS, Member

_WHO = (
    "Customers are people with a contract in force, else between paying since and paying until; with span= people "
    "whose last kept order is not older than that."
)

CHURN_RATE = Ratio[Member](
    name="churn_rate",
    asks="What share of the customers was lost?",
    reads=f"{_WHO} Of those at the start who are none at the end; who came within the time is in new, not in the rate. "
    "Split by plan, everybody has the plan of the start.",
    formula="customers of the opening cohort lost / customers at the start",
    of=MEMBERS,
    value=lambda person: person.was_there & ~person.is_there,
    over=lambda person: person.was_there,
    unit="share",
    interval="wilson",
    better="lower",
    bands=Bands(good=at_most(0.08), usual=between(0.02, 0.08), source="guide 001"),
    counts=("lost", "start"),
    parts={"new": lambda person: ~person.was_there, "end": lambda person: person.is_there},
    takes=("span",),
    since="0.2",
)

_ALL = {
    "start": lambda person: person.was_there,
    "new": lambda person: ~person.was_there,
    "end": lambda person: person.is_there,
    "lost": lambda person: ~person.is_there,
}

CHURN_RATE = replace(
    CHURN_RATE,
    variants={
        "opening_plus_new": Mean[Member](
            name="churn_rate",
            asks=CHURN_RATE.asks,
            reads=f"{_WHO} Of everybody who was a customer at any moment, those who are none at the end: who came and "
            "left again within the time is lost too.",
            formula="(customers at the start + new - at the end) / (customers at the start + new)",
            of=MEMBERS,
            value=lambda person: ~person.is_there,
            unit="share",
            interval="wilson",
            better="lower",
            bands=CHURN_RATE.bands,
            parts=_ALL,
            takes=("span",),
            since="0.2",
        ),
        "average": Ratio[Member](
            name="churn_rate",
            asks=CHURN_RATE.asks,
            reads=f"{_WHO} All who were lost, over the mean of the customers at the start and at the end; who came and "
            "left again within the time is lost too, so that it can exceed 1.",
            formula="(customers at the start + new - at the end) / mean of the customers at the start and at the end",
            of=MEMBERS,
            value=lambda person: ~person.is_there,
            over=lambda person: person.mean_there,
            counts_rows=True,
            unit="share",
            interval="wilson",
            better="lower",
            bands=CHURN_RATE.bands,
            parts=_ALL,
            takes=("span",),
            since="0.2",
        ),
    },
)

RETENTION_RATE = Ratio[Member](
    name="retention_rate",
    asks="What share of the customers stayed?",
    reads=f"{_WHO} New are those at the end who were none at the start, so that it is 1 less the churn rate.",
    formula="(customers at the end - new) / customers at the start",
    of=MEMBERS,
    value=lambda person: person.was_there & person.is_there,
    over=lambda person: person.was_there,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("kept", "start"),
    parts={
        "new": lambda person: person.is_there & ~person.was_there,
        "end": lambda person: person.is_there,
    },
    takes=("span",),
    since="0.2",
)
